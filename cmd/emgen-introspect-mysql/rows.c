/* rows - what the catalogue says of all tables (rows.h). */
#include "rows.h"

#include <string.h>

#include "buf.h"

/*
 * A statement is "SELECT table, ... FROM ... WHERE schema = the database AND
 * table is read ORDER BY table, ...".  That the schema is a constant keeps the
 * server from looking into every other database.
 */
struct statement {
	const char *select, *schema, *table, *order;
};

/* clang-format off */
static const struct statement statements[STREAMS] = {
	[COLUMNS] = {
	    "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLUMN_DEFAULT, "
	    "IS_NULLABLE, EXTRA, GENERATION_EXPRESSION, COLUMN_COMMENT "
	    "FROM information_schema.COLUMNS",
	    "TABLE_SCHEMA", "TABLE_NAME", "ORDINAL_POSITION" },
	[INDEXES] = {
	    "SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, "
	    "SUB_PART, LOWER(INDEX_TYPE) FROM information_schema.STATISTICS",
	    "TABLE_SCHEMA", "TABLE_NAME",
	    "CAST(INDEX_NAME AS BINARY), SEQ_IN_INDEX" },
	[FOREIGNS] = {
	    "SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, "
	    "REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, "
	    "REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE",
	    "REFERENCED_TABLE_NAME IS NOT NULL AND TABLE_SCHEMA", "TABLE_NAME",
	    "CAST(CONSTRAINT_NAME AS BINARY), ORDINAL_POSITION" },
	[RULES] = {
	    "SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE "
	    "FROM information_schema.REFERENTIAL_CONSTRAINTS",
	    "CONSTRAINT_SCHEMA", "TABLE_NAME",
	    "CAST(CONSTRAINT_NAME AS BINARY)" },
	[CHECKS] = {
	    "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE "
	    "FROM information_schema.CHECK_CONSTRAINTS",
	    "CONSTRAINT_SCHEMA", "TABLE_NAME",
	    "CAST(CONSTRAINT_NAME AS BINARY)" },
};

/* In MySQL a check has no table but through its constraint. */
static const struct statement mysql_checks = {
	"SELECT t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE "
	"FROM information_schema.TABLE_CONSTRAINTS t "
	"JOIN information_schema.CHECK_CONSTRAINTS c "
	"ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA "
	"AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME",
	"t.CONSTRAINT_TYPE = 'CHECK' AND t.ENFORCED = 'YES' "
	"AND t.TABLE_SCHEMA", "t.TABLE_NAME",
	"CAST(t.CONSTRAINT_NAME AS BINARY)" };
/* clang-format on */

static struct cursor *
open_stream(struct database *db, const struct tables *tables,
    const struct statement *statement)
{
	struct buf sql = BUF_INIT;
	struct cursor *cursor;

	buf_addf(&sql, "%s WHERE %s = ", statement->select, statement->schema);
	database_quote(db, &sql, db->name);
	tables_restrict(tables, db, &sql, statement->table);
	buf_addf(&sql, " ORDER BY CAST(%s AS BINARY), %s", statement->table,
	    statement->order);
	cursor = cursor_open(db, sql.data);
	buf_clear(&sql);
	return cursor;
}

void
rows_open(struct rows *rows, struct database *db, const struct tables *tables)
{
	for (int i = 0; i < STREAMS; i++) {
		const struct statement *statement = &statements[i];

		if (i == CHECKS && !db->has_checks)
			continue;
		if (i == CHECKS && db->flavour == MYSQL_ORACLE)
			statement = &mysql_checks;
		rows->streams[i].cursor = open_stream(db, tables, statement);
		rows_advance(rows, (enum stream)i);
	}
}

void
rows_close(struct rows *rows)
{
	for (int i = 0; i < STREAMS; i++)
		if (rows->streams[i].cursor)
			cursor_close(rows->streams[i].cursor);
}

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
