/* cursor - the rows of a statement, some at a time (cursor.h). */
#include "cursor.h"

#include <stdio.h>
#include <stdlib.h>

#include "mem.h"

/* Many enough to make the turns cheap, few enough to be small: rows are 100
 * to 300 bytes. */
enum { BATCH = 2000 };

void
cursor_open(struct cursor *cursor, struct server *server, const char *name,
    size_t number, const char *sql, const char *parameter)
{
	char *text;

	*cursor = (struct cursor){ .server = server };
	(void)snprintf(
	    cursor->name, sizeof(cursor->name), "%s_%zu", name, number);
	text =
	    mem_printf("DECLARE %s NO SCROLL CURSOR FOR %s", cursor->name, sql);
	server_ask(server, text, parameter, NULL);
	free(text);
}

void
cursor_close(struct cursor *cursor)
{
	PQclear(cursor->rows);
	PQclear(cursor->next);
	cursor->rows = cursor->next = NULL;
}

/* --- batches --- */

void
cursor_ask(struct cursor *cursor)
{
	char *sql = mem_printf("FETCH %d FROM %s", BATCH, cursor->name);

	server_ask(cursor->server, sql, NULL, &cursor->next);
	cursor->is_asked = true;
	free(sql);
}

void
cursor_turn(struct cursor *cursor)
{
	if (!cursor->is_asked)
		cursor_ask(cursor);
	while (!cursor->next)
		server_answer(cursor->server);
	PQclear(cursor->rows);
	cursor->rows = cursor->next;
	cursor->next = NULL;
	cursor->is_asked = false;
	cursor->at = 0;
	if (PQntuples(cursor->rows) == 0)
		cursor_close(cursor);
}

bool
cursor_has_more(const struct cursor *cursor)
{
	return cursor->rows && PQntuples(cursor->rows) == BATCH;
}

void
cursor_advance(struct cursor *cursor)
{
	if (++cursor->at < PQntuples(cursor->rows))
		return;
	if (!cursor_has_more(cursor)) {
		cursor_close(cursor);
		return;
	}
	cursor_turn(cursor);
	if (cursor_has_more(cursor))
		cursor_ask(cursor);
}

const char *
cursor_text(const struct cursor *cursor, int column)
{
	return PQgetisnull(cursor->rows, cursor->at, column)
		   ? NULL
		   : PQgetvalue(cursor->rows, cursor->at, column);
}

long
cursor_number(const struct cursor *cursor, int column)
{
	return strtol(PQgetvalue(cursor->rows, cursor->at, column), NULL, 10);
}

bool
cursor_flag(const struct cursor *cursor, int column)
{
	return *PQgetvalue(cursor->rows, cursor->at, column) == 't';
}
