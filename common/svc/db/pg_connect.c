/* pg_connect - connections of libpq (pg_connect.h). */
#include "pg_connect.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "pg_meaning.h"

enum { STATE_LEN = 5, NUMBER_TEXT = 12 };

/* The state of a statement that took too long, for what does, too. */
static const char canceled[] = "57014";

/* The server gives up first, and knows better why. */
static const int64_t grace_us = 1000000;

/* --- what goes wrong --- */

static int
set(struct pg_error *error, const struct pg_target *target,
    const struct pg_meaning *meaning, const char *why)
{
	const char *hint = target->has_option ? meaning->hint : NULL;

	error->exception = meaning->exception;
	return err_set(&error->err, meaning->exit, "%s: %s%s%s", target->shown,
	    why, hint ? "; " : "", hint ? hint : "");
}

int
pg_error_set(struct pg_error *error, const struct pg_target *target, int code,
    const char *exception, const char *why)
{
	const struct pg_meaning meaning = { "", exception, code, NULL };

	return set(error, target, &meaning, why);
}

/* Where the SQLSTATE of "FATAL:  28P01: why" begins, or NULL. */
static const char *
find_state(const char *message)
{
	for (const char *p = strstr(message, ":  "); p; p = strstr(p, ":  ")) {
		size_t n = 0;

		for (p += 3; isdigit((unsigned char)p[n]) ||
			     isupper((unsigned char)p[n]);)
			n++;
		if (n == STATE_LEN && strncmp(p + n, ": ", 2) == 0)
			return p;
	}
	return NULL;
}

int
pg_error_of_connection(
    struct pg_error *error, const struct pg_target *target, const PGconn *conn)
{
	char *text = mem_strdup(libpq.PQerrorMessage(conn));
	const char *state = find_state(text), *why;
	const struct pg_meaning *meaning;

	if (state) {
		text[strcspn(text, "\n")] = '\0';
		(void)set(error, target, pg_meaning_of_state(state),
		    state + STATE_LEN + 2);
	} else {
		meaning = pg_meaning_of_message(text);
		pg_target_redact(text, target->shown);
		why = strstr(text, " failed: ");
		(void)set(error, target, meaning,
		    why ? why + strlen(" failed: ") : text);
	}
	free(text);
	return -1;
}

int
pg_error_of_result(struct pg_error *error, const struct pg_target *target,
    const PGconn *conn, const PGresult *result)
{
	const char *state = libpq.PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *why =
	    libpq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (!state || !why)
		return pg_error_of_connection(error, target, conn);
	return set(error, target, pg_meaning_of_state(state), why);
}

/* --- waiting --- */

int64_t
pg_deadline(double seconds)
{
	return clock_monotonic_us() + (int64_t)(seconds * 1e6) + grace_us;
}

int
pg_wait(struct pg_error *error, const struct pg_target *target,
    const PGconn *conn, short events, int64_t deadline)
{
	struct pollfd fd = { libpq.PQsocket(conn), events, 0 };
	int64_t left;
	int n;

	do {
		left = deadline - clock_monotonic_us();
		n = left > 0 ? poll(&fd, 1, clock_poll_ms(left)) : 0;
	} while (n < 0 && errno == EINTR);
	if (n != 0)
		return 0;
	return set(error, target, pg_meaning_of_state(canceled),
	    "the server does not answer");
}

/* --- connecting --- */

/* The server's notices are for its own users. */
static void
ignore(void *unused, const PGresult *notice)
{
	(void)unused;
	(void)notice;
}

static const char *
put(char text[NUMBER_TEXT], int number)
{
	(void)snprintf(text, NUMBER_TEXT, "%d", number);
	return text;
}

static PGconn *
start(struct pg_error *error, const struct pg_target *target)
{
	struct silence_probes probes = silence_probes(&target->silence);
	char number[4][NUMBER_TEXT];
	/*
	 * What comes behind the DSN's own words beats them.  What comes before
	 * is for a server whose machine is gone: it is missed within half a
	 * minute, not after the two hours of the system.
	 */
	const char *const keywords[] = { "keepalives_idle",
		"keepalives_interval", "keepalives_count", "tcp_user_timeout",
		"dbname", "client_encoding", "fallback_application_name",
		NULL };
	const char *const values[] = { put(number[0], probes.idle),
		put(number[1], probes.interval), put(number[2], probes.count),
		put(number[3], probes.user_timeout), target->conninfo, "UTF8",
		"emgen", NULL };
	PGconn *conn = libpq.PQconnectStartParams(keywords, values, 1);

	if (!conn) {
		(void)pg_error_set(
		    error, target, EM_TEMP, "out-of-memory", "out of memory");
		return NULL;
	}
	(void)libpq.PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
	(void)libpq.PQsetNoticeReceiver(conn, ignore, NULL);
	return conn;
}

static int
finish(struct pg_error *error, const struct pg_target *target, PGconn *conn,
    int64_t deadline)
{
	PostgresPollingStatusType state = PGRES_POLLING_WRITING;

	if (libpq.PQstatus(conn) == CONNECTION_BAD)
		return pg_error_of_connection(error, target, conn);
	while (state != PGRES_POLLING_OK) {
		short events =
		    state == PGRES_POLLING_READING ? POLLIN : POLLOUT;

		if (pg_wait(error, target, conn, events, deadline) < 0)
			return -1;
		state = libpq.PQconnectPoll(conn);
		if (state == PGRES_POLLING_FAILED)
			return pg_error_of_connection(error, target, conn);
	}
	return 0;
}

PGconn *
pg_connect(
    struct pg_error *error, const struct pg_target *target, double seconds)
{
	int64_t deadline =
	    pg_deadline(silence_limit(target->silence.connect, seconds, 0));
	PGconn *conn = start(error, target);

	if (conn && finish(error, target, conn, deadline) < 0) {
		libpq.PQfinish(conn);
		conn = NULL;
	}
	return conn;
}

void
pg_add_watch(
    struct buf *sql, const struct pg_target *target, const PGconn *conn)
{
	enum { USER_TIMEOUT_SINCE = 120000, IDLE_SINCE = 140000 };
	struct silence_probes probes = silence_probes(&target->silence);

	buf_addf(sql,
	    "SET tcp_keepalives_idle = %d; SET tcp_keepalives_interval = %d; "
	    "SET tcp_keepalives_count = %d;",
	    probes.idle, probes.interval, probes.count);
	if (libpq.PQserverVersion(conn) >= USER_TIMEOUT_SINCE)
		buf_addf(
		    sql, "SET tcp_user_timeout = %d;", probes.user_timeout);
	/* whoever waits for a line or a job says nothing meanwhile */
	if (libpq.PQserverVersion(conn) >= IDLE_SINCE)
		buf_adds(sql, "SET idle_session_timeout = 0;");
}
