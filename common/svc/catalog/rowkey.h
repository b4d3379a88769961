/* rowkey - the columns that a model finds a row by. */
#ifndef EMGEN_ROWKEY_H
#define EMGEN_ROWKEY_H

#include "jsonv.h"

/*
 * Of the table of a TableAnalyzed event: its primary key, else the one column
 * that the database numbers and holds unique, which serves Eloquent as well.
 * NULL for a table that has neither, or one that cannot be held.
 */
const struct jsonv *rowkey_of(const struct jsonv *table);

/*
 * Whether a model that was read can be found by the column: SELECT * reads it,
 * and PHP gets a value, not a stream as of PostgreSQL's bytea.
 */
bool rowkey_can_hold(const struct jsonv *column);

#endif
