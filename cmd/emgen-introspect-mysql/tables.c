/* tables - which tables a database has (tables.h). */
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* A statement over the names, the types and the comments of tables. */
static struct cursor *
select_tables(
    struct database *db, const char *select, const struct tables *only)
{
	struct buf sql = BUF_INIT;
	struct cursor *row;

	buf_addf(&sql,
	    "SELECT %s FROM information_schema.TABLES "
	    "WHERE TABLE_SCHEMA = ",
	    select);
	database_quote(db, &sql, db->name);
	if (only)
		tables_restrict(only, db, &sql, "TABLE_NAME");
	buf_adds(&sql, " ORDER BY CAST(TABLE_NAME AS BINARY)");
	row = cursor_open(db, sql.data);
	buf_clear(&sql);
	return row;
}

static void
add(struct tables *tables, struct database *db, const char *name)
{
	size_t cap = tables->cap, n = tables->n++;

	tables->list = mem_grow(tables->list, &cap, n, sizeof(*tables->list));
	tables->comments = mem_grow(
	    tables->comments, &tables->cap, n, sizeof(*tables->comments));
	tables->list[n] = (struct driver_table){
		.name = mem_strdup(name),
		.omitted = driver_omits(db->driver, NULL, name, false),
	};
	tables->comments[n] = NULL;
}

static int
compare(const void *name, const void *table)
{
	return strcmp(name, ((const struct driver_table *)table)->name);
}

/* The table of a row; NULL for one that came after the names were read. */
static struct driver_table *
find(const struct tables *tables, const struct cursor *row)
{
	return bsearch(cursor_text(row, 0), tables->list, tables->n,
	    sizeof(*tables->list), compare);
}

/* What the name does not say, of the tables that it does not rule out. */
static void
describe(struct tables *tables, struct database *db, const struct cursor *row)
{
	const char *type = cursor_text(row, 1), *comment = cursor_text(row, 2);
	struct driver_table *table = find(tables, row);

	if (!table)
		return;
	table->is_view = strcmp(type, "VIEW") == 0;
	if (strcmp(type, "SEQUENCE") == 0)
		table->omitted = "sequence";
	else if (table->is_view)
		table->omitted =
		    driver_omits(db->driver, NULL, table->name, true);
	else if (comment && *comment)
		tables->comments[table - tables->list] = mem_strdup(comment);
}

static bool
has_views(const struct tables *tables)
{
	for (size_t i = 0; i < tables->n; i++)
		if (tables->list[i].is_view && !tables->list[i].omitted)
			return true;
	return false;
}

/*
 * The comment of a view is the word VIEW, or why it cannot be opened: which is
 * tried for the date only.
 */
static void
omit_broken(
    struct tables *tables, struct database *db, const struct cursor *row)
{
	const char *comment = cursor_text(row, 2);
	struct driver_table *table = find(tables, row);

	if (!table || !table->is_view || !comment ||
	    strcmp(comment, "VIEW") == 0)
		return;
	table->omitted = "broken view";
	driver_warn(db->driver,
	    "the view %s names what is not there or may not be read: it is "
	    "left out",
	    table->name);
}

static void
read_names(struct tables *tables, struct database *db)
{
	struct cursor *row = select_tables(db, "TABLE_NAME", NULL);

	while (cursor_step(row))
		add(tables, db, cursor_text(row, 0));
	cursor_close(row);
}

static void
read_types(struct tables *tables, struct database *db)
{
	struct cursor *row =
	    select_tables(db, "TABLE_NAME, TABLE_TYPE, TABLE_COMMENT", tables);

	while (cursor_step(row))
		describe(tables, db, row);
	cursor_close(row);
}

static void
read_views(struct tables *tables, struct database *db)
{
	struct cursor *row = select_tables(
	    db, "TABLE_NAME, TABLE_TYPE, TABLE_COMMENT, CREATE_TIME", tables);

	while (cursor_step(row))
		omit_broken(tables, db, row);
	cursor_close(row);
}

/* Whether it has the name of one of Laravel's tables only by chance. */
static bool
is_namesake(struct database *db, const struct driver_table *table)
{
	const char *mark = driver_mark(db->driver, table->omitted, table->name);
	struct buf sql = BUF_INIT;
	struct cursor *row;
	bool is_marked;

	if (!mark)
		return false;
	buf_adds(&sql, "SELECT COLUMN_NAME FROM information_schema.COLUMNS "
		       "WHERE TABLE_SCHEMA = ");
	database_quote(db, &sql, db->name);
	buf_adds(&sql, " AND BINARY TABLE_NAME = ");
	database_quote(db, &sql, table->name);
	buf_adds(&sql, " AND COLUMN_NAME = ");
	database_quote(db, &sql, mark);
	row = cursor_open(db, sql.data);
	is_marked = cursor_step(row);
	cursor_close(row);
	buf_clear(&sql);
	return !is_marked;
}

static void
admit_namesakes(struct tables *tables, struct database *db)
{
	for (size_t i = 0; i < tables->n; i++)
		if (is_namesake(db, &tables->list[i]))
			tables->list[i].omitted = NULL;
}

void
tables_read(struct tables *tables, struct database *db)
{
	*tables = (struct tables){ .n = 0 };
	read_names(tables, db);
	if (!tables->n)
		database_fail(db, EM_PERM, "no-tables",
		    "it has no tables, or the user has no rights on them");
	admit_namesakes(tables, db);
	read_types(tables, db);
	if (has_views(tables))
		read_views(tables, db);
}

void
tables_clear(struct tables *tables)
{
	for (size_t i = 0; i < tables->n; i++) {
		free(tables->list[i].name);
		free(tables->comments[i]);
	}
	free(tables->list);
	free(tables->comments);
}

static size_t
count_omitted(const struct tables *tables)
{
	size_t omitted = 0;

	for (size_t i = 0; i < tables->n; i++)
		omitted += tables->list[i].omitted != NULL;
	return omitted;
}

/* Names those that are read or those that are not, whichever are fewer. */
void
tables_restrict(const struct tables *tables, struct database *db,
    struct buf *sql, const char *column)
{
	size_t omitted = count_omitted(tables);
	bool names_omitted = omitted <= tables->n / 2;
	const char *separator = "";

	if (!omitted)
		return;
	buf_addf(sql, " AND BINARY %s %s (", column,
	    names_omitted ? "NOT IN" : "IN");
	for (size_t i = 0; i < tables->n; i++) {
		if (names_omitted != (tables->list[i].omitted != NULL))
			continue;
		buf_adds(sql, separator);
		database_quote(db, sql, tables->list[i].name);
		separator = ", ";
	}
	/* IN () is no SQL */
	buf_adds(sql, *separator ? ")" : "NULL)");
}
