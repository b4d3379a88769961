/*
 * queue - jobs a second of the queue in SQL, and of a bare loop of the same
 * statements through the same client library, with the same fairness: in turns,
 * so that what else the machine does slows down both.
 *
 * usage: queue DSN JOBS [QUEUE]
 *
 * The queue is called bench, and may hold other jobs already.  With a QUEUE
 * nothing is pushed, and the bare loop alone works off jobs that are there.
 */
#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "dialect.h"
#include "die.h"
#include "dsn.h"
#include "mem.h"
#include "my_connect.h"
#include "pg_connect.h"
#include "queue.h"
#include "queue_sql.h"
#include "turnstile.h"

enum { ROUNDS = 10, BATCH = 100 };

static const char *dsn, *from = "bench";
static struct queue *queue;
static struct em_err err;

/* Statements as the database sees them, ? being the parameters. */
static char *claim_sql, *ack_sql, *push_sql;
static const char payload[] =
    "{\"uuid\":\"00000000-0000-7000-8000-000000000001\",\"displayName\":"
    "\"Noted\",\"job\":\"emgen@fire\",\"data\":{\"event\":\"{}\"}}";

static void
must(int64_t rc)
{
	if (rc < 0)
		die_err(&err);
}

static void
check(bool good, const char *what)
{
	if (!good)
		die(EM_PERM, "%s", what);
}

/* --- emgen --- */

static void
our_work(long n)
{
	const char *const names[] = { from, NULL };
	struct queue_job job = { .id = NULL };

	while (n-- > 0) {
		must(queue_claim(queue, names, 90, &job, &err));
		must(queue_ack(queue, &job, &err));
		queue_job_clear(&job);
	}
}

static void
our_push(long n)
{
	const struct queue_push push = {
		.queue = "bench", .payload = payload, .len = sizeof(payload) - 1
	};

	for (long i = 0; i < n; i++) {
		if (i % BATCH == 0)
			must(db_begin(queue_db(queue), &err));
		must(queue_push(queue, &push, &err));
		if (i % BATCH == BATCH - 1 || i == n - 1)
			must(db_commit(queue_db(queue), &err));
	}
}

/* --- SQLite --- */

static sqlite3 *lite;
static struct turnstile *turnstile;
static sqlite3_stmt *lite_claim, *lite_ack, *lite_push;

static void
lite_exec(const char *sql)
{
	check(sqlite3_exec(lite, sql, NULL, NULL, NULL) == SQLITE_OK,
	    sqlite3_errmsg(lite));
}

static sqlite3_stmt *
lite_prepare(const char *sql)
{
	sqlite3_stmt *stmt;

	check(sqlite3_prepare_v3(lite, sql, -1, SQLITE_PREPARE_PERSISTENT,
		  &stmt, NULL) == SQLITE_OK,
	    sqlite3_errmsg(lite));
	return stmt;
}

static void
lite_open(void)
{
	char *path = dsn_sqlite_path(dsn, &err);

	check(sqlite3_open(path, &lite) == SQLITE_OK, path);
	lite_exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
	turnstile = turnstile_open(path, &err);
	lite_claim = lite_prepare(claim_sql);
	lite_ack = lite_prepare(ack_sql);
	lite_push = lite_prepare(push_sql);
	free(path);
}

static void
lite_begin(void)
{
	must(turnstile_enter(turnstile, 60, &err));
	lite_exec("BEGIN IMMEDIATE");
}

static void
lite_commit(void)
{
	lite_exec("COMMIT");
	turnstile_leave(turnstile);
}

static void
lite_work(long n)
{
	while (n-- > 0) {
		lite_begin();
		(void)sqlite3_bind_text(lite_claim, 1, from, -1, SQLITE_STATIC);
		(void)sqlite3_bind_text(lite_claim, 2, from, -1, SQLITE_STATIC);
		check(sqlite3_step(lite_claim) == SQLITE_ROW, "no job");
		(void)sqlite3_bind_int64(
		    lite_ack, 1, sqlite3_column_int64(lite_claim, 0));
		(void)sqlite3_bind_int64(
		    lite_ack, 2, sqlite3_column_int64(lite_claim, 3));
		free(mem_strdup(
		    (const char *)sqlite3_column_text(lite_claim, 2)));
		(void)sqlite3_reset(lite_claim);
		lite_commit();
		lite_begin();
		check(sqlite3_step(lite_ack) == SQLITE_DONE, "ack");
		(void)sqlite3_reset(lite_ack);
		lite_commit();
	}
}

static void
lite_push_jobs(long n)
{
	for (long i = 0; i < n; i++) {
		if (i % BATCH == 0)
			lite_begin();
		(void)sqlite3_bind_text(
		    lite_push, 1, "bench", -1, SQLITE_STATIC);
		(void)sqlite3_bind_int(lite_push, 2, 0);
		(void)sqlite3_bind_text(
		    lite_push, 3, payload, -1, SQLITE_STATIC);
		check(sqlite3_step(lite_push) == SQLITE_DONE, "push");
		(void)sqlite3_reset(lite_push);
		if (i % BATCH == BATCH - 1 || i == n - 1)
			lite_commit();
	}
}

/* --- PostgreSQL --- */

static PGconn *pg;

static PGresult *
pg_judge(PGresult *result)
{
	check(PQresultStatus(result) == PGRES_COMMAND_OK ||
		  PQresultStatus(result) == PGRES_TUPLES_OK,
	    PQerrorMessage(pg));
	return result;
}

static void
pg_prepare(const char *name, const char *sql)
{
	struct buf numbered = BUF_INIT;
	int n = 0;

	for (; *sql; sql++)
		if (*sql == '?')
			buf_addf(&numbered, "$%d", ++n);
		else
			buf_addc(&numbered, *sql);
	PQclear(pg_judge(PQprepare(pg, name, numbered.data, 0, NULL)));
	buf_clear(&numbered);
}

static void
pg_open(void)
{
	struct pg_target target;
	struct pg_error error;

	must(pg_target_parse(&target, dsn, &err));
	pg = pg_connect(&error, &target, 5);
	check(pg != NULL, error.err.msg);
	PQclear(pg_judge(PQexec(pg, "SET synchronous_commit = on")));
	pg_prepare("claim", claim_sql);
	pg_prepare("ack", ack_sql);
	pg_prepare("push", push_sql);
}

static void
pg_work(long n)
{
	const char *const names[] = { from, from };

	while (n-- > 0) {
		PGresult *row = pg_judge(
		    PQexecPrepared(pg, "claim", 2, names, NULL, NULL, 0));
		const char *const job[] = { PQgetvalue(row, 0, 0),
			PQgetvalue(row, 0, 3) };

		free(mem_strdup(PQgetvalue(row, 0, 2)));
		PQclear(
		    pg_judge(PQexecPrepared(pg, "ack", 2, job, NULL, NULL, 0)));
		PQclear(row);
	}
}

static void
pg_push_jobs(long n)
{
	static const char *const values[] = { "bench", "0", payload };

	for (long i = 0; i < n; i++) {
		if (i % BATCH == 0)
			PQclear(pg_judge(PQexec(pg, "BEGIN")));
		PQclear(pg_judge(
		    PQexecPrepared(pg, "push", 3, values, NULL, NULL, 0)));
		if (i % BATCH == BATCH - 1 || i == n - 1)
			PQclear(pg_judge(PQexec(pg, "COMMIT")));
	}
}

/* --- MySQL --- */

enum { TEXT_MAX = 4096 };

static MYSQL *my;
static MYSQL_STMT *my_claim, *my_reserve, *my_ack, *my_push;
static char my_text[7][TEXT_MAX];
static unsigned long my_length[7];

static MYSQL_STMT *
my_prepare(const char *sql)
{
	MYSQL_STMT *stmt = mysql_stmt_init(my);

	check(mysql_stmt_prepare(stmt, sql, strlen(sql)) == 0,
	    mysql_stmt_error(stmt));
	return stmt;
}

static void
my_open(void)
{
	const struct my_options options = { .timeout = 5, .patience = 60 };
	MYSQL_BIND columns[7] = { { .buffer = NULL } };
	struct my_error error;

	my = my_connect(&error, dsn, &options);
	check(my != NULL, error.err.msg);
	check(mysql_query(my, "SET SESSION TRANSACTION ISOLATION LEVEL "
			      "READ COMMITTED") == 0,
	    mysql_error(my));
	my_claim = my_prepare(claim_sql);
	my_reserve = my_prepare("UPDATE IGNORE jobs SET reserved_at = ?, "
				"attempts = ? WHERE id = ?");
	my_ack = my_prepare(ack_sql);
	my_push = my_prepare(push_sql);
	for (int i = 0; i < 7; i++) {
		columns[i].buffer_type = MYSQL_TYPE_STRING;
		columns[i].buffer = my_text[i];
		columns[i].buffer_length = TEXT_MAX;
		columns[i].length = &my_length[i];
	}
	check(mysql_stmt_bind_result(my_claim, columns) == 0, "bind");
}

static MYSQL_BIND
my_value(const char *text)
{
	MYSQL_BIND bind = { .buffer_type = MYSQL_TYPE_STRING,
		.buffer_length = strlen(text) };

	memcpy(&bind.buffer, &text, sizeof(bind.buffer));
	return bind;
}

static void
my_run(MYSQL_STMT *stmt, MYSQL_BIND *values)
{
	check(mysql_stmt_bind_param(stmt, values) == 0 &&
		  mysql_stmt_execute(stmt) == 0,
	    mysql_stmt_error(stmt));
}

static void
my_work(long n)
{
	MYSQL_BIND names[] = { my_value(from), my_value(from) };

	while (n-- > 0) {
		check(mysql_query(my, "START TRANSACTION") == 0, "begin");
		my_run(my_claim, names);
		check(mysql_stmt_store_result(my_claim) == 0 &&
			  mysql_stmt_fetch(my_claim) == 0,
		    "no job");
		for (int i = 0; i < 7; i++)
			my_text[i][my_length[i]] = '\0';
		(void)mysql_stmt_free_result(my_claim);
		MYSQL_BIND reserve[] = { my_value(my_text[4]),
			my_value(my_text[3]), my_value(my_text[0]) };
		MYSQL_BIND ack[] = { my_value(my_text[0]),
			my_value(my_text[3]) };

		my_run(my_reserve, reserve);
		check(mysql_query(my, "COMMIT") == 0, "commit");
		my_run(my_ack, ack);
	}
}

static void
my_push_jobs(long n)
{
	MYSQL_BIND values[] = { my_value("bench"), my_value("0"),
		my_value(payload) };

	for (long i = 0; i < n; i++) {
		if (i % BATCH == 0)
			check(
			    mysql_query(my, "START TRANSACTION") == 0, "begin");
		my_run(my_push, values);
		if (i % BATCH == BATCH - 1 || i == n - 1)
			check(mysql_query(my, "COMMIT") == 0, "commit");
	}
}

/* --- measuring --- */

static const struct {
	void (*open)(void);
	void (*push)(long n);
	void (*work)(long n);
} floors[] = {
	[DB_SQLITE] = { lite_open, lite_push_jobs, lite_work },
	[DB_PGSQL] = { pg_open, pg_push_jobs, pg_work },
	[DB_MYSQL] = { my_open, my_push_jobs, my_work },
};

static char *
written(const char *text)
{
	struct buf sql = BUF_INIT;

	dialect_add(&sql, queue_db(queue), text);
	return buf_detach(&sql);
}

static double
seconds(void (*run)(long n), long n)
{
	int64_t start = clock_monotonic_us();

	run(n);
	return (double)(clock_monotonic_us() - start) / 1e6;
}

static void
compare(const char *what, void (*ours)(long n), void (*bare)(long n), long jobs)
{
	double our = 0, floor = 0;

	for (int i = 0; i < ROUNDS; i++) {
		our += seconds(ours, jobs / ROUNDS);
		floor += seconds(bare, jobs / ROUNDS);
	}
	printf("%-12s %9.0f jobs/s, bare loop %9.0f jobs/s, ratio %.2f\n", what,
	    (double)jobs / our, (double)jobs / floor, floor / our);
}

static void
open_both(void)
{
	queue = queue_open(dsn, 60, &err);
	if (!queue)
		die_err(&err);
	claim_sql = written(queue_sql_claim(queue_db(queue), false));
	ack_sql = written("DELETE FROM jobs " QUEUE_OURS);
	push_sql = written("INSERT INTO jobs (queue, attempts, reserved_at, "
			   "available_at, created_at, payload) "
			   "VALUES (?, 0, NULL, {now} + ?, {now}, ?)");
	floors[db_kind(queue_db(queue))].open();
}

int
main(int argc, char *argv[])
{
	enum db_kind kind;
	long jobs;

	die_setname("queue");
	if (argc < 3 || argc > 4)
		die_usage("usage: queue DSN JOBS [QUEUE]\n");
	dsn = argv[1];
	jobs = strtol(argv[2], NULL, 10);
	open_both();
	kind = db_kind(queue_db(queue));
	if (argc == 4) {
		from = argv[3];
		printf(
		    "%.0f\n", (double)jobs / seconds(floors[kind].work, jobs));
	} else {
		compare("push", our_push, floors[kind].push, jobs);
		compare("claim, ack", our_work, floors[kind].work, jobs);
	}
	queue_close(queue);
	free(claim_sql);
	free(ack_sql);
	free(push_sql);
	return EM_OK;
}
