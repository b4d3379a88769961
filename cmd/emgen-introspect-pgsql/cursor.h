/*
 * cursor - the rows of a statement, some at a time, so that neither side holds
 * all of them.
 */
#ifndef EMGEN_CURSOR_H
#define EMGEN_CURSOR_H

#include "server.h"

/* The row at hand is rows[at]; it is not yet used. */
struct cursor {
	struct server *server; /* borrowed */
	char name[32];
	PGresult *rows; /* NULL behind the last */
	PGresult *next; /* those behind them, if they have come already */
	bool is_asked;  /* for those */
	int at;
};

/*
 * Declares it with the parameter $1; nothing is read yet.  The number is one of
 * those of its name in the session.
 */
void cursor_open(struct cursor *cursor, struct server *server, const char *name,
    size_t number, const char *sql, const char *parameter);
void cursor_close(struct cursor *cursor);

/* True when there may be rows behind those that have come. */
bool cursor_has_more(const struct cursor *cursor);

/* Lets the server make more rows while others are used. */
void cursor_ask(struct cursor *cursor);

/* Waits for them, asked for or not, and goes to the first. */
void cursor_turn(struct cursor *cursor);

/* To the next row. */
void cursor_advance(struct cursor *cursor);

static inline bool
cursor_has_row(const struct cursor *cursor)
{
	return cursor->rows != NULL;
}

/* A value of the row at hand, NULL for NULL; borrowed until it moves. */
const char *cursor_text(const struct cursor *cursor, int column);

/* The same of columns that are never NULL: a number; 't' for true. */
long cursor_number(const struct cursor *cursor, int column);
bool cursor_flag(const struct cursor *cursor, int column);

#endif
