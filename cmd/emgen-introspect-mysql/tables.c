/* tables - which tables a database has (tables.h). */
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static const char *
why_omitted(
    struct database *db, const char *name, const char *type, bool is_view)
{
	if (strcmp(type, "SEQUENCE") == 0)
		return "sequence";
	return driver_omits(db->driver, NULL, name, is_view);
}

static void
add(struct tables *tables, struct database *db, const struct cursor *row)
{
	const char *name = cursor_text(row, 0), *type = cursor_text(row, 1);
	const char *comment = cursor_text(row, 2);
	bool is_view = strcmp(type, "VIEW") == 0;
	size_t cap = tables->cap, n = tables->n++;

	tables->list = mem_grow(tables->list, &cap, n, sizeof(*tables->list));
	tables->comments = mem_grow(
	    tables->comments, &tables->cap, n, sizeof(*tables->comments));
	tables->list[n] = (struct driver_table){
		.name = mem_strdup(name),
		.omitted = why_omitted(db, name, type, is_view),
		.is_view = is_view,
	};
	tables->comments[n] =
	    comment && *comment && !is_view ? mem_strdup(comment) : NULL;
}

/* A statement over the names, the types and the comments of tables. */
static struct cursor *
select_tables(
    struct database *db, const char *select, const struct tables *only)
{
	struct buf sql = BUF_INIT;
	struct cursor *row;

	buf_addf(&sql,
	    "%s FROM information_schema.TABLES "
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
omit_broken(struct tables *tables, struct database *db, const char *name)
{
	for (size_t i = 0; i < tables->n; i++)
		if (strcmp(tables->list[i].name, name) == 0)
			tables->list[i].omitted = "broken view";
	driver_warn(db->driver,
	    "the view %s names what is not there or may not be read: it is "
	    "left out",
	    name);
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
find_broken(struct tables *tables, struct database *db)
{
	struct cursor *row = select_tables(db,
	    "SELECT TABLE_NAME, TABLE_TYPE, TABLE_COMMENT, CREATE_TIME",
	    tables);

	while (cursor_step(row)) {
		const char *type = cursor_text(row, 1);
		const char *comment = cursor_text(row, 2);

		if (strcmp(type, "VIEW") == 0 && comment &&
		    strcmp(comment, "VIEW") != 0)
			omit_broken(tables, db, cursor_text(row, 0));
	}
	cursor_close(row);
}

void
tables_read(struct tables *tables, struct database *db)
{
	struct cursor *row = select_tables(
	    db, "SELECT TABLE_NAME, TABLE_TYPE, TABLE_COMMENT", NULL);

	*tables = (struct tables){ .n = 0 };
	while (cursor_step(row))
		add(tables, db, row);
	cursor_close(row);
	if (!tables->n)
		database_fail(db, EM_PERM, "no-tables",
		    "it has no tables, or the user has no rights on them");
	if (has_views(tables))
		find_broken(tables, db);
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
