/* facts - what follows from the rows that the catalogue has of a table. */
#ifndef EMGEN_FACTS_H
#define EMGEN_FACTS_H

#include "scan.h"

/*
 * Finds the column that SQLite numbers by itself, and the values that CHECK
 * constraints allow.
 */
void facts_find(struct scan *scan);

/* The only column of the primary key, or NULL. */
struct table_column *facts_single_key(const struct table *table);

#endif
