/* tables - which tables a database has (tables.h). */
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* Tables for which a second session brings more than it costs. */
enum { MANY = 100 };

static int
compare_rows(const void *a, const void *b)
{
	const MYSQL_ROW *x = a, *y = b;

	return strcmp((*x)[0], (*y)[0]);
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
	struct buf sql = BUF_INIT;
	struct cursor *row;

	buf_adds(&sql, "SELECT TABLE_NAME FROM information_schema.TABLES "
		       "WHERE TABLE_SCHEMA = ");
	database_quote(db, &sql, db->name);
	row = cursor_open(db, sql.data);
	cursor_sort(row, compare_rows);
	while (cursor_step(row))
		add(tables, db, cursor_text(row, 0));
	cursor_close(row);
	buf_clear(&sql);
}

static char *
select_more(const struct tables *tables, size_t from, size_t end,
    struct database *db, const char *columns)
{
	struct buf sql = BUF_INIT;

	buf_addf(&sql,
	    "SELECT TABLE_NAME, TABLE_TYPE, TABLE_COMMENT%s "
	    "FROM information_schema.TABLES WHERE TABLE_SCHEMA = ",
	    columns);
	database_quote(db, &sql, db->name);
	tables_restrict(tables, from, end, db, &sql, "TABLE_NAME");
	return buf_detach(&sql);
}

/* Of many tables, each session reads a half. */
static void
read_more(struct tables *tables, struct database *db, const char *columns,
    void (*take)(struct tables *, struct database *, const struct cursor *))
{
	struct cursor *rows[SESSIONS];
	char *sql[SESSIONS];
	size_t parts = tables_count(tables) < MANY ? 1 : SESSIONS;

	for (size_t i = 0; i < parts; i++)
		sql[i] = select_more(tables, i * tables->n / parts,
		    (i + 1) * tables->n / parts, db, columns);
	cursor_open_all(db, sql, rows, parts);
	for (size_t i = 0; i < parts; i++) {
		cursor_sort(rows[i], compare_rows);
		while (cursor_step(rows[i]))
			take(tables, db, rows[i]);
		cursor_close(rows[i]);
		free(sql[i]);
	}
}

static void
read_types(struct tables *tables, struct database *db)
{
	read_more(tables, db, "", describe);
}

static void
read_views(struct tables *tables, struct database *db)
{
	read_more(tables, db, ", CREATE_TIME", omit_broken);
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
			table->omitted =
			    driver_omits(db->driver, NULL, table->name, false);
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
	db->wants_second = tables_count(tables) >= MANY;
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
