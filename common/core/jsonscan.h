/*
 * jsonscan - checks JSON text and finds members, without making values.  Layer
 * core.
 *
 * What passes an event on or stores it has to know that it is one, and wants a
 * few of its members; a tree of the rest would be most of the work.
 */
#ifndef EMGEN_JSONSCAN_H
#define EMGEN_JSONSCAN_H

#include <stddef.h>

#include "buf.h"
#include "jsonr.h"

/* A value as the text that it is, in the bytes; at is NULL without it. */
struct jsonscan_span {
	const char *at;
	size_t len;
};

/*
 * 0 when the bytes are one object as jsonr_parse() reads it, and spans[i] is
 * the member that paths[i] leads to, as "data.table.name" does; -1 with error
 * filled for anything else.  The bytes must be UTF-8.
 */
int jsonscan(const char *bytes, size_t len, const char *const paths[],
    struct jsonscan_span spans[], size_t n, struct jsonr_error *error);

/*
 * Appends the string that a span is, with a NUL behind it: 0, or -1 when it is
 * no string or not there.
 */
int jsonscan_string(struct buf *out, const struct jsonscan_span *span);

#endif
