/*
 * pg_target - the server and database that a DSN names, in libpq's words.
 *
 *	pgsql://user:password@host:port/db?sslmode=require
 *	pgsql:host=/run/postgresql dbname=app	(; may stand for the blank)
 *	host=/run/postgresql dbname=app
 *
 * What such a DSN leaves out comes from libpq's own places: PGHOST and its
 * like, a service file, ~/.pgpass.
 */
#ifndef EMGEN_PG_TARGET_H
#define EMGEN_PG_TARGET_H

#include <stdbool.h>

#include "die.h"
#include "silence.h"

struct pg_target {
	char *shown;        /* the DSN without its password, for messages */
	char *conninfo;     /* as libpq takes it, with the password */
	char *search_path;  /* that the DSN asks for as Laravel's do, or NULL */
	char *read_timeout; /* the same, which libpq has none of */
	struct silence silence;
	bool has_option; /* --timeout of the program is how long to wait */
};

/* -1 when the DSN cannot be read; pg_target_clear() in any case. */
int pg_target_parse(
    struct pg_target *target, const char *dsn, struct em_err *err);
void pg_target_clear(struct pg_target *target);

/*
 * A message of libpq about what it was given, made safe: what stands in
 * quotes may be a part of a password, unless it can be seen in shown, a
 * redacted DSN or "".  Changed in place.
 */
void pg_target_redact(char *message, const char *shown);

#endif
