/*
 * database - a database of a server, and the rows of statements.  Whatever
 * goes wrong ends the program through driver_fail().
 */
#ifndef EMGEN_MYSQL_DATABASE_H
#define EMGEN_MYSQL_DATABASE_H

#include <stdbool.h>

#include "driver.h"
#include "my_connect.h"
#include "mysql_text.h"

enum { SESSIONS = 2 };

/* A connection.  The server executes one statement of it at a time. */
struct session {
	MYSQL *handle;         /* NULL for none */
	struct cursor *cursor; /* of the statement that it executes, or NULL */
};

struct database {
	struct session sessions[SESSIONS]; /* the first is always there */
	struct driver *driver;             /* borrowed */
	char *shown;                       /* the DSN, for messages */
	int patience_ms;                   /* that the server may be silent */
	char *name, *version, *place;      /* as the server says them */
	enum mysql_flavour flavour;
	bool has_checks; /* that the catalogue tells */
	bool folds_case; /* of the names of tables and databases */
};

/*
 * Connects as the driver's DSN says, and begins a transaction: its statements
 * wait for locks no longer than --timeout, and write nothing.
 */
void database_open(struct database *db, struct driver *driver);
void database_close(struct database *db);

/*
 * Opens a second session, prepared as the first, while the server has nothing
 * else to do.  Leaves it closed if the server does not let it in, or if it is
 * with another server, as may be behind a proxy: one will do.
 */
void database_open_second(struct database *db);

/* For what the server has no error of. */
_Noreturn void database_fail(
    struct database *db, int code, const char *exception, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Appends text as a string of SQL. */
void database_quote(struct database *db, struct buf *sql, const char *text);

/* The rows of a statement, all of them in memory.  Columns are text. */
struct cursor;

/* Runs a statement. */
struct cursor *cursor_open(struct database *db, const char *sql);

/* Runs n statements, each in the session that is free for it first. */
void cursor_open_all(
    struct database *db, char *const sql[], struct cursor *cursors[], size_t n);

/* By what qsort(3) compares: the columns of two rows. */
void cursor_sort(
    struct cursor *cursor, int (*compare)(const void *a, const void *b));

void cursor_close(struct cursor *cursor);

/* To the next row, at first to the first; false behind the last. */
bool cursor_step(struct cursor *cursor);

/* The text of a column, NULL for NULL; borrowed until the cursor is closed. */
const char *cursor_text(const struct cursor *cursor, unsigned column);

#endif
