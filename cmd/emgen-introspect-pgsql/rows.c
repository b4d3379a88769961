/* rows - what the statements tell of the tables (rows.h). */
#include "rows.h"

#include <stdlib.h>

/*
 * So many tables take two sessions.  For fewer the second one costs as much as
 * it gains.
 */
enum { MANY = 1000 };

/* --- the sessions --- */

static void
open_share(struct rows *rows, size_t k, struct server *server,
    const struct tables *tables)
{
	char *oids = tables_share(tables, k, rows->n_shares);

	for (int i = 0; i < STATEMENTS; i++)
		cursor_open(&rows->shares[k].cursors[i], server,
		    statements[i].name, k, statements[i].sql, oids);
	free(oids);
}

/*
 * The first session makes its plans while a second one comes.  Without that it
 * reads both shares.
 */
static void
open_two(struct rows *rows, const struct tables *tables)
{
	char *snapshot = server_export(rows->first);

	open_share(rows, 0, rows->first, tables);
	open_share(rows, 1,
	    server_join(&rows->second, rows->first, snapshot) ? &rows->second
							      : rows->first,
	    tables);
	free(snapshot);
}

static void
in_each(struct rows *rows, void (*tell)(struct server *server))
{
	tell(rows->first);
	if (rows->second.conn)
		tell(&rows->second);
}

void
rows_open(struct rows *rows, struct server *server, const struct tables *tables)
{
	*rows = (struct rows){ .first = server,
		.n_shares = tables_count(tables) < MANY ? 1 : ROWS_SHARES };
	if (rows->n_shares > 1)
		open_two(rows, tables);
	else
		open_share(rows, 0, rows->first, tables);
	in_each(rows, server_speak_plainly);
}

void
rows_close(struct rows *rows)
{
	for (size_t k = 0; k < rows->n_shares; k++)
		for (int i = 0; i < STATEMENTS; i++)
			cursor_close(&rows->shares[k].cursors[i]);
	if (rows->second.conn)
		server_leave(&rows->second);
}

/* --- the rows --- */

void
rows_ask(struct rows *rows)
{
	for (size_t k = 0; k < rows->n_shares; k++)
		for (int i = 0; i < STATEMENTS; i++)
			cursor_ask(&rows->shares[k].cursors[i]);
}

/* A small schema is read by then; the rest, of whatever, may wait for us. */
void
rows_wait(struct rows *rows)
{
	for (size_t k = 0; k < rows->n_shares; k++)
		for (int i = 0; i < STATEMENTS; i++)
			cursor_turn(&rows->shares[k].cursors[i]);
	in_each(rows, server_be_patient);
	for (size_t k = 0; k < rows->n_shares; k++)
		if (cursor_has_more(&rows->shares[k].cursors[COLUMNS]))
			cursor_ask(&rows->shares[k].cursors[COLUMNS]);
}

void
rows_next_table(struct rows *rows)
{
	rows->at = &rows->shares[rows->tables++ % rows->n_shares];
	rows->at->place++;
}

bool
rows_are_left(const struct rows *rows)
{
	bool left = false;

	for (size_t k = 0; k < rows->n_shares; k++)
		for (int i = 0; i < STATEMENTS; i++)
			left |= cursor_has_row(&rows->shares[k].cursors[i]);
	return left;
}
