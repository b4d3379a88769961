/* emit_columns - the columns of TableAnalyzed. */
#ifndef EMGEN_EMIT_COLUMNS_H
#define EMGEN_EMIT_COLUMNS_H

#include "buf.h"
#include "table.h"

/* Appends the member "columns"; defaults are parsed in the table's arena. */
void emit_columns(struct buf *out, struct table *table);

#endif
