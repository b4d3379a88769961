/*
 * cursor - the rows of a statement, some at a time (database.h).
 *
 * The server keeps the rows, and gives the next of them when they are asked
 * for: so several statements of one connection are read side by side.
 */
#include <stdlib.h>
#include <string.h>

#include "database_priv.h"
#include "mem.h"

enum {
	ROWS_AT_A_TIME = 1000,
	TEXT_MIN = 64, /* bytes of a column to begin with */
};

struct cursor {
	struct database *db;
	MYSQL_STMT *stmt;
	unsigned n;
	MYSQL_BIND *binds;
	unsigned long *lengths;
	my_bool *nulls;
};

static void
check(struct cursor *cursor, int code)
{
	if (code)
		database_fail_statement(cursor->db, cursor->stmt);
}

static void
bind(struct cursor *cursor)
{
	check(cursor, mysql_stmt_bind_result(cursor->stmt, cursor->binds));
}

static void
make_room(struct cursor *cursor, unsigned i, unsigned long size)
{
	MYSQL_BIND *it = &cursor->binds[i];

	it->buffer = mem_realloc(it->buffer, size, 1);
	it->buffer_length = size;
}

static void
make_binds(struct cursor *cursor)
{
	cursor->n = mysql_stmt_field_count(cursor->stmt);
	cursor->binds = mem_zalloc(cursor->n, sizeof(*cursor->binds));
	cursor->lengths = mem_zalloc(cursor->n, sizeof(*cursor->lengths));
	cursor->nulls = mem_zalloc(cursor->n, sizeof(*cursor->nulls));
	for (unsigned i = 0; i < cursor->n; i++) {
		cursor->binds[i].buffer_type = MYSQL_TYPE_STRING;
		cursor->binds[i].length = &cursor->lengths[i];
		cursor->binds[i].is_null = &cursor->nulls[i];
		make_room(cursor, i, TEXT_MIN);
	}
	bind(cursor);
}

struct cursor *
cursor_open(struct database *db, const char *sql)
{
	struct cursor *cursor = mem_zalloc(1, sizeof(*cursor));
	unsigned long type = CURSOR_TYPE_READ_ONLY, rows = ROWS_AT_A_TIME;

	cursor->db = db;
	cursor->stmt = mysql_stmt_init(db->handle);
	if (!cursor->stmt)
		database_fail_handle(db);
	(void)mysql_stmt_attr_set(cursor->stmt, STMT_ATTR_CURSOR_TYPE, &type);
	(void)mysql_stmt_attr_set(cursor->stmt, STMT_ATTR_PREFETCH_ROWS, &rows);
	check(cursor, mysql_stmt_prepare(cursor->stmt, sql, strlen(sql)));
	check(cursor, mysql_stmt_execute(cursor->stmt));
	make_binds(cursor);
	/* a proxy may have no cursors: its rows must make way for the next */
	if (!(db->handle->server_status & SERVER_STATUS_CURSOR_EXISTS))
		check(cursor, mysql_stmt_store_result(cursor->stmt));
	if (mysql_warning_count(db->handle))
		database_check_warnings(db);
	return cursor;
}

void
cursor_close(struct cursor *cursor)
{
	(void)mysql_stmt_close(cursor->stmt);
	for (unsigned i = 0; i < cursor->n; i++)
		free(cursor->binds[i].buffer);
	free(cursor->binds);
	free(cursor->lengths);
	free(cursor->nulls);
	free(cursor);
}

/* Reads again what was longer than its room. */
static void
fetch_rest(struct cursor *cursor)
{
	bool grown = false;

	for (unsigned i = 0; i < cursor->n; i++) {
		if (cursor->nulls[i] ||
		    cursor->lengths[i] < cursor->binds[i].buffer_length)
			continue;
		make_room(cursor, i, 2 * cursor->lengths[i] + 1);
		check(cursor, mysql_stmt_fetch_column(
				  cursor->stmt, &cursor->binds[i], i, 0));
		grown = true;
	}
	if (grown)
		bind(cursor);
}

bool
cursor_step(struct cursor *cursor)
{
	int code = mysql_stmt_fetch(cursor->stmt);

	if (code == MYSQL_NO_DATA)
		return false;
	if (code != MYSQL_DATA_TRUNCATED)
		check(cursor, code);
	fetch_rest(cursor);
	for (unsigned i = 0; i < cursor->n; i++)
		if (!cursor->nulls[i])
			((char *)cursor->binds[i].buffer)[cursor->lengths[i]] =
			    '\0';
	return true;
}

const char *
cursor_text(const struct cursor *cursor, unsigned column)
{
	return cursor->nulls[column] ? NULL : cursor->binds[column].buffer;
}
