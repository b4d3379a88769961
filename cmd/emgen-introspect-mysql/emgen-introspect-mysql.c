/* emgen-introspect-mysql - the schema of a MySQL or MariaDB database as
 * events. */
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "driver.h"
#include "dsn.h"

/* Since Laravel 11 MariaDB has a driver of its own: the DSN says which. */
static void
name_driver(struct driver *d)
{
	struct em_err err;
	char *scheme = dsn_scheme(d->dsn, &err);

	if (scheme && strcmp(scheme, "mariadb") == 0)
		d->scheme = "mariadb";
	free(scheme);
}

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
	int code;

	driver_open(&d, argc, argv, "mysql");
	driver_refuse_schemas(&d, "MySQL");
	name_driver(&d);
	database_open(&db, &d);
	read_schema(&d, &db);
	code = driver_finish(&d, db.version);
	database_close(&db);
	return code;
}
