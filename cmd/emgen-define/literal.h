/* literal - the default of a column as PHP will hold it. */
#ifndef EMGEN_DEFINE_LITERAL_H
#define EMGEN_DEFINE_LITERAL_H

#include <stdbool.h>

#include "buf.h"
#include "column.h"

/*
 * Appends {"column", "kind", "value"} for a default that is a literal and fits
 * the column's kind; false, and nothing, for all others.  Values are text:
 * "integer" and "float" are to be written bare, "decimal" has all its digits
 * behind the point; only "boolean" is no text but true or false.
 */
bool literal_add(struct buf *out, const struct column *column);

#endif
