/*
 * sql_values - values that a CHECK allows a column, or refuses it, whichever
 * server has written it.  Layer svc.
 */
#ifndef EMGEN_SQL_VALUES_H
#define EMGEN_SQL_VALUES_H

#include "sql_check.h"

/* What the whole of the expression says of one column (sql_check.h). */
bool sql_values_allowed(struct arena *arena, enum sql_dialect dialect,
    const char *expression, struct sql_values *found);
bool sql_values_refused(struct arena *arena, enum sql_dialect dialect,
    const char *expression, struct sql_values *found);

#endif
