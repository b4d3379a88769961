/* catalog - the tables of a database, one after the other (catalog.h). */
#include "catalog.h"

#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "mem.h"
#include "rows.h"
#include "table_check.h"
#include "types.h"

struct catalog {
	struct server *server;
	struct tables tables;
	size_t at; /* the table to be read next */
	struct types types;
	struct rows rows;
	struct table table;
	long *places; /* of its columns: there are gaps */
	size_t cap_places;
};

/* The meaning of each statement is fixed before the search path is. */
static void
begin(struct catalog *cat)
{
	char *oids = tables_array(&cat->tables);
	struct cursor types;

	cursor_open(&types, cat->server, "emgen_types", 0, types_sql, oids);
	rows_open(&cat->rows, cat->server, &cat->tables);
	cursor_ask(&types);
	rows_ask(&cat->rows);
	types_read(&cat->types, &types);
	rows_wait(&cat->rows);
	free(oids);
}

struct catalog *
catalog_open(struct server *server)
{
	struct catalog *cat = mem_zalloc(1, sizeof(*cat));

	cat->server = server;
	tables_read(&cat->tables, server);
	begin(cat);
	return cat;
}

void
catalog_close(struct catalog *cat)
{
	rows_close(&cat->rows);
	types_clear(&cat->types);
	tables_clear(&cat->tables);
	table_clear(&cat->table);
	free(cat->places);
	free(cat);
}

const struct driver_table *
catalog_tables(const struct catalog *cat, size_t *n)
{
	*n = cat->tables.n;
	return cat->tables.list;
}

/* --- one table --- */

static const struct cursor *
row(const struct catalog *cat, int which)
{
	return rows_get(&cat->rows, which);
}

static void
advance(struct catalog *cat, int which)
{
	rows_advance(&cat->rows, which);
}

/* A copy of a value in the table's arena; NULL for NULL. */
static const char *
keep(struct catalog *cat, const struct cursor *row, int column)
{
	const char *value = cursor_text(row, column);

	return value ? arena_strdup(&cat->table.arena, value) : NULL;
}

/* Of what changes in the meantime the server cannot say all any more. */
_Noreturn static void
fail_changed(const struct catalog *cat)
{
	char *why = mem_printf("%s.%s was changed while it was read",
	    cat->table.schema, cat->table.name);

	server_fail(cat->server, EM_TEMP, "changed", why);
}

static void
read_column(struct catalog *cat, const struct cursor *row)
{
	cat->places = mem_grow(cat->places, &cat->cap_places,
	    cat->table.n_columns, sizeof(*cat->places));
	cat->places[cat->table.n_columns] = cursor_number(row, COLUMN_PLACE);
	if (column_read(&cat->table, &cat->types, row) < 0)
		fail_changed(cat);
}

/* Comments stand by attnum, which has gaps where columns were dropped. */
static void
read_columns(struct catalog *cat)
{
	const struct cursor *column, *comment;

	for (; (column = row(cat, COLUMNS)); advance(cat, COLUMNS)) {
		long place = cursor_number(column, COLUMN_PLACE);

		read_column(cat, column);
		while ((comment = row(cat, COMMENTS)) &&
		       cursor_number(comment, COMMENT_PLACE) < place)
			advance(cat, COMMENTS);
		if (comment && cursor_number(comment, COMMENT_PLACE) == place)
			cat->table.columns[cat->table.n_columns - 1].comment =
			    keep(cat, comment, COMMENT_TEXT);
	}
	while (row(cat, COMMENTS))
		advance(cat, COMMENTS);
}

/* The column that a row speaks of by its place; NULL for an expression. */
static const char *
column_name(const struct catalog *cat, const struct cursor *row, int column)
{
	long place = cursor_number(row, column);

	for (size_t i = 0; i < cat->table.n_columns; i++)
		if (cat->places[i] == place)
			return cat->table.columns[i].name;
	return NULL;
}

/* The key is an index, too, but stands by itself. */
static struct table_names *
read_index(struct catalog *cat, const struct cursor *row)
{
	struct table *table = &cat->table;
	struct table_index *index;

	if (cursor_flag(row, INDEX_IS_PRIMARY)) {
		table->key_name = keep(cat, row, INDEX_NAME);
		return &table->key;
	}
	index = table_add_index(table);
	index->name = keep(cat, row, INDEX_NAME);
	index->is_unique = cursor_flag(row, INDEX_IS_UNIQUE);
	index->is_partial = cursor_flag(row, INDEX_IS_PARTIAL);
	index->are_nulls_alike = cursor_flag(row, INDEX_ARE_NULLS_ALIKE);
	if (strcmp(cursor_text(row, INDEX_METHOD), "btree") != 0)
		index->method = keep(cat, row, INDEX_METHOD);
	return &index->columns;
}

static void
read_indexes(struct catalog *cat)
{
	struct table_names *columns = NULL;
	const struct cursor *at;
	const char *name = "";

	for (; (at = row(cat, INDEXES)); advance(cat, INDEXES)) {
		if (strcmp(name, cursor_text(at, INDEX_NAME)) != 0) {
			name = keep(cat, at, INDEX_NAME);
			columns = read_index(cat, at);
		}
		table_add_name(
		    &cat->table, columns, column_name(cat, at, INDEX_COLUMN));
	}
}

static struct table_foreign *
read_foreign(struct catalog *cat, const struct cursor *row)
{
	struct table_foreign *foreign = table_add_foreign(&cat->table);

	foreign->name = keep(cat, row, FOREIGN_NAME);
	foreign->schema = keep(cat, row, FOREIGN_SCHEMA);
	foreign->table = keep(cat, row, FOREIGN_TABLE);
	foreign->on_update = keep(cat, row, FOREIGN_ON_UPDATE);
	foreign->on_delete = keep(cat, row, FOREIGN_ON_DELETE);
	return foreign;
}

static void
read_foreigns(struct catalog *cat)
{
	struct table_foreign *foreign = NULL;
	const struct cursor *at;

	for (; (at = row(cat, FOREIGNS)); advance(cat, FOREIGNS)) {
		if (!foreign ||
		    strcmp(foreign->name, cursor_text(at, FOREIGN_NAME)) != 0)
			foreign = read_foreign(cat, at);
		table_add_name(&cat->table, &foreign->columns,
		    column_name(cat, at, FOREIGN_COLUMN));
		table_add_name(&cat->table, &foreign->targets,
		    keep(cat, at, FOREIGN_TARGET));
	}
}

static void
read_checks(struct catalog *cat)
{
	const struct cursor *at;

	for (; (at = row(cat, CHECKS)); advance(cat, CHECKS)) {
		struct table_check *check;

		if (cursor_flag(at, CHECK_IS_PARTITION)) {
			cat->table.partition = keep(cat, at, CHECK_EXPRESSION);
			continue;
		}
		check = table_add_check(&cat->table);
		check->name = keep(cat, at, CHECK_NAME);
		check->expression = keep(cat, at, CHECK_EXPRESSION);
		if (!check->expression)
			fail_changed(cat);
	}
	table_restrict(&cat->table, SQL_PGSQL);
}

/* Merges the rows of the table at hand. */
static void
read_table(struct catalog *cat)
{
	const struct driver_table *head = &cat->tables.list[cat->at];
	const struct cursor *comment;

	table_reset(&cat->table);
	rows_next_table(&cat->rows);
	cat->table.schema = head->schema;
	cat->table.name = head->name;
	cat->table.is_view = head->is_view;
	comment = row(cat, COMMENTS);
	if (comment && cursor_number(comment, COMMENT_PLACE) == 0) {
		cat->table.comment = keep(cat, comment, COMMENT_TEXT);
		advance(cat, COMMENTS);
	}
	read_columns(cat);
	read_indexes(cat);
	read_foreigns(cat);
	read_checks(cat);
}

/* Each row must have been met, or the order of two statements differs. */
static void
check_end(struct catalog *cat)
{
	if (rows_are_left(&cat->rows))
		server_fail(cat->server, EM_PERM, "error",
		    "its catalogue comes in another order");
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
	return &cat->table;
}
