/* sql_literal - constants in SQL text. */
#ifndef EMGEN_SQL_LITERAL_H
#define EMGEN_SQL_LITERAL_H

#include <stdbool.h>
#include <stddef.h>

#include "sql_token.h"

struct sql_literal {
	const char *text; /* the value: draft, -0.5, true; NULL for NULL */
	bool is_string;
};

/*
 * The constant that n tokens are: a string, a number with or without a sign,
 * TRUE, FALSE or NULL.  False for anything that a server computes, dates and
 * blobs included.  The text lives in the arena.
 */
bool sql_literal_parse(struct arena *arena, const struct sql_token *tokens,
    size_t n, struct sql_literal *literal);

/*
 * The same for the text of a column's default in SQLite, where a bare or quoted
 * name is a string, too.
 */
bool sql_literal_default(
    struct arena *arena, const char *text, struct sql_literal *literal);

#endif
