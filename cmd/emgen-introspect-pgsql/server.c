/* server - what is asked of PostgreSQL, and what goes wrong (server.h). */
#include "server.h"

#include <poll.h>
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

void
server_fail_message(struct server *server)
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

/* So that the other session needs not wait for us to go on. */
static void
relieve(struct server *other)
{
	if (other && !PQconsumeInput(other->conn))
		server_fail_message(other);
}

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
			server_fail_message(server);
		relieve(server->other);
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
		server_fail_message(server);
	server->asked[server->n_asked++] = rows;
}

/* An error may come behind the rows; NULL ends both, then comes the point. */
static PGresult *
receive_answer(struct server *server)
{
	PGresult *result = receive(server), *more;
	ExecStatusType status;

	if (!result)
		server_fail_message(server);
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
