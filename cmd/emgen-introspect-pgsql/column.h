/* column - a column out of the rows that the catalogue has of it. */
#ifndef EMGEN_COLUMN_H
#define EMGEN_COLUMN_H

#include "cursor.h"
#include "types.h"

/*
 * Adds the column of a row of the statement COLUMNS; -1 when something that it
 * needs is there no more.
 */
int column_read(
    struct table *table, const struct types *types, const struct cursor *row);

#endif
