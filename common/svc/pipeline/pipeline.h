/*
 * pipeline - a pipeline file (emgen.pipeline(5)) as sections of values.  Layer
 * svc.  Reading and checking it never end the program: what is wrong with the
 * file is noted in it, and all of it can be shown at once.
 *
 *	if (pipeline_load(&file, path, &err) < 0) die_err(&err);
 *	pipeline_check(&file);
 *	if (pipeline_complain(&file)) return EM_PERM;
 *	... pipeline_graph(), plan_make()
 *	pipeline_clear(&file);
 */
#ifndef EMGEN_PIPELINE_H
#define EMGEN_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "die.h"

enum pipeline_kind {
	KIND_PIPELINE,
	KIND_STAGE,
	KIND_LISTENER,
	KIND_HANDLER,
	KIND_QUEUE,
	KIND_FIFO,
	KINDS
};

/* In the order of the table in pipeline.c. */
enum pipeline_key {
	KEY_EXEC,
	KEY_TO,
	KEY_OF,
	KEY_ON,
	KEY_HANDLES,
	KEY_QUEUE,
	KEY_FROM,
	KEY_AFTER,
	KEY_READY,
	KEY_ENV,
	KEY_DIR,
	KEY_OK_CODES,
	KEY_MEMORY,
	KEY_FILES,
	KEY_TRIES,
	KEY_BACKOFF,
	KEY_MINIMUM,
	KEY_MAXIMUM,
	KEY_JITTER,
	KEY_BURST,
	KEY_TIMEOUT,
	KEY_GRACE,
	KEY_EVERY,
	KEY_WORKERS,
	KEY_STREAM,
	KEY_RETRY_AFTER,
	KEY_STORE,
	KEY_COMMANDS,
	KEY_EVENTS,
	KEY_REJECTS,
	KEYS
};

struct pipeline_section {
	enum pipeline_kind kind;
	const char *name;
	unsigned line;
	struct {
		const char *text; /* NULL: not in the file */
		unsigned line;
	} value[KEYS];
};

struct pipeline_mistake {
	unsigned line;
	const char *text;
};

/* All that it points to is its arena's, but for the path. */
struct pipeline {
	const char *path;
	struct arena arena;
	struct pipeline_section *sections; /* the first is [pipeline] */
	size_t count;
	struct pipeline_mistake *mistakes;
	size_t wrong;
};

/* What is known of a key.  Sets of kinds are sums of PIPELINE_BIT(KIND_X). */
#define PIPELINE_BIT(kind) (1u << (kind))
struct pipeline_key_row {
	const char *name;
	unsigned kinds;       /* the sections that may have it */
	const char *shape;    /* of its values, in words: pipeline_check.c */
	const char *fallback; /* its value where neither it nor [pipeline] has
				 one */
	unsigned needs;       /* the sections that must have it */
	unsigned names;       /* it names a section of one of these kinds */
	const char *schemas;  /* the folder of the types that it names */
	bool of_line;         /* it is said of a line, where that begins */
};

extern const struct pipeline_key_row pipeline_keys[KEYS];
extern const char *const pipeline_kinds[KINDS];

/* -1 when it cannot be read. */
int pipeline_load(struct pipeline *file, const char *path, struct em_err *err);
void pipeline_clear(struct pipeline *file);

/* Notes one mistake. */
void pipeline_wrong(struct pipeline *file, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same of the value of a key, and begins with it. */
void pipeline_wrong_value(struct pipeline *file,
    const struct pipeline_section *section, enum pipeline_key key,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Says the mistakes as FILE:LINE: WHAT, by line; true if there are any. */
bool pipeline_complain(struct pipeline *file);

/* NULL when no section but [pipeline] has that name, or name is NULL. */
const struct pipeline_section *pipeline_find(
    const struct pipeline *file, const char *name);

/* What the section says, else [pipeline], else the default; NULL for none. */
const char *pipeline_text(const struct pipeline *file,
    const struct pipeline_section *section, enum pipeline_key key);

/*
 * Copies the next word of a list, between any of the separators, into the
 * arena; NULL behind the last.
 */
#define PIPELINE_LIST " ,\t\n"
char *pipeline_word(
    struct arena *arena, const char **list, const char *separators);

#endif
