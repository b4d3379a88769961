/*
 * my_connect - connections of libmariadb, as a DSN, the environment and
 * ~/.my.cnf describe them.  Layer svc.
 */
#ifndef EMGEN_MY_CONNECT_H
#define EMGEN_MY_CONNECT_H

#include "die.h"
#include "libmariadb.h"
#include "silence.h"

/* Why something failed; err is filled, exception is a word for programs. */
struct my_error {
	struct em_err err;
	const char *exception; /* static: "unreachable", "refused" ... */
};

/* Fill error and return -1; shown is the DSN as it may be shown. */
int my_error_set(struct my_error *error, const char *shown, unsigned number,
    const char *message);
int my_error_of_handle(
    struct my_error *error, const char *shown, MYSQL *handle);
int my_error_of_statement(
    struct my_error *error, const char *shown, MYSQL_STMT *stmt);

struct my_options {
	/* seconds, where the DSN says nothing (silence.h) */
	double timeout;       /* to connect, and to write */
	double patience;      /* that the server may be silent, ... */
	double patience_max;  /* ... whatever the DSN says; 0 for no such */
	struct silence *said; /* becomes what it says; or NULL */
	unsigned long flags;  /* CLIENT_... */
	/* is told of parameters that are not known; may be NULL */
	void (*unknown)(void *arg, const char *parameter);
	void *arg;
};

/*
 * A connection in utf8mb4, to be released with mysql_close(); NULL with error
 * filled.  What the DSN leaves open is MYSQL_PWD's and the [client] group's of
 * the option files; a DSN without a database is an error.
 */
MYSQL *my_connect(
    struct my_error *error, const char *dsn, const struct my_options *options);

/* At least one second, and whole ones. */
unsigned my_seconds(double seconds);

#endif
