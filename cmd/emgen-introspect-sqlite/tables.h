/*
 * tables - which tables a database has, and which of them are read.
 */
#ifndef EMGEN_TABLES_H
#define EMGEN_TABLES_H

#include "database.h"

struct tables {
	struct driver_table *list; /* sorted by name, as bytes */
	bool *without_rowid;       /* of each */
	size_t n, cap;
};

/*
 * Lists them, and gives SQL the function is_read(name).  The tables must stay
 * where they are until the database is closed.
 */
void tables_read(struct tables *tables, struct database *db);
void tables_clear(struct tables *tables);

#endif
