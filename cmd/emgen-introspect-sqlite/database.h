/*
 * database - a SQLite file opened to be read, and nothing else.  Whatever goes
 * wrong ends the program through driver_fail().
 */
#ifndef EMGEN_DATABASE_H
#define EMGEN_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "driver.h"

struct database {
	sqlite3 *handle;
	struct driver *driver; /* borrowed */
	char *path;
};

/*
 * Opens the file of the driver's DSN and begins a transaction: all that is
 * read from now on is one state of the schema.
 */
void database_open(struct database *db, struct driver *driver);
void database_close(struct database *db);

/* For what SQLite has no error of. */
_Noreturn void database_fail(struct database *db, const char *why);

/* To be released with sqlite3_finalize(). */
sqlite3_stmt *database_prepare(struct database *db, const char *sql);

/* False behind the last row. */
bool database_step(struct database *db, sqlite3_stmt *stmt);

/* The text of a column, NULL for NULL; borrowed until the next step. */
const char *database_text(struct database *db, sqlite3_stmt *stmt, int column);

/* Ends the program unless code, of the call just made, is SQLITE_OK. */
void database_check(struct database *db, int code);

#endif
