/* emgen-introspect-sqlite - the schema of a SQLite file as events. */
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "driver.h"
#include "emit.h"
#include "mem.h"

/* Types that have been warned of. */
struct seen {
	char **types;
	size_t n, cap;
};

static bool
is_new(struct seen *seen, const char *type)
{
	for (size_t i = 0; i < seen->n; i++)
		if (strcmp(seen->types[i], type) == 0)
			return false;
	seen->types =
	    mem_grow(seen->types, &seen->cap, seen->n, sizeof(*seen->types));
	seen->types[seen->n++] = mem_strdup(type);
	return true;
}

static void
warn_unknown_types(
    struct driver *d, const struct table *table, struct seen *seen)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct column *column = &table->columns[i];

		if (!column->type.is_known && is_new(seen, column->declared))
			driver_warn(d,
			    "%s.%s: the type %s is unknown, and read as text",
			    table->name, column->name, column->declared);
	}
}

static void
read_schema(struct driver *d, struct database *db)
{
	struct catalog *cat = catalog_open(db);
	struct seen seen = { NULL, 0, 0 };
	const struct driver_table *tables;
	struct table *table;
	size_t n;

	tables = catalog_tables(cat, &n);
	driver_start(d, "sqlite", tables, n);
	while ((table = catalog_next(cat))) {
		warn_unknown_types(d, table, &seen);
		emit_table(d, table);
	}
	for (size_t i = 0; i < seen.n; i++)
		free(seen.types[i]);
	free(seen.types);
	catalog_close(cat);
}

int
main(int argc, char *argv[])
{
	struct database db;
	struct driver d;

	driver_open(&d, argc, argv, "emgen-introspect-sqlite");
	database_open(&db, &d);
	read_schema(&d, &db);
	database_close(&db);
	return driver_finish(&d, "sqlite", sqlite3_libversion());
}
