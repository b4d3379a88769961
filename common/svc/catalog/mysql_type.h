/*
 * mysql_type - what the COLUMN_TYPE of MySQL's and MariaDB's catalogue says.
 * Layer svc.
 */
#ifndef EMGEN_MYSQL_TYPE_H
#define EMGEN_MYSQL_TYPE_H

#include "table.h"

/*
 * Fills the column's type, and its values if it is an enum or a set, from its
 * declared text, in which backslashes escape; text goes into the table's arena.
 */
void mysql_type(struct table *table, struct table_column *column);

#endif
