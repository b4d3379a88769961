/* emgen-introspect-pgsql - the schemas of a PostgreSQL database as events. */
#include "catalog.h"
#include "driver.h"

static void
read_schema(struct driver *d, struct server *server)
{
	struct catalog *cat = catalog_open(server);
	const struct driver_table *tables;
	struct table *table;
	size_t n;

	tables = catalog_tables(cat, &n);
	driver_start(d, tables, n);
	while ((table = catalog_next(cat)))
		driver_table(d, table);
	catalog_close(cat);
}

int
main(int argc, char *argv[])
{
	struct server server;
	struct driver d;

	driver_open(&d, argc, argv, "pgsql");
	server_open(&server, &d);
	read_schema(&d, &server);
	server_close(&server);
	return driver_finish(&d, server.version);
}
