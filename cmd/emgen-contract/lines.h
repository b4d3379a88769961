/* lines - a stream in memory: bytes of lines, and the events that they are. */
#ifndef EMGEN_CONTRACT_LINES_H
#define EMGEN_CONTRACT_LINES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"

struct line {
	char *bytes; /* newline included, NUL behind */
	size_t len;
	json_t *ev; /* NULL when it is no JSON object */
};

struct lines {
	struct line *list;
	size_t count, cap;
};

/* clang-format off */
#define LINES_INIT { NULL, 0, 0 }
/* clang-format on */

void lines_add(struct lines *lines, const char *bytes, size_t len);

/* Adds the lines of a file; the last must end in a newline. */
int lines_read(struct lines *lines, const char *path, struct em_err *err);
void lines_clear(struct lines *lines);

/* A string of the envelope, "" if it has none. */
const char *line_str(const struct line *line, const char *name);
bool line_is(const struct line *line, const char *type);
bool line_same(const struct line *a, const struct line *b);

/* The first line of the type, or the one with the same bytes, or NULL. */
const struct line *lines_find(const struct lines *lines, const char *type);
const struct line *lines_twin(
    const struct lines *lines, const struct line *line);

/*
 * Whether both say the same: all of type, subject and data but metrics and the
 * order of members; one that is null or false may be missing.  When not,
 * difference gets the JSON pointer of the first place and both values.
 */
bool line_means(
    const struct line *want, const struct line *got, struct buf *difference);

#endif
