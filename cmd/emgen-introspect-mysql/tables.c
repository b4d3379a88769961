/* tables - which tables a database has (tables.h). */
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static int
compare_rows(const void *a, const void *b)
{
	const MYSQL_ROW *x = a, *y = b;

	return strcmp((*x)[0], (*y)[0]);
}

static void
add(struct tables *tables, struct database *db, const struct cursor *row)
{
	const char *name = cursor_text(row, 0), *type = cursor_text(row, 1);
	struct driver_table *table;

	tables->list = mem_grow(
	    tables->list, &tables->cap, tables->n, sizeof(*tables->list));
	table = &tables->list[tables->n++];
	*table = (struct driver_table){
		.name = mem_strdup(name),
		.is_view = strcmp(type, "VIEW") == 0,
	};
	table->omitted = driver_omits(db->driver, NULL, name, table->is_view);
	if (strcmp(type, "SEQUENCE") == 0)
		table->omitted = "sequence";
}

/* The server opens no table for it: one that is left out may be locked. */
static void
read_names(struct tables *tables, struct database *db)
{
	struct cursor *row = cursor_open(db, "SHOW FULL TABLES");

	cursor_sort(row, compare_rows);
	while (cursor_step(row))
		add(tables, db, row);
	cursor_close(row);
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

static size_t
count_omitted(const struct tables *tables, size_t from, size_t end)
{
	size_t omitted = 0;

	for (size_t i = from; i < end; i++)
		omitted += tables->list[i].omitted != NULL;
	return omitted;
}

size_t
tables_count(const struct tables *tables)
{
	return tables->n - count_omitted(tables, 0, tables->n);
}

/*
 * The comment of a view is the word VIEW, or why it cannot be opened: which is
 * tried for the date only.
 */
static void
omit_broken(
    struct tables *tables, struct database *db, const struct cursor *row)
{
	const char *comment = cursor_text(row, 1);
	struct driver_table *table = find(tables, row);

	if (!table || !comment || strcmp(comment, "VIEW") == 0)
		return;
	table->omitted = "broken view";
	driver_warn(db->driver,
	    "the view %s names what is not there or may not be read: it is "
	    "left out",
	    table->name);
}

static void
read_views(struct tables *tables, struct database *db)
{
	struct buf names = BUF_INIT;
	struct cursor *row;
	char *sql;

	for (size_t i = 0; i < tables->n; i++) {
		if (!tables->list[i].is_view || tables->list[i].omitted)
			continue;
		buf_adds(&names, names.len ? ", " : "");
		database_quote(db, &names, tables->list[i].name);
	}
	if (!names.len)
		return;
	sql = mem_printf("SELECT TABLE_NAME, TABLE_COMMENT, CREATE_TIME "
			 "FROM information_schema.TABLES "
			 "WHERE TABLE_SCHEMA = DATABASE() "
			 "AND BINARY TABLE_NAME IN (%s)",
	    names.data);
	row = cursor_open(db, sql);
	while (cursor_step(row))
		omit_broken(tables, db, row);
	cursor_close(row);
	free(sql);
	buf_clear(&names);
}

/* Leaves out again what has its mark. */
static void
omit_marked(struct tables *tables, struct database *db, const char *marks)
{
	struct buf sql = BUF_INIT;
	struct cursor *row;

	buf_adds(&sql, "SELECT TABLE_NAME FROM information_schema.COLUMNS "
		       "WHERE TABLE_SCHEMA = ");
	database_quote(db, &sql, db->name);
	buf_addf(&sql, " AND (%s)", marks);
	row = cursor_open(db, sql.data);
	while (cursor_step(row)) {
		struct driver_table *table = find(tables, row);

		if (table)
			table->omitted = driver_omits(
			    db->driver, NULL, table->name, table->is_view);
	}
	cursor_close(row);
	buf_clear(&sql);
}

/*
 * What has the name of one of Laravel's tables may have it only by chance: a
 * column marks those that are Laravel's.
 */
static void
admit_namesakes(struct tables *tables, struct database *db)
{
	struct buf marks = BUF_INIT;

	for (size_t i = 0; i < tables->n; i++) {
		struct driver_table *table = &tables->list[i];
		const char *mark =
		    driver_mark(db->driver, table->omitted, table->name);

		if (!mark)
			continue;
		buf_adds(&marks, marks.len ? " OR " : "");
		buf_adds(&marks, "BINARY TABLE_NAME = ");
		database_quote(db, &marks, table->name);
		buf_adds(&marks, " AND COLUMN_NAME = ");
		database_quote(db, &marks, mark);
		table->omitted = NULL;
	}
	if (marks.len)
		omit_marked(tables, db, marks.data);
	buf_clear(&marks);
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
	read_views(tables, db);
}

void
tables_clear(struct tables *tables)
{
	for (size_t i = 0; i < tables->n; i++)
		free(tables->list[i].name);
	free(tables->list);
}

size_t
tables_next(const struct tables *tables, size_t from)
{
	while (from < tables->n && tables->list[from].omitted)
		from++;
	return from;
}

/* The server looks into no others, if it compares bytes. */
static void
restrict_range(const struct tables *tables, size_t from, size_t end,
    struct database *db, struct buf *sql, const char *column)
{
	buf_addf(sql, " AND BINARY %s BETWEEN ", column);
	database_quote(db, sql, tables->list[from].name);
	buf_adds(sql, " AND ");
	database_quote(db, sql, tables->list[end - 1].name);
}

/* Names those that are read or those that are not, whichever are fewer. */
void
tables_restrict(const struct tables *tables, size_t from, size_t end,
    struct database *db, struct buf *sql, const char *column)
{
	size_t omitted = count_omitted(tables, from, end);
	bool names_omitted = omitted <= (end - from) / 2;
	const char *separator = "";

	if (end - from < tables->n)
		restrict_range(tables, from, end, db, sql, column);
	if (!omitted)
		return;
	buf_addf(sql, " AND BINARY %s %s (", column,
	    names_omitted ? "NOT IN" : "IN");
	for (size_t i = from; i < end; i++) {
		if (names_omitted != (tables->list[i].omitted != NULL))
			continue;
		buf_adds(sql, separator);
		database_quote(db, sql, tables->list[i].name);
		separator = ", ";
	}
	/* IN () is no SQL */
	buf_adds(sql, *separator ? ")" : "NULL)");
}
