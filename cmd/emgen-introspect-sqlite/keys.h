/* keys - the rows of indexes and foreign keys put together. */
#ifndef EMGEN_KEYS_H
#define EMGEN_KEYS_H

#include "scan.h"

/*
 * Adds to the table what the rows say, in the order of declaration, with the
 * names of constraints, which SQLite does not keep: they are in the DDL.
 */
void keys_add(struct scan *scan);

#endif
