/* sql_alike - two conditions that are alike, or not.  Layer svc. */
#ifndef EMGEN_SQL_ALIKE_H
#define EMGEN_SQL_ALIKE_H

#include "sql_token.h"

/*
 * Ways to keep `(state = 'paid') = (paid_at IS NOT NULL)`, `paid = (paid_at IS
 * NOT NULL)` or `(a IS NULL) <> (b IS NULL)`, with AND between the parts: the
 * first side does not hold, as in `state <> 'paid' AND paid_at IS NULL`, or it
 * does.  What cannot be said is left out; there may be more ways.  One side has
 * to compare, or to ask what is null.  Their count, 0 for any other expression;
 * they live in the arena.
 */
size_t sql_alike(struct arena *arena, enum sql_dialect dialect,
    const char *expression, char ***ways);

#endif
