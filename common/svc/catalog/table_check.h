/* table_check - what CHECK constraints say of a table's columns. */
#ifndef EMGEN_TABLE_CHECK_H
#define EMGEN_TABLE_CHECK_H

#include "sql_token.h"
#include "table.h"

/*
 * Gives columns the values that the table's checks allow them, and the kind
 * enum where these are strings, or json where a text is held to it.  A column
 * that has its values keeps them.
 */
void table_restrict(struct table *table, enum sql_dialect dialect);

#endif
