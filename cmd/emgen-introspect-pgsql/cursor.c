/* cursor - the rows of a statement, some at a time (cursor.h). */
#include "cursor.h"

#include <stdlib.h>

#include "mem.h"

/* Many enough to make the turns cheap, few enough to be small: rows are 100
 * to 300 bytes. */
#define BATCH "4000"

void
cursor_open(struct cursor *cursor, struct server *server, const char *name,
    const char *sql, const char *parameter)
{
	char *text =
	    mem_printf("DECLARE %s NO SCROLL CURSOR FOR %s", name, sql);

	*cursor = (struct cursor){ .server = server, .name = name };
	server_run(server, text, parameter);
	free(text);
}

void
cursor_close(struct cursor *cursor)
{
	PQclear(cursor->rows);
	cursor->rows = NULL;
}

void
cursor_start(struct cursor *cursor)
{
	char *sql = mem_printf("FETCH " BATCH " FROM %s", cursor->name);

	PQclear(cursor->rows);
	cursor->at = 0;
	cursor->rows = server_query(cursor->server, sql, NULL);
	if (PQntuples(cursor->rows) == 0)
		cursor_close(cursor);
	free(sql);
}

void
cursor_advance(struct cursor *cursor)
{
	if (++cursor->at == PQntuples(cursor->rows))
		cursor_start(cursor);
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
