/* sql_check - the values that a CHECK constraint allows a column. */
#ifndef EMGEN_SQL_CHECK_H
#define EMGEN_SQL_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "sql_token.h"

struct sql_values {
	const char *column;
	const char **values; /* in order, none twice */
	size_t n;
	bool all_strings;
};

/*
 * Reads `c IN (...)`, `c = x`, and any of them with OR between, in any
 * parentheses, with or without `c IS NULL OR` or `c IS NOT NULL AND`; NULL in
 * the list says nothing.  A double-quoted value of a list counts as a string,
 * as it does for SQLite when there is no such column.  False for every other
 * expression.  All text lives in the arena.
 */
bool sql_check_tokens(struct arena *arena, const struct sql_token *tokens,
    size_t n, struct sql_values *found);

/* The values that n tokens refuse: `c <> x`, `c NOT IN (...)`. */
bool sql_check_refused(struct arena *arena, const struct sql_token *tokens,
    size_t n, struct sql_values *found);

/* Whether it is json_valid(c), or that or null. */
bool sql_is_json_check(struct arena *arena, enum sql_dialect dialect,
    const char *expression, const char *column);

/*
 * Whether a text that keeps n tokens of a check is JSON, or null: json_valid(c)
 * may be but one of the things that are asked for.
 */
bool sql_makes_json(struct arena *arena, const struct sql_token *tokens,
    size_t n, const char *column);

/* The 'object' of `json_type(c) = 'object'`, as any server says it; or NULL. */
const char *sql_check_json_type(struct arena *arena, enum sql_dialect dialect,
    const char *expression, const char *column);

/* Whether `c IS NULL` is all that the expression asks for, or with OR beside
 * it.
 */
bool sql_check_allows_null(
    enum sql_dialect dialect, const char *expression, const char *column);

#endif
