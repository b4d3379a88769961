/* rowkey - the columns that a model finds a row by. */
#ifndef EMGEN_ROWKEY_H
#define EMGEN_ROWKEY_H

#include "jsonv.h"

/*
 * Of the table of a TableAnalyzed event: its primary key, else the one column
 * that the database numbers and holds unique, which serves Eloquent as well.
 * NULL for a table that has neither, or not among what SELECT * reads.
 */
const struct jsonv *rowkey_of(const struct jsonv *table);

#endif
