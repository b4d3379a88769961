/* sql_split - the parts of an expression that ORs or ANDs join.  Layer svc. */
#ifndef EMGEN_SQL_SPLIT_H
#define EMGEN_SQL_SPLIT_H

#include "sql_token.h"

/*
 * What stands between the words "OR" or "AND" that are not in parentheses, once
 * those around all of it are off; one part where there is no such word.  The
 * AND of a BETWEEN is none, and a CASE is not cut.  The list and its texts live
 * in the arena.
 */
size_t sql_split(struct arena *arena, enum sql_dialect dialect,
    const char *expression, const char *word, char ***parts);

/*
 * All that has to hold: the parts between ANDs, or the whole where an OR or
 * XOR, which bind less, is beside them.
 */
size_t sql_split_all(struct arena *arena, enum sql_dialect dialect,
    const char *expression, char ***parts);

/*
 * The columns of which just one, or at least one, is not null, as `c IS NOT
 * NULL` each: of `num_nonnulls(a, b) = 1` and `(a IS NOT NULL)::integer + (b IS
 * NOT NULL)::integer = 1`.  Their count, 0 for any other expression.
 */
size_t sql_split_nonnulls(struct arena *arena, enum sql_dialect dialect,
    const char *expression, char ***parts);

/* The text without calls of upper() and lower(); lives in the arena. */
char *sql_without_case(
    struct arena *arena, enum sql_dialect dialect, const char *expression);

#endif
