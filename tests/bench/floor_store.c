/*
 * floor_store - what the event store cannot be faster than: a bare loop of the
 * same INSERT, or of the same SELECT, through the same client library, with the
 * same batches and the same durability.
 *
 * usage: floor_store append DATABASE BATCH < rows
 *        floor_store read DATABASE > lines
 *
 * DATABASE is the path of a SQLite file or a conninfo of libpq; emgen has made
 * its tables.  A row is a line: what the statement is given, with tabs between;
 * an empty one is NULL.
 */
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"

enum { COLUMNS = 11, PAGE = 500 };

#define INTO                                                                   \
	"INSERT INTO domain_events (event_id, stream_id, stream_version, "     \
	"event_type, source, subject, occurred_on, correlation_id, "           \
	"causation_id, event_data, line) VALUES "
/* The statement of common/svc/store/store.c: with the stream's next version. */
#define ROW(id, stream, again, a, b, c, d, e, f, g, h)                         \
	"(" id ", " stream ", (SELECT coalesce(max(e.stream_version), 0) + 1 " \
	"FROM domain_events AS e WHERE e.stream_id = " again "), " a ", " b    \
	", " c ", " d ", " e ", " f ", " g ", " h ") ON CONFLICT DO NOTHING"
#define FROM                                                                   \
	"SELECT position, line, event_type, event_id, source, subject, "       \
	"occurred_on, correlation_id, causation_id, event_data "               \
	"FROM domain_events WHERE position > "
#define BEHIND " ORDER BY position LIMIT 500"

static const char setup[] = "PRAGMA journal_mode = WAL;"
			    "PRAGMA synchronous = FULL";

/* The columns of the next row, in a buffer of getline(); false at the end. */
static bool
next_row(const char *values[COLUMNS])
{
	static size_t cap;
	static char *text;
	char *p;

	if (getline(&text, &cap, stdin) < 0)
		return false;
	text[strcspn(text, "\n")] = '\0';
	p = text;
	for (int i = 0; i < COLUMNS; i++) {
		char *value = strsep(&p, "\t");

		values[i] = value && *value ? value : NULL;
	}
	return true;
}

/* --- SQLite --- */

static void
sqlite_exec(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(EM_PERM, "%s", sqlite3_errmsg(db));
}

static sqlite3_stmt *
sqlite_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		die(EM_PERM, "%s", sqlite3_errmsg(db));
	return stmt;
}

static void
sqlite_append(sqlite3 *db, long batch)
{
	const char *values[COLUMNS];
	sqlite3_stmt *stmt = sqlite_prepare(db,
	    INTO ROW("?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?"));
	long n = 0;

	while (next_row(values)) {
		if (n++ % batch == 0)
			sqlite_exec(db, "BEGIN IMMEDIATE");
		for (int i = 0; i < COLUMNS; i++)
			(void)sqlite3_bind_text(
			    stmt, i + 1, values[i], -1, SQLITE_STATIC);
		if (sqlite3_step(stmt) != SQLITE_DONE)
			die(EM_PERM, "%s", sqlite3_errmsg(db));
		(void)sqlite3_reset(stmt);
		if (n % batch == 0)
			sqlite_exec(db, "COMMIT");
	}
	if (n % batch != 0)
		sqlite_exec(db, "COMMIT");
	(void)sqlite3_finalize(stmt);
}

static void
sqlite_read(sqlite3 *db)
{
	sqlite3_stmt *stmt = sqlite_prepare(db, FROM "?" BEHIND);
	sqlite3_int64 after = 0, before;

	do {
		before = after;
		(void)sqlite3_bind_int64(stmt, 1, after);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			after = sqlite3_column_int64(stmt, 0);
			for (int c = 1; c < COLUMNS - 1; c++)
				fputs(sqlite3_column_text(stmt, c)
					  ? (const char *)sqlite3_column_text(
						stmt, c)
					  : "",
				    stdout);
		}
		(void)sqlite3_reset(stmt);
	} while (after > before);
	(void)sqlite3_finalize(stmt);
}

static void
run_sqlite(const char *path, long batch)
{
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL))
		die(EM_PERM, "%s: %s", path, sqlite3_errmsg(db));
	sqlite_exec(db, setup);
	if (batch)
		sqlite_append(db, batch);
	else
		sqlite_read(db);
	(void)sqlite3_close(db);
}

/* --- PostgreSQL --- */

static PGresult *
pgsql_judge(PGconn *conn, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		die(EM_PERM, "%s", PQerrorMessage(conn));
	return result;
}

static void
pgsql_exec(PGconn *conn, const char *sql)
{
	PQclear(pgsql_judge(conn, PQexec(conn, sql)));
}

static void
pgsql_append(PGconn *conn, long batch)
{
	const char *values[COLUMNS];
	long n = 0;

	PQclear(pgsql_judge(conn, PQprepare(conn, "s",
				      INTO ROW("$1", "$2", "$3", "$4", "$5",
					  "$6", "$7", "$8", "$9", "$10", "$11"),
				      0, NULL)));
	while (next_row(values)) {
		if (n++ % batch == 0)
			pgsql_exec(conn, "BEGIN");
		PQclear(pgsql_judge(conn,
		    PQexecPrepared(conn, "s", COLUMNS, values, NULL, NULL, 0)));
		if (n % batch == 0)
			pgsql_exec(conn, "COMMIT");
	}
	if (n % batch != 0)
		pgsql_exec(conn, "COMMIT");
}

static void
pgsql_read(PGconn *conn)
{
	const char *values[1] = { "0" };
	PGresult *result = NULL;
	int rows;

	PQclear(
	    pgsql_judge(conn, PQprepare(conn, "s", FROM "$1" BEHIND, 0, NULL)));
	do {
		PGresult *page = pgsql_judge(
		    conn, PQexecPrepared(conn, "s", 1, values, NULL, NULL, 0));

		PQclear(result);
		result = page;
		rows = PQntuples(page);
		for (int r = 0; r < rows; r++)
			for (int c = 1; c < COLUMNS - 1; c++)
				fputs(PQgetvalue(page, r, c), stdout);
		if (rows > 0)
			values[0] = PQgetvalue(page, rows - 1, 0);
	} while (rows == PAGE);
	PQclear(result);
}

static void
run_pgsql(const char *conninfo, long batch)
{
	PGconn *conn = PQconnectdb(conninfo);

	if (PQstatus(conn) != CONNECTION_OK)
		die(EM_PERM, "%s", PQerrorMessage(conn));
	pgsql_exec(conn, "SET synchronous_commit = on");
	if (batch)
		pgsql_append(conn, batch);
	else
		pgsql_read(conn);
	PQfinish(conn);
}

int
main(int argc, char *argv[])
{
	bool append = argc == 4 && strcmp(argv[1], "append") == 0;
	long batch = append ? strtol(argv[3], NULL, 10) : 0;

	die_setname("floor_store");
	if (!append && (argc != 3 || strcmp(argv[1], "read") != 0))
		die_usage("usage: floor_store append DATABASE BATCH\n"
			  "       floor_store read DATABASE\n");
	if (strchr(argv[2], '='))
		run_pgsql(argv[2], batch);
	else
		run_sqlite(argv[2], batch);
	return fflush(stdout) ? EM_TEMP : EM_OK;
}
