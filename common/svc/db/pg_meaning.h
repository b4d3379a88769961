/* pg_meaning - what an error of PostgreSQL means to a caller of the driver. */
#ifndef EMGEN_PG_MEANING_H
#define EMGEN_PG_MEANING_H

struct pg_meaning {
	const char *state; /* an SQLSTATE, or the class in front of it */
	const char *exception;
	int exit;
	const char *hint; /* or NULL */
};

/* The one place where that is decided. */
const struct pg_meaning *pg_meaning_of_state(const char *state);

/* The same for a message of libpq's own, which has no SQLSTATE. */
const struct pg_meaning *pg_meaning_of_message(const char *message);

#endif
