/* catalog - the tables of a database, one after the other (catalog.h). */
#include "catalog.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "mysql_type.h"
#include "rows.h"
#include "spatial.h"
#include "table_check.h"
#include "tables.h"
#include "whole.h"
#include "wide.h"

struct catalog {
	struct database *db;
	struct tables tables;
	size_t at; /* the table to be read next */
	struct rows rows;
	struct spatial spatial;
	struct table table;
	const char *row_end; /* column that says until when a row is valid */
	bool lacks_rules;    /* and that was said */
};

/* The first table is there before anything is said of the schema. */
struct catalog *
catalog_open(struct database *db)
{
	struct catalog *cat = mem_zalloc(1, sizeof(*cat));

	cat->db = db;
	tables_read(&cat->tables, db);
	rows_open(&cat->rows, db, &cat->tables);
	cat->at = tables_next(&cat->tables, 0);
	if (cat->at < cat->tables.n)
		rows_reach(&cat->rows, cat->at);
	return cat;
}

void
catalog_close(struct catalog *cat)
{
	rows_close(&cat->rows);
	spatial_clear(&cat->spatial);
	tables_clear(&cat->tables);
	table_clear(&cat->table);
	free(cat);
}

const struct driver_table *
catalog_tables(const struct catalog *cat, size_t *n)
{
	*n = cat->tables.n;
	return cat->tables.list;
}

/* --- one table --- */

/* Whether there is another row of the table that is being read. */
static bool
has_row(struct catalog *cat, enum stream which)
{
	return rows_has(&cat->rows, which, cat->table.name);
}

static void
advance(struct catalog *cat, enum stream which)
{
	rows_advance(&cat->rows, which);
}

static bool
is(const struct catalog *cat, enum stream which, unsigned column,
    const char *value)
{
	return rows_is(&cat->rows, which, column, value);
}

/* A value of the row at hand, there as long as the table; NULL for NULL. */
static const char *
text(const struct catalog *cat, enum stream which, unsigned column)
{
	return rows_text(&cat->rows, which, column);
}

/* Defaults of views are made up by the server. */
static void
read_columns(struct catalog *cat)
{
	struct table *table = &cat->table;

	for (; has_row(cat, COLUMNS); advance(cat, COLUMNS)) {
		struct table_column *column = table_add_column(table);
		const struct mysql_column row = {
			.column_default =
			    table->is_view ? NULL
					   : text(cat, COLUMNS, COLUMN_DEFAULT),
			.extra = text(cat, COLUMNS, COLUMN_EXTRA),
			.generation = text(cat, COLUMNS, COLUMN_GENERATION),
			.database = cat->db->name,
		};

		column->name = text(cat, COLUMNS, NAME);
		column->declared = text(cat, COLUMNS, COLUMN_TYPE);
		column->is_nullable = is(cat, COLUMNS, COLUMN_NULLABLE, "YES");
		column->is_wide = wide_has(text(cat, COLUMNS, COLUMN_CHARSET));
		if (!is(cat, COLUMNS, COLUMN_COMMENT, ""))
			column->comment = text(cat, COLUMNS, COLUMN_COMMENT);
		mysql_type(table, column);
		mysql_extra(&table->arena, cat->db->flavour, &row, column);
		wide_doubt_default(column, row.column_default);
		if (strcmp(column->type.kind, "geometry") == 0)
			spatial_refer(
			    &cat->spatial, cat->db, table->name, column);
		if (is(cat, COLUMNS, COLUMN_GENERATION, "ROW END"))
			cat->row_end = column->name;
	}
}

/*
 * Behind the columns of a unique index: MariaDB adds it, and of rows that are
 * valid, which is all that a query sees, it says nothing.
 */
static bool
is_row_end(const struct catalog *cat, const struct table_names *before)
{
	return cat->row_end && before->n &&
	       is(cat, INDEXES, INDEX_NON_UNIQUE, "0") &&
	       is(cat, INDEXES, INDEX_COLUMN, cat->row_end);
}

/* The next column of an index; spatial and full-text ones are of the whole. */
static void
read_index_column(struct catalog *cat, struct table_index *index)
{
	const char *column = text(cat, INDEXES, INDEX_COLUMN);
	const char *length = text(cat, INDEXES, INDEX_SUB_PART);

	if (!length || is(cat, INDEXES, INDEX_METHOD, "spatial") ||
	    is(cat, INDEXES, INDEX_METHOD, "fulltext"))
		table_add_name(&cat->table, &index->columns, column);
	else
		table_add_prefix(
		    &cat->table, index, column, (int)strtol(length, NULL, 10));
}

static struct table_index *
read_index(struct catalog *cat)
{
	struct table_index *index = table_add_index(&cat->table);

	index->name = text(cat, INDEXES, NAME);
	index->is_unique = is(cat, INDEXES, INDEX_NON_UNIQUE, "0");
	if (!is(cat, INDEXES, INDEX_METHOD, "btree"))
		index->method = text(cat, INDEXES, INDEX_METHOD);
	return index;
}

static void
read_indexes(struct catalog *cat)
{
	struct table *table = &cat->table;
	struct table_index *index = NULL;

	for (; has_row(cat, INDEXES); advance(cat, INDEXES)) {
		if (is(cat, INDEXES, NAME, "PRIMARY")) {
			table->key_name = "PRIMARY";
			if (!is_row_end(cat, &table->key))
				table_add_name(table, &table->key,
				    text(cat, INDEXES, INDEX_COLUMN));
			continue;
		}
		if (!index || !is(cat, INDEXES, NAME, index->name))
			index = read_index(cat);
		if (!is_row_end(cat, &index->columns))
			read_index_column(cat, index);
	}
}

/* NULL for the database that is read. */
static const char *
other_schema(const struct database *db, const char *schema)
{
	int difference = db->folds_case ? strcasecmp(schema, db->name)
					: strcmp(schema, db->name);

	return difference ? schema : NULL;
}

/*
 * What becomes of rows when the other changes.  MariaDB shows that to those
 * only who may do more than read.
 */
static void
read_rules(struct catalog *cat, struct table_foreign *foreign)
{
	if (rows_has_name(&cat->rows, RULES, cat->table.name, foreign->name)) {
		foreign->on_update = text(cat, RULES, RULE_UPDATE);
		foreign->on_delete = text(cat, RULES, RULE_DELETE);
		return;
	}
	foreign->on_update = foreign->on_delete = "RESTRICT";
	if (cat->lacks_rules)
		return;
	cat->lacks_rules = true;
	driver_warn(cat->db->driver,
	    "the server does not show this user ON UPDATE and ON DELETE of "
	    "foreign keys: they are read as RESTRICT");
}

static void
read_foreigns(struct catalog *cat)
{
	struct table *table = &cat->table;
	struct table_foreign *foreign = NULL;

	for (; has_row(cat, FOREIGNS); advance(cat, FOREIGNS)) {
		if (!foreign || !is(cat, FOREIGNS, NAME, foreign->name)) {
			foreign = table_add_foreign(table);
			foreign->name = text(cat, FOREIGNS, NAME);
			foreign->schema = other_schema(
			    cat->db, text(cat, FOREIGNS, FOREIGN_SCHEMA));
			foreign->table = text(cat, FOREIGNS, FOREIGN_TABLE);
			read_rules(cat, foreign);
		}
		table_add_name(table, &foreign->columns,
		    text(cat, FOREIGNS, FOREIGN_COLUMN));
		table_add_name(table, &foreign->targets,
		    text(cat, FOREIGNS, FOREIGN_TARGET));
	}
}

static void
read_checks(struct catalog *cat)
{
	struct table *table = &cat->table;

	for (; cat->db->has_checks && has_row(cat, CHECKS);
	     advance(cat, CHECKS)) {
		struct table_check *check = table_add_check(table);

		check->name = text(cat, CHECKS, NAME);
		check->expression = mysql_expression(&table->arena,
		    cat->db->flavour, text(cat, CHECKS, CHECK_CLAUSE));
	}
	table_restrict(table, SQL_MYSQL);
	wide_doubt_values(cat->db->driver, table);
}

/* That of a view is the server's. */
static void
read_comment(struct catalog *cat)
{
	struct table *table = &cat->table;

	if (!table->is_view && has_row(cat, COMMENTS) &&
	    !is(cat, COMMENTS, COMMENT_TEXT, ""))
		table->comment = text(cat, COMMENTS, COMMENT_TEXT);
}

static void
read_table(struct catalog *cat)
{
	const struct driver_table *head = &cat->tables.list[cat->at];
	struct table *table = &cat->table;

	table_reset(table);
	cat->row_end = NULL;
	table->name = head->name;
	table->is_view = head->is_view;
	read_comment(cat);
	read_columns(cat);
	read_indexes(cat);
	read_foreigns(cat);
	read_checks(cat);
	if (!table_is_whole(table))
		database_fail(cat->db, EM_TEMP, "schema-changed",
		    "the table %s was changed while it was read", table->name);
}

struct table *
catalog_next(struct catalog *cat)
{
	if (cat->at == cat->tables.n)
		return NULL;
	rows_reach(&cat->rows, cat->at);
	read_table(cat);
	cat->at = tables_next(&cat->tables, cat->at + 1);
	return &cat->table;
}
