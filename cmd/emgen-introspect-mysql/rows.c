/* rows - what the catalogue says of all tables (rows.h). */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

enum {
	MANY = 100,       /* from which on a second session is worth it */
	BATCH_MIN = 1000, /* tables that are read at once */
	BATCHES_MAX = 8,  /* each looks at the names of all tables */
};

/*
 * A statement is "SELECT table, name, position, ... FROM ... WHERE schema = the
 * database AND table is read".  That the schema is a constant keeps the server
 * from looking into every other database.  They are not ordered: what the
 * server returns mostly is, and where it is not, we sort faster.
 */
struct statement {
	const char *select, *schema, *table;
};

/* clang-format off */
static const struct statement statements[STREAMS] = {
	[COLUMNS] = {
	    "SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_TYPE, "
	    "COLUMN_DEFAULT, IS_NULLABLE, EXTRA, GENERATION_EXPRESSION, "
	    "COLUMN_COMMENT, CHARACTER_SET_NAME "
	    "FROM information_schema.COLUMNS",
	    "TABLE_SCHEMA", "TABLE_NAME" },
	[INDEXES] = {
	    "SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, "
	    "COLUMN_NAME, SUB_PART, LOWER(INDEX_TYPE) "
	    "FROM information_schema.STATISTICS",
	    "TABLE_SCHEMA", "TABLE_NAME" },
	[FOREIGNS] = {
	    "SELECT TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION, "
	    "COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, "
	    "REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE",
	    "REFERENCED_TABLE_NAME IS NOT NULL AND TABLE_SCHEMA",
	    "TABLE_NAME" },
	[COMMENTS] = {
	    "SELECT TABLE_NAME, TABLE_NAME, 1, TABLE_COMMENT "
	    "FROM information_schema.TABLES",
	    "TABLE_SCHEMA", "TABLE_NAME" },
	[RULES] = {
	    "SELECT TABLE_NAME, CONSTRAINT_NAME, 1, UPDATE_RULE, DELETE_RULE "
	    "FROM information_schema.REFERENTIAL_CONSTRAINTS",
	    "CONSTRAINT_SCHEMA", "TABLE_NAME" },
	[CHECKS] = {
	    "SELECT TABLE_NAME, CONSTRAINT_NAME, 1, CHECK_CLAUSE "
	    "FROM information_schema.CHECK_CONSTRAINTS",
	    "CONSTRAINT_SCHEMA", "TABLE_NAME" },
};

/*
 * In MySQL a check has no table but through its constraint.  Only of a table of
 * its own does the server find one by its name, and DISTINCT makes it that: it
 * went through all of them for each.
 */
static const struct statement mysql_checks = {
	"SELECT t.TABLE_NAME, t.CONSTRAINT_NAME, 1, c.CHECK_CLAUSE "
	"FROM information_schema.TABLE_CONSTRAINTS t "
	"JOIN (SELECT DISTINCT CONSTRAINT_NAME, CHECK_CLAUSE "
	"FROM information_schema.CHECK_CONSTRAINTS "
	"WHERE CONSTRAINT_SCHEMA = DATABASE()) c "
	"ON c.CONSTRAINT_NAME = t.CONSTRAINT_NAME",
	"t.CONSTRAINT_TYPE = 'CHECK' AND t.ENFORCED = 'YES' "
	"AND t.TABLE_SCHEMA", "t.TABLE_NAME" };
/* clang-format on */

/* --- in order: by table as bytes, and what is of a table --- */

static int
compare_text(MYSQL_ROW a, MYSQL_ROW b, unsigned column)
{
	return strcmp(a[column], b[column]);
}

/* Of two numbers as the server prints them, the longer one is the larger. */
static int
compare_position(MYSQL_ROW a, MYSQL_ROW b)
{
	size_t x = strlen(a[POSITION]), y = strlen(b[POSITION]);

	return x == y ? compare_text(a, b, POSITION) : (x > y) - (x < y);
}

/* Columns are in the order of their positions. */
static int
compare_columns(const void *a, const void *b)
{
	const MYSQL_ROW *x = a, *y = b;
	int order = compare_text(*x, *y, OF_TABLE);

	return order ? order : compare_position(*x, *y);
}

/* All else is in that of names, and one that has parts in that of these. */
static int
compare_others(const void *a, const void *b)
{
	const MYSQL_ROW *x = a, *y = b;
	int order = compare_text(*x, *y, OF_TABLE);

	if (!order)
		order = compare_text(*x, *y, NAME);
	return order ? order : compare_position(*x, *y);
}

/* --- statements --- */

/* How many there are. */
static size_t
count_streams(const struct rows *rows)
{
	return rows->db->has_checks ? STREAMS : CHECKS;
}

/* That of a stream, for the tables from one on until the batch ends. */
static char *
make_statement(const struct rows *rows, size_t which, size_t from)
{
	const struct statement *statement = &statements[which];
	struct buf sql = BUF_INIT;

	if (which == CHECKS && rows->db->flavour == MYSQL_ORACLE)
		statement = &mysql_checks;
	buf_addf(&sql, "%s WHERE %s = ", statement->select, statement->schema);
	database_quote(rows->db, &sql, rows->db->name);
	tables_restrict(
	    rows->tables, from, rows->end, rows->db, &sql, statement->table);
	return buf_detach(&sql);
}

/*
 * A session takes the next statement when it has done with one: COLUMNS, which
 * lasts longest, comes first.
 */
static void
open_streams(struct rows *rows, size_t from)
{
	struct cursor *cursors[STREAMS];
	char *sql[STREAMS];
	size_t n = count_streams(rows);

	for (size_t i = 0; i < n; i++)
		sql[i] = make_statement(rows, i, from);
	cursor_open_all(rows->db, sql, cursors, n);
	for (size_t i = 0; i < n; i++) {
		cursor_sort(cursors[i],
		    i == COLUMNS ? compare_columns : compare_others);
		rows->streams[i].cursor = cursors[i];
		rows_advance(rows, (enum stream)i);
		free(sql[i]);
	}
}

static void
close_streams(struct rows *rows)
{
	for (int i = 0; i < STREAMS; i++)
		if (rows->streams[i].cursor)
			cursor_close(rows->streams[i].cursor);
}

/* --- batches --- */

void
rows_open(struct rows *rows, struct database *db, const struct tables *tables)
{
	*rows = (struct rows){ .db = db, .tables = tables };
	if (tables_count(tables) >= MANY)
		database_open_second(db);
	rows->batch = tables_count(tables) / BATCHES_MAX + 1;
	if (rows->batch < BATCH_MIN)
		rows->batch = BATCH_MIN;
}

void
rows_close(struct rows *rows)
{
	close_streams(rows);
}

void
rows_reach(struct rows *rows, size_t table)
{
	if (table < rows->end)
		return;
	rows->end = table;
	for (size_t n = 0; n < rows->batch && rows->end < rows->tables->n; n++)
		rows->end = tables_next(rows->tables, rows->end + 1);
	close_streams(rows);
	open_streams(rows, table);
}

/* --- rows --- */

void
rows_advance(struct rows *rows, enum stream which)
{
	rows->streams[which].has_row = cursor_step(rows->streams[which].cursor);
}

const char *
rows_text(const struct rows *rows, enum stream which, unsigned column)
{
	return cursor_text(rows->streams[which].cursor, column);
}

bool
rows_is(const struct rows *rows, enum stream which, unsigned column,
    const char *text)
{
	const char *value = rows_text(rows, which, column);

	return value && strcmp(value, text) == 0;
}

bool
rows_has(struct rows *rows, enum stream which, const char *table)
{
	while (rows->streams[which].has_row &&
	       strcmp(rows_text(rows, which, OF_TABLE), table) < 0)
		rows_advance(rows, which);
	return rows->streams[which].has_row &&
	       rows_is(rows, which, OF_TABLE, table);
}

bool
rows_has_name(
    struct rows *rows, enum stream which, const char *table, const char *name)
{
	while (rows_has(rows, which, table) &&
	       strcmp(rows_text(rows, which, NAME), name) < 0)
		rows_advance(rows, which);
	return rows_has(rows, which, table) && rows_is(rows, which, NAME, name);
}
