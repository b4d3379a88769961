/*
 * rows - what the statements tell of the tables, table by table.
 *
 * The tables of a large schema are dealt into two shares, and each is read in
 * a session of its own if the server lets in a second one.
 */
#ifndef EMGEN_PGSQL_ROWS_H
#define EMGEN_PGSQL_ROWS_H

#include "cursor.h"
#include "statements.h"
#include "tables.h"

enum { ROWS_SHARES = 2 };

struct rows {
	struct server *first; /* borrowed */
	struct server second; /* without a connection if there is none */
	struct share {
		struct cursor cursors[STATEMENTS];
		long place; /* of its table at hand, from 1 */
	} shares[ROWS_SHARES];
	size_t n_shares;
	size_t tables; /* that were at hand */
	struct share *at;
};

/*
 * Declares the statements; from here on the sessions speak plainly.  Nothing is
 * read yet.  The server is borrowed until rows_close().
 */
void rows_open(
    struct rows *rows, struct server *server, const struct tables *tables);
void rows_close(struct rows *rows);

/* Asks for the first rows of each statement, and waits for them. */
void rows_ask(struct rows *rows);
void rows_wait(struct rows *rows);

/* To the next of the tables that are read. */
void rows_next_table(struct rows *rows);

/* True when any statement has a row that is not used. */
bool rows_are_left(const struct rows *rows);

/* The statement's row if it is of the table at hand, else NULL. */
static inline const struct cursor *
rows_get(const struct rows *rows, int which)
{
	const struct cursor *cursor = &rows->at->cursors[which];

	return cursor_has_row(cursor) &&
		       cursor_number(cursor, 0) == rows->at->place
		   ? cursor
		   : NULL;
}

static inline void
rows_advance(struct rows *rows, int which)
{
	cursor_advance(&rows->at->cursors[which]);
}

#endif
