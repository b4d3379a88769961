/*
 * pg_connect - connections of libpq, and what their errors mean.  Layer svc.
 *
 * Nothing waits longer than it was told; a message is one line, with the DSN
 * in front as it may be shown, and never holds a password.
 */
#ifndef EMGEN_PG_CONNECT_H
#define EMGEN_PG_CONNECT_H

#include <stdint.h>

#include "buf.h"
#include "die.h"
#include "libpq.h"
#include "pg_target.h"

/* Why something failed; err is filled, exception is a word for programs. */
struct pg_error {
	struct em_err err;
	const char *exception; /* static: "unreachable", "refused" ... */
};

/* Fill error and return -1. */
int pg_error_set(struct pg_error *error, const struct pg_target *target,
    int code, const char *exception, const char *why);
int pg_error_of_connection(
    struct pg_error *error, const struct pg_target *target, const PGconn *conn);
int pg_error_of_result(struct pg_error *error, const struct pg_target *target,
    const PGconn *conn, const PGresult *result);

/* The time on the monotonic clock at which waiting for seconds is too long. */
int64_t pg_deadline(double seconds);

/* Waits until the socket has one of poll(2)'s events; -1 when it is late. */
int pg_wait(struct pg_error *error, const struct pg_target *target,
    const PGconn *conn, short events, int64_t deadline);

/*
 * A connection in UTF-8 that swallows notices, to be released with PQfinish();
 * NULL with error filled.
 */
PGconn *pg_connect(
    struct pg_error *error, const struct pg_target *target, double seconds);

/*
 * Adds statements that have the server miss us as we miss it, and let go of
 * what we have locked; but not because we are idle.
 */
void pg_add_watch(
    struct buf *sql, const struct pg_target *target, const PGconn *conn);

#endif
