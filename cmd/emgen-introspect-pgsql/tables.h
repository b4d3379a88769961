/* tables - which tables a database has, and which of them are read. */
#ifndef EMGEN_PGSQL_TABLES_H
#define EMGEN_PGSQL_TABLES_H

#include "server.h"

struct tables {
	struct driver_table *list; /* sorted by schema and name, as bytes */
	char **oids;               /* of each */
	size_t n, cap, oids_cap;
	struct arena arena; /* for their text */
};

/* Lists those in the chosen schemas, and decides with the driver. */
void tables_read(struct tables *tables, struct server *server);
void tables_clear(struct tables *tables);

/* How many of them are read. */
size_t tables_count(const struct tables *tables);

/*
 * The oids of those that are read, or of every n-th of them from the k-th on,
 * as an array of SQL; for free().
 */
char *tables_array(const struct tables *tables);
char *tables_share(const struct tables *tables, size_t k, size_t n);

#endif
