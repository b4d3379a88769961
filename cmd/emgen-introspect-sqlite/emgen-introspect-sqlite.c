/* emgen-introspect-sqlite - the schema of a SQLite file as events. */
#include "catalog.h"
#include "driver.h"

static void
read_schema(struct driver *d, struct database *db)
{
	struct catalog *cat = catalog_open(db);
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
	struct database db;
	struct driver d;

	driver_open(&d, argc, argv, "sqlite");
	driver_refuse_schemas(&d, "SQLite");
	database_open(&db, &d);
	read_schema(&d, &db);
	database_close(&db);
	return driver_finish(&d, sqlite3_libversion());
}
