/* transaction - what a session sees of PostgreSQL's catalogue (server.h). */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "pg_connect.h"
#include "server.h"

#define BEGIN "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

/*
 * How long a second session is waited for.  A pooler with one connection to
 * give would let us wait for ourselves.
 */
static const double join_seconds = 1;

/*
 * A search path comes from the command line, from the DSN or from the server.
 * Only pg_catalog's functions are called before it is put aside.
 */
static void
find_schemas(struct server *server)
{
	static const char set[] =
	    "SELECT pg_catalog.set_config('search_path', $1, true)";
	static const char get[] =
	    "SELECT pg_catalog.current_schema(), "
	    "pg_catalog.current_schemas(false), "
	    "pg_catalog.has_function_privilege("
	    "'pg_catalog.pg_export_snapshot()', 'EXECUTE')";
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
	server->may_export = *PQgetvalue(row, 0, 2) == 't';
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

/* For statements that are asked before others are answered. */
static void
make_ready(struct server *server)
{
	if (PQsetnonblocking(server->conn, 1) < 0 ||
	    !PQenterPipelineMode(server->conn))
		server_fail_message(server);
}

static void
clear_path(struct server *server)
{
	server_ask(server,
	    "SELECT pg_catalog.set_config('search_path', '', true)", NULL,
	    NULL);
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
		driver_fail(driver, error.exception, &error.err);
	name_version(server);
	if (PQserverVersion(server->conn) < 120000)
		server_fail(server, EM_PERM, "unsupported",
		    "the server is older than PostgreSQL 12");
	make_ready(server);
	server_ask(server, BEGIN, NULL, NULL);
	set_timeouts(server);
	find_schemas(server);
	clear_path(server);
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

/* --- a second session --- */

char *
server_export(struct server *server)
{
	PGresult *row;
	char *snapshot;

	if (!server->may_export)
		return NULL;
	row = server_query(
	    server, "SELECT pg_catalog.pg_export_snapshot()", NULL);
	snapshot = mem_strdup(PQgetvalue(row, 0, 0));
	PQclear(row);
	return snapshot;
}

/* Begins its transaction; false when the server cannot, or takes too long. */
static bool
take_snapshot(struct server *second, const char *snapshot)
{
	char *sql =
	    mem_printf(BEGIN "; SET TRANSACTION SNAPSHOT '%s'", snapshot);
	int64_t deadline = pg_deadline(join_seconds);
	bool good = PQsendQuery(second->conn, sql);
	struct pg_error late;
	PGresult *result = NULL;

	free(sql);
	do {
		PQclear(result);
		while (good && PQisBusy(second->conn))
			good = pg_wait(&late, &second->target, second->conn,
				   POLLIN, deadline) == 0 &&
			       PQconsumeInput(second->conn);
		result = good ? PQgetResult(second->conn) : NULL;
		good &= !result || PQresultStatus(result) == PGRES_COMMAND_OK;
	} while (result);
	return good;
}

bool
server_join(struct server *second, struct server *first, const char *snapshot)
{
	struct pg_error why;

	*second = (struct server){ .driver = first->driver,
		.target = first->target,
		.default_schema = first->default_schema,
		.other = first };
	if (snapshot)
		second->conn = pg_connect(&why, &second->target, join_seconds);
	if (second->conn && !take_snapshot(second, snapshot)) {
		PQfinish(second->conn);
		second->conn = NULL;
	}
	if (!second->conn)
		return false;
	first->other = second;
	make_ready(second);
	set_timeouts(second);
	clear_path(second);
	return true;
}

void
server_leave(struct server *second)
{
	PQclear(server_query(second, "COMMIT", NULL));
	PQfinish(second->conn);
	second->other->other = NULL;
}
