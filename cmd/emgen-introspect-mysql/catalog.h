/*
 * catalog - the tables of a database, one after the other by name.
 *
 * A constant number of statements reads the whole schema.  Each gives rows in
 * the order of the tables, so that they are merged as they come, and one table
 * at a time is in memory.
 */
#ifndef EMGEN_MYSQL_CATALOG_H
#define EMGEN_MYSQL_CATALOG_H

#include "database.h"

struct catalog;

/* Lists the tables, and decides with the driver which are read. */
struct catalog *catalog_open(struct database *db);
void catalog_close(struct catalog *cat);

const struct driver_table *catalog_tables(const struct catalog *cat, size_t *n);

/* The next table that is read, borrowed until the next call; NULL at the end.
 */
struct table *catalog_next(struct catalog *cat);

#endif
