/* literal - constants in SQL text. */
#ifndef EMGEN_LITERAL_H
#define EMGEN_LITERAL_H

#include <stdbool.h>
#include <stddef.h>

#include "sqltoken.h"

struct literal {
	const char *text; /* the value: draft, -0.5, true; NULL for NULL */
	bool is_string;
};

/*
 * The constant that n tokens are: a string, a number with or without a sign,
 * TRUE, FALSE or NULL.  False for anything that SQLite computes, dates and
 * blobs included.  The text lives in the arena.
 */
bool literal_parse(struct arena *arena, const struct sql_token *tokens,
    size_t n, struct literal *literal);

/*
 * The same for the text of a column's default, where a bare or quoted name is
 * a string, too.
 */
bool literal_default(
    struct arena *arena, const char *text, struct literal *literal);

#endif
