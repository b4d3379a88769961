/* tables - which tables a database has, and which of them are read. */
#ifndef EMGEN_MYSQL_TABLES_H
#define EMGEN_MYSQL_TABLES_H

#include "database.h"

struct tables {
	struct driver_table *list; /* sorted by name, as bytes */
	size_t n, cap;
};

/* Lists them, and decides with the driver which are read. */
void tables_read(struct tables *tables, struct database *db);
void tables_clear(struct tables *tables);

/* How many are read. */
size_t tables_count(const struct tables *tables);

/* The next of them that is read, from one on; n behind the last. */
size_t tables_next(const struct tables *tables, size_t from);

/*
 * Appends "AND ..." to a statement over information_schema, which restricts
 * it to the tables from one until another that are read, by the name in a
 * column; nothing if that is all of them.
 */
void tables_restrict(const struct tables *tables, size_t from, size_t end,
    struct database *db, struct buf *sql, const char *column);

#endif
