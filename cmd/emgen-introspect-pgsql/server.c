/* server - a connection to PostgreSQL (server.h). */
#include "server.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "pg_connect.h"

/* --- what goes wrong --- */

_Noreturn static void
fail(struct server *server, const struct pg_error *error)
{
	driver_fail(server->driver, error->exception, &error->err);
}

void
server_fail(
    struct server *server, int code, const char *exception, const char *why)
{
	struct pg_error error;

	(void)pg_error_set(&error, &server->target, code, exception, why);
	fail(server, &error);
}

/* libpq's last message. */
_Noreturn static void
fail_message(struct server *server)
{
	struct pg_error error;

	(void)pg_error_of_connection(&error, &server->target, server->conn);
	fail(server, &error);
}

_Noreturn static void
fail_result(struct server *server, const PGresult *result)
{
	struct pg_error error;

	(void)pg_error_of_result(&error, &server->target, server->conn, result);
	fail(server, &error);
}

/* --- statements --- */

/*
 * What comes next from libpq, which is not to wait by itself: the server may
 * hang before it has read what was asked.
 */
static PGresult *
receive(struct server *server)
{
	int64_t deadline = pg_deadline(server->driver->timeout);
	struct pg_error late;

	while (PQisBusy(server->conn)) {
		int unsent = PQflush(server->conn);

		if (pg_wait(&late, &server->target, server->conn,
			unsent ? POLLIN | POLLOUT : POLLIN, deadline) < 0)
			fail(server, &late);
		if (!PQconsumeInput(server->conn))
			fail_message(server);
	}
	return PQgetResult(server->conn);
}

/* A point of synchronisation behind each: it is answered when it is done. */
void
server_ask(struct server *server, const char *sql, const char *parameter,
    PGresult **rows)
{
	if (server->n_asked == SERVER_MOST_ASKED)
		server_answer(server);
	if (!PQsendQueryParams(server->conn, sql, parameter ? 1 : 0, NULL,
		&parameter, NULL, NULL, 0) ||
	    !PQpipelineSync(server->conn))
		fail_message(server);
	server->asked[server->n_asked++] = rows;
}

/* An error may come behind the rows; NULL ends both, then comes the point. */
static PGresult *
receive_answer(struct server *server)
{
	PGresult *result = receive(server), *more;
	ExecStatusType status;

	if (!result)
		fail_message(server);
	while ((more = receive(server))) {
		PQclear(result);
		result = more;
	}
	status = PQresultStatus(result);
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		fail_result(server, result);
	more = receive(server);
	if (PQresultStatus(more) != PGRES_PIPELINE_SYNC)
		fail_result(server, more);
	PQclear(more);
	return result;
}

void
server_answer(struct server *server)
{
	PGresult *result = receive_answer(server);
	PGresult **rows = server->asked[0];

	server->n_asked--;
	memmove(server->asked, server->asked + 1,
	    server->n_asked * sizeof(*server->asked));
	if (rows)
		*rows = result;
	else
		PQclear(result);
}

PGresult *
server_query(struct server *server, const char *sql, const char *parameter)
{
	PGresult *rows = NULL;

	server_ask(server, sql, parameter, &rows);
	while (server->n_asked)
		server_answer(server);
	return rows;
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
		server_ask(server, set, path, NULL);
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
	server_ask(server, sql, NULL, NULL);
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
	struct pg_error error;

	*server = (struct server){ .driver = driver };
	if (pg_target_parse(&server->target, driver->dsn, &error.err) < 0)
		driver_fail(driver, "bad-dsn", &error.err);
	server->target.has_option = true;
	server->conn = pg_connect(&error, &server->target, driver->timeout);
	if (!server->conn)
		fail(server, &error);
	name_version(server);
	if (PQserverVersion(server->conn) < 120000)
		server_fail(server, EM_PERM, "unsupported",
		    "the server is older than PostgreSQL 12");
	if (PQsetnonblocking(server->conn, 1) < 0 ||
	    !PQenterPipelineMode(server->conn))
		fail_message(server);
	server_ask(server, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	    NULL, NULL);
	set_timeouts(server);
	find_schemas(server);
	server_ask(server,
	    "SELECT pg_catalog.set_config('search_path', '', true)", NULL,
	    NULL);
}

void
server_speak_plainly(struct server *server)
{
	char *path;

	if (!server->default_schema)
		return;
	path = PQescapeIdentifier(server->conn, server->default_schema,
	    strlen(server->default_schema));
	if (!path)
		server_fail(server, EM_TEMP, "out-of-memory", "out of memory");
	server_ask(server,
	    "SELECT pg_catalog.set_config('search_path', $1, true)", path,
	    NULL);
	PQfreemem(path);
}

void
server_be_patient(struct server *server)
{
	server_ask(server,
	    "SELECT pg_catalog.set_config('statement_timeout', '0', true)",
	    NULL, NULL);
}

void
server_close(struct server *server)
{
	PQclear(server_query(server, "COMMIT", NULL));
	PQfinish(server->conn);
	pg_target_clear(&server->target);
	free(server->default_schema);
	free(server->schemas);
}
