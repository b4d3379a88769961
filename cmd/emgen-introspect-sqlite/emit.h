/* emit - a table as TableAnalyzed. */
#ifndef EMGEN_EMIT_H
#define EMGEN_EMIT_H

#include "driver.h"
#include "table.h"

/* The arena of the table is used for what is computed. */
void emit_table(struct driver *d, struct table *table);

#endif
