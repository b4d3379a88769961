/* server - a connection to PostgreSQL (server.h). */
#include "server.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "pg_meaning.h"

enum { STATE_LEN = 5 };

/* The server gives up first, and knows better why. */
static const int64_t grace_us = 1000000;

/* --- what goes wrong --- */

_Noreturn static void
fail(struct server *server, const struct pg_meaning *meaning, const char *why)
{
	struct em_err err;

	(void)err_set(&err, meaning->exit, "%s: %s%s%s", server->target.shown,
	    why, meaning->hint ? "; " : "", meaning->hint ? meaning->hint : "");
	driver_fail(server->driver, meaning->exception, &err);
}

void
server_fail(
    struct server *server, int code, const char *exception, const char *why)
{
	const struct pg_meaning meaning = { "", exception, code, NULL };

	fail(server, &meaning, why);
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

/* libpq's last message, of a connection that failed or a statement. */
_Noreturn static void
fail_message(struct server *server)
{
	char *text = mem_strdup(PQerrorMessage(server->conn));
	const char *state = find_state(text), *why;
	const struct pg_meaning *meaning;

	if (state) {
		text[strcspn(text, "\n")] = '\0';
		fail(server, pg_meaning_of_state(state), state + STATE_LEN + 2);
	}
	meaning = pg_meaning_of_message(text);
	pg_target_redact(text);
	why = strstr(text, " failed: ");
	fail(server, meaning, why ? why + strlen(" failed: ") : text);
}

_Noreturn static void
fail_result(struct server *server, const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (!state || !why)
		fail_message(server);
	fail(server, pg_meaning_of_state(state), why);
}

/* --- waiting --- */

static int64_t
deadline_of(const struct server *server)
{
	return clock_monotonic_us() + (int64_t)(server->driver->timeout * 1e6) +
	       grace_us;
}

/* Until the socket can be read, or written; ends the program when it is late.
 */
static void
wait_for(struct server *server, short events, int64_t deadline)
{
	struct pollfd fd = { PQsocket(server->conn), events, 0 };
	int64_t left;
	int n;

	do {
		left = deadline - clock_monotonic_us();
		n = left > 0 ? poll(&fd, 1, (int)(left / 1000) + 1) : 0;
	} while (n < 0 && errno == EINTR);
	if (n == 0)
		server_fail(server, EM_TEMP, "timeout",
		    "the server does not answer; --timeout says how long to "
		    "wait");
}

/* --- connecting --- */

static void
start(struct server *server)
{
	/* what comes behind the DSN's own words beats them */
	const char *const keywords[] = { "dbname", "client_encoding",
		"fallback_application_name", NULL };
	const char *const values[] = { server->target.conninfo, "UTF8", "emgen",
		NULL };

	server->conn = PQconnectStartParams(keywords, values, 1);
	if (!server->conn)
		server_fail(server, EM_TEMP, "out-of-memory", "out of memory");
	(void)PQsetErrorVerbosity(server->conn, PQERRORS_VERBOSE);
	if (PQstatus(server->conn) == CONNECTION_BAD)
		fail_message(server);
}

/* The server's notices are for its own users. */
static void
ignore(void *unused, const PGresult *notice)
{
	(void)unused;
	(void)notice;
}

static void
connect_server(struct server *server)
{
	int64_t deadline = deadline_of(server);
	PostgresPollingStatusType state = PGRES_POLLING_WRITING;

	start(server);
	(void)PQsetNoticeReceiver(server->conn, ignore, NULL);
	while (state != PGRES_POLLING_OK) {
		wait_for(server,
		    state == PGRES_POLLING_READING ? POLLIN : POLLOUT,
		    deadline);
		state = PQconnectPoll(server->conn);
		if (state == PGRES_POLLING_FAILED)
			fail_message(server);
	}
}

/* --- statements --- */

static PGresult *
receive(struct server *server)
{
	int64_t deadline = deadline_of(server);
	PGresult *result, *more;

	while (PQisBusy(server->conn)) {
		wait_for(server, POLLIN, deadline);
		if (!PQconsumeInput(server->conn))
			fail_message(server);
	}
	result = PQgetResult(server->conn);
	if (!result)
		fail_message(server);
	while ((more = PQgetResult(server->conn)))
		PQclear(more);
	return result;
}

PGresult *
server_query(struct server *server, const char *sql, const char *parameter)
{
	PGresult *result;
	ExecStatusType status;

	if (!PQsendQueryParams(server->conn, sql, parameter ? 1 : 0, NULL,
		&parameter, NULL, NULL, 0))
		fail_message(server);
	result = receive(server);
	status = PQresultStatus(result);
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		fail_result(server, result);
	return result;
}

void
server_run(struct server *server, const char *sql, const char *parameter)
{
	PQclear(server_query(server, sql, parameter));
}

/* --- the transaction --- */

/*
 * A search path comes from the command line, from the DSN or from the server.
 * Only pg_catalog's functions are called before it is put aside.
 */
static void
find_schemas(struct server *server)
{
	static const char set[] =
	    "SELECT pg_catalog.set_config('search_path', $1, true)";
	static const char get[] = "SELECT pg_catalog.current_schema(), "
				  "pg_catalog.current_schemas(false)";
	const char *path = server->driver->search_path
			       ? server->driver->search_path
			       : server->target.search_path;
	PGresult *row;

	if (path)
		server_run(server, set, path);
	row = server_query(server, get, NULL);
	if (PQgetisnull(row, 0, 0) && !server->driver->schemas)
		server_fail(server, EM_PERM, "no-such-schema",
		    path ? "no schema of the search path is there, or may "
			   "be used"
			 : "the search path names no schema that is there");
	if (!PQgetisnull(row, 0, 0))
		server->default_schema = mem_strdup(PQgetvalue(row, 0, 0));
	server->schemas = mem_strdup(PQgetvalue(row, 0, 1));
	server->driver->default_schema = server->default_schema;
	PQclear(row);
}

/*
 * Waiting for the reader of our output is no fault of ours.  A lock is to be
 * named as one, so that its time is up first.
 */
static void
set_timeouts(struct server *server)
{
	char sql[512];
	long ms = (long)(server->driver->timeout * 1000);

	(void)snprintf(sql, sizeof(sql),
	    "SELECT pg_catalog.set_config('statement_timeout', '%ld', true), "
	    "pg_catalog.set_config('lock_timeout', '%ld', true), "
	    "pg_catalog.set_config("
	    "'idle_in_transaction_session_timeout', '0', true), "
	    "pg_catalog.set_config('standard_conforming_strings', 'on', true), "
	    "pg_catalog.set_config('cursor_tuple_fraction', '1', true), "
	    "pg_catalog.set_config('work_mem', '64MB', true), "
	    "pg_catalog.set_config('jit', 'off', true)",
	    ms + 200, ms > 0 ? ms : 1);
	server_run(server, sql, NULL);
}

static void
name_version(struct server *server)
{
	int version = PQserverVersion(server->conn);

	(void)snprintf(server->version, sizeof(server->version), "%d.%d",
	    version / 10000, version % 10000);
}

void
server_open(struct server *server, struct driver *driver)
{
	struct em_err err;

	*server = (struct server){ .driver = driver };
	if (pg_target_parse(&server->target, driver->dsn, &err) < 0)
		driver_fail(driver, "bad-dsn", &err);
	connect_server(server);
	name_version(server);
	if (PQserverVersion(server->conn) < 120000)
		server_fail(server, EM_PERM, "unsupported",
		    "the server is older than PostgreSQL 12");
	server_run(
	    server, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL);
	set_timeouts(server);
	find_schemas(server);
	server_run(server,
	    "SELECT pg_catalog.set_config('search_path', '', true)", NULL);
}

void
server_close(struct server *server)
{
	server_run(server, "COMMIT", NULL);
	PQfinish(server->conn);
	pg_target_clear(&server->target);
	free(server->default_schema);
	free(server->schemas);
}
