/* sql_alike - conditions that are both true or both false.  Layer svc. */
#ifndef EMGEN_SQL_ALIKE_H
#define EMGEN_SQL_ALIKE_H

#include "sql_token.h"

/*
 * Ways to keep `(state = 'paid') = (paid_at IS NOT NULL)` or `paid = (paid_at
 * IS NOT NULL)`, parts with ANDs between: neither side holds, `state <> 'paid'
 * AND paid_at IS NULL`, where that can be said, and both hold.  There may be
 * more. One side has to ask what is null.  Their count, 0 for any other
 * expression; they live in the arena.
 */
size_t sql_alike(struct arena *arena, enum sql_dialect dialect,
    const char *expression, char ***ways);

#endif
