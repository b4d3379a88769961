/* sql_check - the values that a CHECK constraint allows a column. */
#ifndef EMGEN_SQL_CHECK_H
#define EMGEN_SQL_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

struct sql_values {
	const char *column;
	const char **values; /* in order, none twice */
	size_t n;
	bool all_strings;
};

/*
 * Reads `c IN (...)`, in any parentheses, with or without `c IS NULL OR` or
 * `OR c IS NULL`; NULL in the list says nothing.  A double-quoted value counts
 * as a string, as it does for SQLite.  False for every other expression.  All
 * text lives in the arena.
 */
bool sql_check_values(
    struct arena *arena, const char *expression, struct sql_values *found);

#endif
