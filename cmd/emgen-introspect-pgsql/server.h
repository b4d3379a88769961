/*
 * server - a connection to PostgreSQL for reading its catalogue, and nothing
 * else.  Whatever goes wrong ends the program through driver_fail(); messages
 * name the DSN without its password.
 */
#ifndef EMGEN_SERVER_H
#define EMGEN_SERVER_H

#include <libpq-fe.h>

#include "driver.h"
#include "pg_target.h"

enum { SERVER_MOST_ASKED = 32 };

struct server {
	PGconn *conn;
	struct driver *driver; /* borrowed */
	struct server *other;  /* session of this run, borrowed; or NULL */
	struct pg_target target;
	char *default_schema; /* where a bare name is found, or NULL */
	char *schemas;        /* of the search path, as an array of names */
	char version[32];
	bool may_export; /* its snapshot */
	/* Where the rows of what is not answered go, or NULL; in order. */
	PGresult **asked[SERVER_MOST_ASKED];
	size_t n_asked;
};

/*
 * Connects and begins a read-only transaction: all that is read from now on is
 * one state of the catalogue.  Names in statements are those of pg_catalog,
 * whatever the search path of the user is.
 */
void server_open(struct server *server, struct driver *driver);

/*
 * From here on types and expressions speak of the default schema without its
 * name.
 */
void server_speak_plainly(struct server *server);

/*
 * From here on an answer may be long in coming: it waits for us when we wait
 * for the reader of our output.  We wait for none longer than we were told.
 */
void server_be_patient(struct server *server);

/* Ends the transaction, which must still be there. */
void server_close(struct server *server);

/*
 * What the transaction sees, for another session, under a name for free(); NULL
 * if the server does not let us.
 */
char *server_export(struct server *server);

/*
 * Opens a second session, that sees the snapshot of the first and speaks as it
 * does; false where there can be none: snapshot is NULL, the server lets no
 * other in, or the DSN leads to another one now.  It borrows from the first.
 */
bool server_join(
    struct server *second, struct server *first, const char *snapshot);
void server_leave(struct server *second);

/*
 * Asks, and does not wait: the server works while more is asked, and over a
 * network they are asked in one go.  A parameter, $1, may be NULL.  *rows, for
 * PQclear(), is set when the answer is taken; rows is NULL for a statement that
 * has none to give.  What goes wrong is told with the answers, too.
 */
void server_ask(struct server *server, const char *sql, const char *parameter,
    PGresult **rows);

/* Takes the answer to the oldest question; there must be one. */
void server_answer(struct server *server);

/* Asks, and takes all answers; the rows, for PQclear(). */
PGresult *server_query(
    struct server *server, const char *sql, const char *parameter);

/* For what the server has no error of. */
_Noreturn void server_fail(
    struct server *server, int code, const char *exception, const char *why);

/* For what libpq said last. */
_Noreturn void server_fail_message(struct server *server);

#endif
