/* catalog - the tables of a database, one after the other (catalog.h). */
#include "catalog.h"

#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "keys.h"
#include "mem.h"
#include "parents.h"
#include "sql_literal.h"
#include "tables.h"
#include "type.h"

enum { SCHEMA, COLUMNS, INDEXES, FOREIGNS, STATEMENTS };

/*
 * The names in the order of all statements.  LIMIT keeps SQLite from leaving
 * out the ORDER BY, as it may in a join; sorting names only is much cheaper
 * than sorting the rows.
 */
#define ORDER " ORDER BY 1 LIMIT -1) s "

/* A table without an index or a REFERENCES costs no pragma. */
/* clang-format off */
static const char *const statements[STATEMENTS] = {
	[SCHEMA] =
	    "SELECT name, sql FROM sqlite_schema "
	    "WHERE type IN ('table', 'view') AND is_read(name) ORDER BY 1",
	[COLUMNS] =
	    "SELECT s.name, c.name, c.type, c.\"notnull\", c.dflt_value, "
	    "c.pk, c.hidden "
	    "FROM (SELECT name FROM sqlite_schema "
	    "WHERE type IN ('table', 'view') AND is_read(name)" ORDER
	    "CROSS JOIN pragma_table_xinfo(s.name) c",
	[INDEXES] =
	    "SELECT s.tbl_name, i.name, i.\"unique\", i.origin, i.partial, "
	    "c.name "
	    "FROM (SELECT DISTINCT tbl_name FROM sqlite_schema "
	    "WHERE type = 'index' AND is_read(tbl_name)" ORDER
	    "CROSS JOIN pragma_index_list(s.tbl_name) i "
	    "CROSS JOIN pragma_index_info(i.name) c",
	[FOREIGNS] =
	    "SELECT s.name, f.id, f.\"from\", f.\"table\", f.\"to\", "
	    "f.on_update, f.on_delete "
	    "FROM (SELECT name FROM sqlite_schema "
	    "WHERE type = 'table' AND is_read(name) "
	    "AND sql LIKE '%references%'" ORDER
	    "CROSS JOIN pragma_foreign_key_list(s.name) f",
};
/* clang-format on */

/* A statement's rows of all tables; the one at hand is not yet used. */
struct cursor {
	sqlite3_stmt *stmt;
	bool has_row;
};

struct catalog {
	struct database *db;
	struct tables tables;
	size_t at; /* the table to be read next */
	struct parents *parents;
	struct cursor cursors[STATEMENTS];
	struct scan scan;
};

static const char *
text(struct catalog *cat, sqlite3_stmt *stmt, int column)
{
	return database_text(cat->db, stmt, column);
}

struct catalog *
catalog_open(struct database *db)
{
	struct catalog *cat = mem_zalloc(1, sizeof(*cat));

	cat->db = db;
	tables_read(&cat->tables, db);
	cat->parents = parents_open(db, cat->tables.list, cat->tables.n);
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
	tables_clear(&cat->tables);
	table_clear(&cat->scan.table);
	free(cat->scan.indexes);
	free(cat->scan.foreigns);
	free(cat);
}

const struct driver_table *
catalog_tables(const struct catalog *cat, size_t *n)
{
	*n = cat->tables.n;
	return cat->tables.list;
}

/* --- one table --- */

/* The cursor's row if it is of the table that is being read, else NULL. */
static sqlite3_stmt *
row(struct catalog *cat, int which)
{
	const struct cursor *cursor = &cat->cursors[which];

	if (!cursor->has_row ||
	    strcmp(text(cat, cursor->stmt, 0), cat->scan.table.name) != 0)
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
	const char *value = text(cat, stmt, column);

	return value ? arena_strdup(&cat->scan.table.arena, value) : NULL;
}

static const char *
generated(int hidden)
{
	return hidden == 2 ? "virtual" : hidden == 3 ? "stored" : NULL;
}

static void
set_default(struct arena *arena, struct table_column *column, const char *sql)
{
	struct sql_literal literal;

	if (!sql)
		return;
	if (sql_literal_default(arena, sql, &literal)) {
		column->has_default = TABLE_LITERAL;
		column->initial = literal.text;
	} else {
		column->has_default = TABLE_EXPRESSION;
		column->initial = sql;
	}
}

/* Puts a column at its place in the primary key, from 1; 0 is outside. */
static void
set_key(struct table *table, const char *name, size_t place)
{
	while (table->key.n < place)
		table_add_name(table, &table->key, NULL);
	if (place)
		table->key.list[place - 1] = name;
}

static void
read_columns(struct catalog *cat)
{
	struct table *table = &cat->scan.table;
	sqlite3_stmt *stmt;

	for (; (stmt = row(cat, COLUMNS)); advance(cat, COLUMNS)) {
		struct table_column *column = table_add_column(table);
		int place = sqlite3_column_int(stmt, 5);

		column->name = keep(cat, stmt, 1);
		column->declared = keep(cat, stmt, 2);
		column->type = type_parse(column->declared);
		column->is_nullable = !sqlite3_column_int(stmt, 3) && !place;
		set_default(&table->arena, column, keep(cat, stmt, 4));
		set_key(table, column->name, (size_t)place);
		column->generated = generated(sqlite3_column_int(stmt, 6));
	}
}

static void
read_indexes(struct catalog *cat)
{
	struct scan *scan = &cat->scan;
	sqlite3_stmt *stmt;

	for (; (stmt = row(cat, INDEXES)); advance(cat, INDEXES)) {
		scan->indexes = mem_grow(scan->indexes, &scan->cap_indexes,
		    scan->n_indexes, sizeof(*scan->indexes));
		scan->indexes[scan->n_indexes++] = (struct index_row){
			.index = keep(cat, stmt, 1),
			.is_unique = sqlite3_column_int(stmt, 2),
			.origin = *text(cat, stmt, 3),
			.is_partial = sqlite3_column_int(stmt, 4),
			.column = keep(cat, stmt, 5),
		};
	}
}

static void
read_foreigns(struct catalog *cat)
{
	struct scan *scan = &cat->scan;
	sqlite3_stmt *stmt;

	for (; (stmt = row(cat, FOREIGNS)); advance(cat, FOREIGNS)) {
		scan->foreigns = mem_grow(scan->foreigns, &scan->cap_foreigns,
		    scan->n_foreigns, sizeof(*scan->foreigns));
		scan->foreigns[scan->n_foreigns++] = (struct foreign_row){
			.id = sqlite3_column_int(stmt, 1),
			.column = keep(cat, stmt, 2),
			.table = keep(cat, stmt, 3),
			.target = keep(cat, stmt, 4),
			.on_update = keep(cat, stmt, 5),
			.on_delete = keep(cat, stmt, 6),
		};
	}
}

/* Begins the table at hand, and reads what only its DDL says. */
static void
read_ddl(struct catalog *cat)
{
	const struct driver_table *head = &cat->tables.list[cat->at];
	struct scan *scan = &cat->scan;
	sqlite3_stmt *schema;

	table_reset(&scan->table);
	scan->table.name = head->name;
	scan->table.is_view = head->is_view;
	scan->without_rowid = cat->tables.without_rowid[cat->at];
	scan->ddl = NULL;
	scan->n_indexes = scan->n_foreigns = 0;
	schema = row(cat, SCHEMA);
	if (schema && !head->is_view)
		scan->ddl = ddl_parse(&scan->table.arena, text(cat, schema, 1));
	if (schema)
		advance(cat, SCHEMA);
}

/*
 * Merges the rows of the table at hand.  SQLite's names are the same in any
 * case, events have each in one: that of its declaration.
 */
static void
read_table(struct catalog *cat)
{
	struct scan *scan = &cat->scan;
	const struct table_column *key;

	read_ddl(cat);
	read_columns(cat);
	read_indexes(cat);
	read_foreigns(cat);
	facts_find(scan);
	key = facts_single_key(&scan->table);
	parents_tell(cat->parents, cat->at, key ? key->name : NULL);
	parents_resolve(cat->parents, scan);
	keys_add(scan);
}

/* Each row must have been met, or the order of two statements differs. */
static void
check_end(struct catalog *cat)
{
	for (int i = 0; i < STATEMENTS; i++)
		if (cat->cursors[i].has_row)
			database_fail(cat->db, "its catalogue comes in "
					       "another order than asked for");
}

struct table *
catalog_next(struct catalog *cat)
{
	const struct tables *tables = &cat->tables;

	while (cat->at < tables->n && tables->list[cat->at].omitted)
		cat->at++;
	if (cat->at == tables->n) {
		check_end(cat);
		return NULL;
	}
	read_table(cat);
	cat->at++;
	return &cat->scan.table;
}
