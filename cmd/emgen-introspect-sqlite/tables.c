/* tables - which tables a database has (tables.h). */
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static const char list_sql[] =
    "SELECT name, type, ncol, wr FROM pragma_table_list "
    "WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "ORDER BY name";

/* The columns of list_sql. */
enum { NAME, TYPE, COLUMNS, WITHOUT_ROWID };

/*
 * SQLite has not counted the columns of a view that it cannot resolve, nor of
 * some others behind it: those without columns are tried.
 */
static bool
is_broken(struct database *db, const char *view)
{
	char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", view);
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_NOMEM;

	if (sql)
		rc = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);
	(void)sqlite3_finalize(stmt);
	sqlite3_free(sql);
	if (rc == SQLITE_NOMEM)
		database_check(db, rc);
	return rc != SQLITE_OK;
}

/* Whether it has the name of one of Laravel's tables only by chance. */
static bool
is_namesake(struct database *db, const char *why, const char *name)
{
	const char *mark = driver_mark(db->driver, why, name);

	return mark && sqlite3_table_column_metadata(db->handle, "main", name,
			   mark, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK;
}

static const char *
why_omitted(
    struct database *db, const char *name, const char *type, int columns)
{
	bool is_view = strcmp(type, "view") == 0;
	const char *why;

	if (strcmp(type, "virtual") == 0)
		return "virtual";
	if (strcmp(type, "shadow") == 0)
		return "shadow";
	why = driver_omits(db->driver, NULL, name, is_view);
	if (is_namesake(db, why, name))
		why = NULL;
	if (why || !is_view || columns > 0 || !is_broken(db, name))
		return why;
	driver_warn(db->driver,
	    "the view %s names what is not there: it is left out", name);
	return "broken view";
}

static int
compare_name(const void *name, const void *table)
{
	return strcmp(name, ((const struct driver_table *)table)->name);
}

static void
is_read(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const struct tables *tables = sqlite3_user_data(context);
	const void *name = sqlite3_value_text(argv[0]);
	const struct driver_table *table;

	(void)argc;
	if (!name) {
		sqlite3_result_error_nomem(context);
		return;
	}
	table = bsearch(
	    name, tables->list, tables->n, sizeof(*tables->list), compare_name);
	sqlite3_result_int(context, table && !table->omitted);
}

static void
add(struct tables *tables, struct database *db, sqlite3_stmt *stmt)
{
	const char *name = database_text(db, stmt, NAME);
	const char *type = database_text(db, stmt, TYPE);
	size_t cap = tables->cap;

	if (!*name) {
		driver_warn(
		    db->driver, "a table without a name: it is left out");
		return;
	}
	tables->list =
	    mem_grow(tables->list, &cap, tables->n, sizeof(*tables->list));
	tables->without_rowid = mem_grow(tables->without_rowid, &tables->cap,
	    tables->n, sizeof(*tables->without_rowid));
	tables->without_rowid[tables->n] =
	    sqlite3_column_int(stmt, WITHOUT_ROWID);
	tables->list[tables->n++] = (struct driver_table){
		.name = mem_strdup(name),
		.omitted = why_omitted(
		    db, name, type, sqlite3_column_int(stmt, COLUMNS)),
		.is_view = strcmp(type, "view") == 0,
	};
}

void
tables_read(struct tables *tables, struct database *db)
{
	sqlite3_stmt *stmt = database_prepare(db, list_sql);

	*tables = (struct tables){ NULL, NULL, 0, 0 };
	while (database_step(db, stmt))
		add(tables, db, stmt);
	(void)sqlite3_finalize(stmt);
	database_check(db, sqlite3_create_function_v2(db->handle, "is_read", 1,
			       SQLITE_UTF8, tables, is_read, NULL, NULL, NULL));
}

void
tables_clear(struct tables *tables)
{
	for (size_t i = 0; i < tables->n; i++)
		free(tables->list[i].name);
	free(tables->list);
	free(tables->without_rowid);
}
