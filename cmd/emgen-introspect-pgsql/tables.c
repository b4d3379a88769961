/* tables - which tables a database has (tables.h). */
#include "tables.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static const char schemas_sql[] =
    "SELECT n.oid, n.nspname, n.nspname = ANY ($1::pg_catalog.name[]) "
    "FROM pg_catalog.pg_namespace n "
    "WHERE n.nspname NOT LIKE 'pg\\_%' "
    "AND n.nspname <> 'information_schema'";

/*
 * Of a partitioned table the parts are left out, and not the whole.  What
 * extensions own is found by the index of pg_depend for what is referred to:
 * by the one for what depends, all of the tables' rows would be read.
 */
static const char tables_sql[] =
    "SELECT c.oid, n.nspname, c.relname, c.relkind IN ('v', 'm'), "
    "CASE WHEN c.relispartition THEN 'partition' "
    "WHEN c.oid IN (SELECT d.objid FROM pg_catalog.pg_depend d "
    "WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass "
    "AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass "
    "AND d.objsubid = 0 AND d.deptype = 'e') THEN 'extension' END "
    "FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') "
    "AND c.relpersistence <> 't' "
    "AND c.relnamespace = ANY ($1::pg_catalog.oid[]) "
    "ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"";

static const char columns_sql[] =
    "SELECT t.i, a.attname "
    "FROM pg_catalog.unnest($1::pg_catalog.oid[]) WITH ORDINALITY t (oid, i) "
    "JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid "
    "AND a.attnum > 0 AND NOT a.attisdropped";

/* --- schemas --- */

/* The patterns of --schema, and which of them have met a schema. */
struct patterns {
	char *text; /* cut at the commas */
	char **list;
	bool *met;
	size_t n, cap, met_cap;
};

static void
patterns_open(struct patterns *patterns, const char *globs)
{
	char *rest, *glob;

	*patterns = (struct patterns){ .text = mem_strdup(globs) };
	for (rest = patterns->text; (glob = strsep(&rest, ","));) {
		if (!*glob)
			continue;
		patterns->list = mem_grow(patterns->list, &patterns->cap,
		    patterns->n, sizeof(*patterns->list));
		patterns->met = mem_grow(patterns->met, &patterns->met_cap,
		    patterns->n, sizeof(*patterns->met));
		patterns->met[patterns->n] = false;
		patterns->list[patterns->n++] = glob;
	}
}

static void
patterns_close(struct patterns *patterns)
{
	free(patterns->text);
	free(patterns->list);
	free(patterns->met);
}

static bool
is_wanted(struct patterns *patterns, const char *schema)
{
	bool wanted = false;

	for (size_t i = 0; i < patterns->n; i++) {
		if (fnmatch(patterns->list[i], schema, 0) != 0)
			continue;
		patterns->met[i] = wanted = true;
	}
	return wanted;
}

static void
check_patterns(const struct patterns *patterns, struct server *server)
{
	char *why;

	for (size_t i = 0; i < patterns->n; i++) {
		if (patterns->met[i])
			continue;
		why = mem_printf(
		    "--schema: there is no schema %s", patterns->list[i]);
		server_fail(server, EM_PERM, "no-such-schema", why);
	}
}

static void
add_oid(struct buf *array, const char *oid)
{
	buf_addc(array, array->len ? ',' : '{');
	buf_adds(array, oid);
}

static char *
close_array(struct buf *array)
{
	if (!array->len)
		buf_addc(array, '{');
	buf_addc(array, '}');
	return buf_detach(array);
}

/* The oids of the schemas to read, as an array; the driver gets their names. */
static char *
choose_schemas(struct server *server)
{
	const char *globs = server->driver->schemas;
	PGresult *rows = server_query(server, schemas_sql, server->schemas);
	struct patterns patterns;
	struct buf array = BUF_INIT;

	server->driver->read_schemas = json_array();
	patterns_open(&patterns, globs ? globs : "");
	for (int i = 0; i < PQntuples(rows); i++) {
		bool in_path = *PQgetvalue(rows, i, 2) == 't';

		if (globs ? !is_wanted(&patterns, PQgetvalue(rows, i, 1))
			  : !in_path)
			continue;
		add_oid(&array, PQgetvalue(rows, i, 0));
		(void)json_array_append_new(server->driver->read_schemas,
		    json_string(PQgetvalue(rows, i, 1)));
	}
	check_patterns(&patterns, server);
	patterns_close(&patterns);
	PQclear(rows);
	return close_array(&array);
}

/* --- tables --- */

static const char *
why_omitted(const struct driver *d, const PGresult *rows, int i, bool is_view)
{
	const char *server = PQgetvalue(rows, i, 4);

	if (strcmp(server, "partition") == 0)
		return "partition";
	if (strcmp(server, "extension") == 0)
		return "extension";
	return driver_omits(
	    d, PQgetvalue(rows, i, 1), PQgetvalue(rows, i, 2), is_view);
}

/* Schemas come one after the other: their names are kept once. */
static const char *
schema_name(struct tables *tables, const char *name)
{
	const char *last = tables->n ? tables->list[tables->n - 1].schema : "";

	return strcmp(last, name) == 0 ? last
				       : arena_strdup(&tables->arena, name);
}

static void
add(struct tables *tables, struct server *server, const PGresult *rows, int i)
{
	const char *schema = schema_name(tables, PQgetvalue(rows, i, 1));
	bool is_view = *PQgetvalue(rows, i, 3) == 't';

	tables->list = mem_grow(
	    tables->list, &tables->cap, tables->n, sizeof(*tables->list));
	tables->oids = mem_grow(
	    tables->oids, &tables->oids_cap, tables->n, sizeof(*tables->oids));
	tables->oids[tables->n] =
	    arena_strdup(&tables->arena, PQgetvalue(rows, i, 0));
	tables->list[tables->n++] = (struct driver_table){
		.schema = schema,
		.name = arena_strdup(&tables->arena, PQgetvalue(rows, i, 2)),
		.omitted = why_omitted(server->driver, rows, i, is_view),
		.is_view = is_view,
	};
}

/* --- tables that have the name of one of Laravel's --- */

/* A table that is Laravel's if it has the column. */
struct namesake {
	struct driver_table *table;
	const char *mark;
};

/* Their oids, as an array; they are as good as read from now on. */
static char *
find_namesakes(
    struct tables *tables, const struct driver *d, struct namesake *found)
{
	struct buf oids = BUF_INIT;

	for (size_t i = 0; i < tables->n; i++) {
		struct driver_table *table = &tables->list[i];
		const char *mark = driver_mark(d, table->omitted, table->name);

		if (!mark)
			continue;
		add_oid(&oids, tables->oids[i]);
		*found++ = (struct namesake){ table, mark };
		table->omitted = NULL;
	}
	return close_array(&oids);
}

static void
omit_marked(const PGresult *columns, const struct namesake *namesakes)
{
	for (int i = 0; i < PQntuples(columns); i++) {
		size_t place = strtoul(PQgetvalue(columns, i, 0), NULL, 10) - 1;
		const struct namesake *it = &namesakes[place];

		if (strcmp(PQgetvalue(columns, i, 1), it->mark) == 0)
			it->table->omitted = "framework";
	}
}

static void
admit_namesakes(struct tables *tables, struct server *server)
{
	struct namesake *found = mem_zalloc(tables->n + 1, sizeof(*found));
	char *oids = find_namesakes(tables, server->driver, found);
	PGresult *columns;

	if (found->table) {
		columns = server_query(server, columns_sql, oids);
		omit_marked(columns, found);
		PQclear(columns);
	}
	free(oids);
	free(found);
}

void
tables_read(struct tables *tables, struct server *server)
{
	char *schemas = choose_schemas(server);
	PGresult *rows = server_query(server, tables_sql, schemas);

	*tables = (struct tables){ .arena = ARENA_INIT };
	for (int i = 0; i < PQntuples(rows); i++)
		add(tables, server, rows, i);
	PQclear(rows);
	free(schemas);
	admit_namesakes(tables, server);
}

size_t
tables_count(const struct tables *tables)
{
	size_t count = 0;

	for (size_t i = 0; i < tables->n; i++)
		count += !tables->list[i].omitted;
	return count;
}

char *
tables_share(const struct tables *tables, size_t k, size_t n)
{
	struct buf array = BUF_INIT;
	size_t read = 0;

	for (size_t i = 0; i < tables->n; i++)
		if (!tables->list[i].omitted && read++ % n == k)
			add_oid(&array, tables->oids[i]);
	return close_array(&array);
}

char *
tables_array(const struct tables *tables)
{
	return tables_share(tables, 0, 1);
}

void
tables_clear(struct tables *tables)
{
	free(tables->list);
	free(tables->oids);
	arena_clear(&tables->arena);
}
