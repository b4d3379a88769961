/* work - a definition being rendered; for artifact.c, work.c and report.c. */
#ifndef EMGEN_RENDER_WORK_H
#define EMGEN_RENDER_WORK_H

#include <stdint.h>

#include "artifact.h"
#include "model.h"

struct work {
	struct renderer *renderer;
	struct ev_cause cause;
	const struct definition *def;
	const json_t *models; /* of the index; else the definition's own */
	struct arena *arena;  /* of the renderer, for this definition only */
	struct style style;
	unsigned n; /* events about it so far */
	bool failed;
};

/* A file to be made. */
struct plan {
	const char *artifact;
	const char *type; /* of the event that tells */
	const char *template;
	enum output_folder folder;
	enum output_rule rule;
	const char *class; /* that is in it */
	const char *file;  /* its name */
};

/* Whether rows are made of it by itself: no view, nor a row between two. */
bool work_has_rows(const struct definition *def);

struct style work_style(
    const struct renderer *renderer, const struct definition *def);

/* The name of a class's file, in the arena. */
char *work_file(struct work *work, const char *class, const char *suffix);

/* Renders and writes the file, and tells what came of it. */
void work_render(
    struct work *work, const struct plan *plan, const struct view *view);

/* In the mode "split": a person has written the class in another namespace. */
bool work_is_elsewhere(const struct work *work);

/* Whether that class extends a base of ours, if under the name it had. */
bool work_extends_base(struct work *work);

/* Tells that it stays, and which base it should extend if that is another. */
void work_leave_written(struct work *work, const char *artifact);

/* Whether the file of a model is there, and a person's: none of our text. */
bool work_is_foreign(struct work *work, const struct plan *plan);

void report_started(struct work *work);
void report_generated(struct work *work, const struct plan *plan,
    const char *path, int64_t began, size_t bytes);
void report_skipped(struct work *work, const char *artifact, const char *path,
    const char *reason);

/* Says so on stderr, too. */
void report_failed(
    struct work *work, const char *artifact, const struct em_err *err);

#endif
