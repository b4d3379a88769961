/*
 * sql_pgsql - SQL text as PostgreSQL writes it out of its catalogue.
 * Layer svc; for its driver.
 *
 * What pg_get_expr() gives is SQL with all that was left out put in: casts
 * around constants, = ANY (ARRAY[...]) for IN.  Here it is taken off again, so
 * that the rest is what sql_literal.h and sql_check.h read.
 */
#ifndef EMGEN_SQL_PGSQL_H
#define EMGEN_SQL_PGSQL_H

#include <stdbool.h>

#include "sql_literal.h"

/*
 * All tokens without casts, with IN for = ANY (ARRAY[...]) and NOT IN for
 * <> ALL (ARRAY[...]); the array lives in the arena.
 */
size_t sql_pgsql_tokens(
    struct arena *arena, const char *text, struct sql_token **tokens);

/* The constant that the text is, whatever it is cast to; else false. */
bool sql_pgsql_literal(
    struct arena *arena, const char *text, struct sql_literal *literal);

#endif
