/* catalog - the tables of a database, one after the other (catalog.h). */
#include "catalog.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "parents.h"

/*
 * The names in the order of all statements.  LIMIT keeps SQLite from leaving
 * out the ORDER BY, as it may in a join; sorting names only is much cheaper
 * than sorting the rows.
 */
#define ORDERED(columns, where)                                                \
	"(SELECT " columns " FROM sqlite_schema WHERE " where                  \
	" ORDER BY 1 LIMIT -1) s "

static const char tables_sql[] =
    "SELECT name, type, ncol, wr FROM pragma_table_list "
    "WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "ORDER BY name";

enum { SCHEMA, COLUMNS, INDEXES, FOREIGNS, STATEMENTS };

/* A table without an index or a REFERENCES costs no pragma. */
static const char *const statements[STATEMENTS] = {
	[SCHEMA] = "SELECT name, sql FROM sqlite_schema "
		   "WHERE type IN ('table', 'view') AND is_read(name) "
		   "ORDER BY 1",
	[COLUMNS] =
	    "SELECT s.name, c.name, c.type, c.\"notnull\", "
	    "c.dflt_value, c.pk, c.hidden FROM " ORDERED("name",
		"type IN ('table', 'view') AND is_read(name)") "CROSS JOIN pragma_table_xinfo(s.name) c",
	[INDEXES] =
	    "SELECT s.tbl_name, i.name, i.\"unique\", i.origin, "
	    "i.partial, c.name FROM " ORDERED("DISTINCT tbl_name",
		"type = 'index' AND is_read(tbl_name)") "CROSS JOIN pragma_index_list(s.tbl_name) i "
							"CROSS JOIN pragma_index_info(i.name) c",
	[FOREIGNS] =
	    "SELECT s.name, f.id, f.\"from\", f.\"table\", f.\"to\", "
	    "f.on_update, f.on_delete FROM " ORDERED("name",
		"type = 'table' AND is_read(name) "
		"AND sql LIKE '%references%'") "CROSS JOIN pragma_foreign_key_list(s.name) f",
};

/* A statement's rows of all tables; the one at hand is not yet used. */
struct cursor {
	sqlite3_stmt *stmt;
	bool has_row;
};

struct catalog {
	struct database *db;
	struct driver_table *tables;
	bool *without_rowid; /* of each */
	size_t n, cap;
	size_t at; /* the table to be read next */
	struct parents *parents;
	struct cursor cursors[STATEMENTS];
	struct table table;
};

static const char *
text(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

/* --- the list of tables --- */

static const char *
why_omitted(struct catalog *cat, sqlite3_stmt *stmt)
{
	const char *name = text(stmt, 0), *type = text(stmt, 1);
	bool is_view = strcmp(type, "view") == 0;
	const char *why;

	if (strcmp(type, "virtual") == 0)
		return "virtual";
	if (strcmp(type, "shadow") == 0)
		return "shadow";
	why = driver_omits(cat->db->driver, name, is_view);
	if (why || !is_view || sqlite3_column_int(stmt, 2) > 0)
		return why;
	driver_warn(cat->db->driver,
	    "view %s cannot be read: it names what is not there", name);
	return "broken view";
}

static void
list_tables(struct catalog *cat)
{
	sqlite3_stmt *stmt = database_prepare(cat->db, tables_sql);

	while (database_step(cat->db, stmt)) {
		size_t cap = cat->cap;

		cat->tables =
		    mem_grow(cat->tables, &cap, cat->n, sizeof(*cat->tables));
		cat->without_rowid = mem_grow(cat->without_rowid, &cat->cap,
		    cat->n, sizeof(*cat->without_rowid));
		cat->without_rowid[cat->n] = sqlite3_column_int(stmt, 3);
		cat->tables[cat->n++] = (struct driver_table){
			mem_strdup(text(stmt, 0)),
			why_omitted(cat, stmt),
			strcmp(text(stmt, 1), "view") == 0,
		};
	}
	(void)sqlite3_finalize(stmt);
}

static int
compare_name(const void *name, const void *table)
{
	return strcmp(name, ((const struct driver_table *)table)->name);
}

/* The SQL function is_read(name). */
static void
is_read(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const struct catalog *cat = sqlite3_user_data(context);
	const void *name = sqlite3_value_text(argv[0]);
	const struct driver_table *table = NULL;

	(void)argc;
	if (name)
		table = bsearch(name, cat->tables, cat->n, sizeof(*cat->tables),
		    compare_name);
	sqlite3_result_int(context, table && !table->omitted);
}

struct catalog *
catalog_open(struct database *db)
{
	struct catalog *cat = mem_zalloc(1, sizeof(*cat));

	cat->db = db;
	list_tables(cat);
	cat->parents = parents_open(db, cat->tables, cat->n);
	(void)sqlite3_create_function_v2(db->handle, "is_read", 1, SQLITE_UTF8,
	    cat, is_read, NULL, NULL, NULL);
	for (int i = 0; i < STATEMENTS; i++) {
		struct cursor *cursor = &cat->cursors[i];

		cursor->stmt = database_prepare(db, statements[i]);
		cursor->has_row = database_step(db, cursor->stmt);
	}
	return cat;
}

void
catalog_close(struct catalog *cat)
{
	for (int i = 0; i < STATEMENTS; i++)
		(void)sqlite3_finalize(cat->cursors[i].stmt);
	parents_close(cat->parents);
	for (size_t i = 0; i < cat->n; i++)
		free(cat->tables[i].name);
	free(cat->tables);
	free(cat->without_rowid);
	arena_clear(&cat->table.arena);
	free(cat->table.columns);
	free(cat->table.indexes);
	free(cat->table.foreigns);
	free(cat);
}

const struct driver_table *
catalog_tables(const struct catalog *cat, size_t *n)
{
	*n = cat->n;
	return cat->tables;
}

/* --- one table --- */

/* The cursor's row if it is of the table that is being read, else NULL. */
static sqlite3_stmt *
row(struct catalog *cat, int which)
{
	const struct cursor *cursor = &cat->cursors[which];

	if (!cursor->has_row ||
	    strcmp(text(cursor->stmt, 0), cat->table.name) != 0)
		return NULL;
	return cursor->stmt;
}

static void
advance(struct catalog *cat, int which)
{
	struct cursor *cursor = &cat->cursors[which];

	cursor->has_row = database_step(cat->db, cursor->stmt);
}

/* A copy of a value in the table's arena; NULL for NULL. */
static const char *
keep(struct catalog *cat, sqlite3_stmt *stmt, int column)
{
	const char *value = text(stmt, column);

	return value ? arena_strdup(&cat->table.arena, value) : NULL;
}

static const char *
generated(int hidden)
{
	return hidden == 2 ? "virtual" : hidden == 3 ? "stored" : NULL;
}

static void
read_columns(struct catalog *cat)
{
	struct table *table = &cat->table;
	sqlite3_stmt *stmt;

	for (; (stmt = row(cat, COLUMNS)); advance(cat, COLUMNS)) {
		table->columns = mem_grow(table->columns, &table->cap_columns,
		    table->n_columns, sizeof(*table->columns));
		table->columns[table->n_columns++] = (struct column){
			.name = keep(cat, stmt, 1),
			.declared = keep(cat, stmt, 2),
			.type = type_parse(text(stmt, 2)),
			.not_null = sqlite3_column_int(stmt, 3) ||
				    sqlite3_column_int(stmt, 5),
			.initial = keep(cat, stmt, 4),
			.key = sqlite3_column_int(stmt, 5),
			.generated = generated(sqlite3_column_int(stmt, 6)),
		};
	}
}

static void
read_indexes(struct catalog *cat)
{
	struct table *table = &cat->table;
	sqlite3_stmt *stmt;

	for (; (stmt = row(cat, INDEXES)); advance(cat, INDEXES)) {
		table->indexes = mem_grow(table->indexes, &table->cap_indexes,
		    table->n_indexes, sizeof(*table->indexes));
		table->indexes[table->n_indexes++] = (struct index_row){
			.index = keep(cat, stmt, 1),
			.is_unique = sqlite3_column_int(stmt, 2),
			.origin = *text(stmt, 3),
			.is_partial = sqlite3_column_int(stmt, 4),
			.column = keep(cat, stmt, 5),
		};
	}
}

static void
read_foreigns(struct catalog *cat)
{
	struct table *table = &cat->table;
	sqlite3_stmt *stmt;

	for (; (stmt = row(cat, FOREIGNS)); advance(cat, FOREIGNS)) {
		table->foreigns =
		    mem_grow(table->foreigns, &table->cap_foreigns,
			table->n_foreigns, sizeof(*table->foreigns));
		table->foreigns[table->n_foreigns++] = (struct foreign_row){
			.id = sqlite3_column_int(stmt, 1),
			.column = keep(cat, stmt, 2),
			.table = keep(cat, stmt, 3),
			.target = keep(cat, stmt, 4),
			.on_update = keep(cat, stmt, 5),
			.on_delete = keep(cat, stmt, 6),
		};
	}
}

/* --- what follows from the rows --- */

/* The only column of the primary key, or NULL. */
static struct column *
single_key(struct table *table)
{
	struct column *key = NULL;

	for (size_t i = 0; i < table->n_columns; i++) {
		if (!table->columns[i].key)
			continue;
		if (key)
			return NULL;
		key = &table->columns[i];
	}
	return key;
}

static bool
has_key_index(const struct table *table)
{
	for (size_t i = 0; i < table->n_indexes; i++)
		if (table->indexes[i].origin == 'p')
			return true;
	return false;
}

/*
 * An INTEGER PRIMARY KEY is the row's own number, and needs no index: that
 * tells it from INT PRIMARY KEY and from the quirk of INTEGER PRIMARY KEY DESC.
 */
static void
find_auto_increment(struct table *table, bool without_rowid)
{
	struct column *key = single_key(table);

	if (key && !without_rowid && !has_key_index(table) &&
	    strcasecmp(key->declared, "INTEGER") == 0)
		key->auto_increment = true;
}

static struct column *
find_column(struct table *table, const char *name)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (strcasecmp(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

static bool
holds_text(const struct column *column)
{
	return strcmp(column->type.kind, "string") == 0 ||
	       strcmp(column->type.kind, "text") == 0;
}

static void
find_values(struct table *table)
{
	struct check_values found, *kept;
	struct column *column;

	for (size_t i = 0; i < table->ddl->n_checks; i++) {
		if (!check_values(&table->arena,
			table->ddl->checks[i].expression, &found))
			continue;
		column = find_column(table, found.column);
		if (!column || column->values)
			continue;
		kept = arena_alloc(&table->arena, 1, sizeof(*kept));
		*kept = found;
		column->values = kept;
		if (found.all_strings && holds_text(column))
			column->type.kind = "enum";
	}
}

/*
 * Merges the rows of the table at hand.  SQLite's names are the same in any
 * case, events have each in one: that of its declaration.
 */
static void
read_table(struct catalog *cat)
{
	const struct driver_table *head = &cat->tables[cat->at];
	struct table *table = &cat->table;
	const struct column *key;
	sqlite3_stmt *schema;

	arena_clear(&table->arena);
	table->n_columns = table->n_indexes = table->n_foreigns = 0;
	table->name = head->name;
	table->is_view = head->is_view;
	table->ddl = NULL;
	schema = row(cat, SCHEMA);
	if (schema && !table->is_view)
		table->ddl = ddl_parse(&table->arena, text(schema, 1));
	if (schema)
		advance(cat, SCHEMA);
	read_columns(cat);
	read_indexes(cat);
	read_foreigns(cat);
	find_auto_increment(table, cat->without_rowid[cat->at]);
	if (table->ddl)
		find_values(table);
	key = single_key(table);
	parents_tell(cat->parents, cat->at, key ? key->name : NULL);
	parents_resolve(cat->parents, table);
}

struct table *
catalog_next(struct catalog *cat)
{
	while (cat->at < cat->n && cat->tables[cat->at].omitted)
		cat->at++;
	if (cat->at == cat->n)
		return NULL;
	read_table(cat);
	cat->at++;
	return &cat->table;
}
