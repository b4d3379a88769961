/* file - a pipeline file (emgen.pipeline(5)) as sections of values. */
#ifndef EMGEN_SUPERVISE_FILE_H
#define EMGEN_SUPERVISE_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum kind { PIPELINE, STAGE, LISTENER, HANDLER, QUEUE, FIFO, KINDS };

/* In the order of the table in file.c. */
enum key {
	EXEC,
	TO,
	OF,
	ON,
	HANDLES,
	INTO,
	FROM,
	AFTER,
	READY,
	ENV,
	WORKDIR,
	OK_CODES,
	MEMORY,
	FILES,
	TRIES,
	BACKOFF,
	MINIMUM,
	MAXIMUM,
	JITTER,
	BURST,
	TIMEOUT,
	GRACE,
	EVERY,
	WORKERS,
	STREAM,
	RETRY_AFTER,
	STORES,
	COMMANDS,
	EVENTS,
	REJECTS,
	KEYS
};

struct section {
	enum kind kind;
	const char *name;
	unsigned line;
	struct {
		char *text; /* NULL: not in the file */
		unsigned line;
	} value[KEYS];
};

struct mistake;

struct file {
	const char *path;
	struct section *sections; /* the first is [pipeline] */
	size_t count, cap;
	struct mistake *mistakes;
	size_t wrong, mistake_cap;
};

/* What a key may be; text of ours. */
extern const struct key_row {
	const char *name;
	unsigned kinds;    /* bits of the sections that may have it */
	const char *shape; /* "name", "number", "seconds", ... */
	const char *fallback;
} key_rows[KEYS];

extern const char *const kind_names[KINDS];

/* Reads it whole, mistakes too; dies only when it cannot be read. */
void file_load(struct file *file, const char *path);

/* Notes one mistake. */
void file_wrong(struct file *file, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* "; did you mean NAME?" or "", borrowed until the next call. */
const char *file_hint(const char *best);

/* Prints the mistakes as FILE:LINE: WHAT, by line; true if there are any. */
bool file_complain(struct file *file);

/* NULL when no section but [pipeline] has that name. */
struct section *file_find(const struct file *file, const char *name);

/* What the section says, else [pipeline], else the default; NULL for none. */
const char *file_text(
    const struct file *file, const struct section *section, enum key key);
double file_number(
    const struct file *file, const struct section *section, enum key key);

/*
 * The next word of a list, between any of the separators; NULL behind the last.
 */
#define FILE_LIST " ,\t\n"
char *file_word(const char **list, const char *separators);

#endif
