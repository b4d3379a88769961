/*
 * output - the files of a run: what is ours and may be written, what a person
 * has written and stays, and what is only shown.
 */
#ifndef EMGEN_RENDER_OUTPUT_H
#define EMGEN_RENDER_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "ledger.h"
#include "outdir.h"
#include "php.h"
#include "settings.h"

enum output_mode {
	OUTPUT_WRITE,
	OUTPUT_DRY_RUN, /* only said, in events */
	OUTPUT_DIFF,    /* shown as unified diffs, on stdout */
	OUTPUT_PRINT,   /* the files themselves on stdout */
};

enum output_folder {
	FOLDER_MODELS,
	FOLDER_BASES, /* in the mode "split" only */
	FOLDER_ENUMS,
	FOLDER_FACTORIES,
	FOLDER_REQUESTS,
	FOLDER_DOCS,
	FOLDERS,
};

/* What becomes of a file that is there and was changed by hand. */
enum output_rule {
	RULE_USUAL, /* it stays, unless forced */
	RULE_OURS,  /* it is written anew: no place for a person's work */
	RULE_ONCE,  /* it stays: the place for a person's work */
};

enum output_result {
	OUTPUT_WRITTEN, /* or would be */
	OUTPUT_UNCHANGED,
	OUTPUT_SKIPPED,
	OUTPUT_FAILED,
};

/* One file that was asked for, and what came of it. */
struct output_file {
	struct arena *arena; /* of path and lock_name, borrowed */
	enum output_folder folder;
	enum output_rule rule;
	const char *table; /* of emgen.lock, borrowed */
	const char *name;  /* borrowed */
	const char *base;  /* what a class in it should extend, or NULL */
	enum output_result result;
	const char *path;
	const char *lock_name;   /* from the lock's folder */
	const char *reason;      /* of OUTPUT_SKIPPED; static */
	bool lacks_base;         /* and its class does not extend that */
	struct em_err err;       /* of OUTPUT_FAILED */
	char digest[PHP_DIGEST]; /* of what is to be written; "": ask */
};

struct output {
	enum output_mode mode;
	bool force;           /* hand-written files, too */
	size_t stale;         /* files that were written, or would be */
	char *paths[FOLDERS]; /* NULL: the folder was not asked for */
	struct outdir dirs[FOLDERS];
	json_t *found[FOLDERS];   /* set of the names there, when it began */
	char *from_lock[FOLDERS]; /* the way from the lock's folder */
	struct ledger ledger;
	struct map written; /* path, in small letters: table, as text */
	char *factories;    /* of the project, though none are asked for */
};

/*
 * Opens the folders that the settings name, and emgen.lock: lock, or where it
 * belongs for NULL.  -1 when one cannot be; then output_close() releases what
 * there is.
 */
int output_open(struct output *output, const struct settings *settings,
    const char *lock, enum output_mode mode, bool force, struct em_err *err);
void output_close(struct output *output);

/*
 * True for a file that is there and that we have not written as it is, nor
 * would write as text, if that is known.
 */
bool output_is_foreign(const struct output *output, struct output_file *file,
    const struct buf *text);

/* The model is whole: a base of its name that we wrote is of no use. */
void output_leave_base(
    struct output *output, const char *table, const char *name);

/* Whether the model of that class has a factory, or gets one. */
bool output_has_factory(const struct output *output, const char *class);

/* Two tables must not share a file: the second one loses, and is told. */
int output_claim(struct output *output, struct output_file *file);

/* Writes, compares or shows a file; fills the rest of file. */
void output_put(
    struct output *output, struct output_file *file, const struct buf *text);

/*
 * Ends the run and writes emgen.lock, if files were to be written; tables as in
 * ledger_finish().
 */
int output_finish(
    struct output *output, const struct map *tables, struct em_err *err);

#endif
