/*
 * database - one connection to a server, and its rows.  Whatever goes wrong
 * ends the program through driver_fail().
 */
#ifndef EMGEN_MYSQL_DATABASE_H
#define EMGEN_MYSQL_DATABASE_H

#include <stdbool.h>

#include "driver.h"
#include "my_connect.h"
#include "mysql_text.h"

struct database {
	MYSQL *handle;
	struct driver *driver; /* borrowed */
	char *shown;           /* the DSN, for messages */
	char *name, *version;  /* as the server says them */
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

/* For what the server has no error of. */
_Noreturn void database_fail(
    struct database *db, int code, const char *exception, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Appends text as a string of SQL. */
void database_quote(struct database *db, struct buf *sql, const char *text);

/*
 * The rows of a statement, some at a time, while others are read, too.
 * Columns are text.
 */
struct cursor;

struct cursor *cursor_open(struct database *db, const char *sql);
void cursor_close(struct cursor *cursor);

/* False behind the last row. */
bool cursor_step(struct cursor *cursor);

/* The text of a column, NULL for NULL; borrowed until the next step. */
const char *cursor_text(const struct cursor *cursor, unsigned column);

#endif
