/*
 * parents - the tables and columns that foreign keys name.
 *
 * A foreign key is kept by SQLite as it was written: without target columns
 * when the primary key is meant, and in any case.  Most name a single-column
 * primary key, so that one of each table is remembered; the rest is asked for.
 */
#ifndef EMGEN_PARENTS_H
#define EMGEN_PARENTS_H

#include "database.h"
#include "scan.h"

struct parents;

/* tables are borrowed, and sorted by name. */
struct parents *parents_open(
    struct database *db, const struct driver_table *tables, size_t n);
void parents_close(struct parents *parents);

/* The single-column primary key of the i-th table, or NULL: it has none. */
void parents_tell(struct parents *parents, size_t i, const char *key);

/*
 * Puts the declared names of tables and columns into the foreign rows.
 * What is not there, or in a view, stays as it is written; unknown targets stay
 * NULL.
 */
void parents_resolve(struct parents *parents, struct scan *scan);

#endif
