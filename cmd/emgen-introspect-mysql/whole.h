/* whole - what was read of a table at different times must still fit. */
#ifndef EMGEN_INTROSPECT_MYSQL_WHOLE_H
#define EMGEN_INTROSPECT_MYSQL_WHOLE_H

#include <stdbool.h>

#include "table.h"

/*
 * Whether all columns that its keys name are there.  A server has no snapshot
 * of its catalogue: a table that is dropped or altered meanwhile is in some of
 * the statements.
 */
bool table_is_whole(const struct table *table);

#endif
