/* db_pgsql - PostgreSQL behind db.h. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "buf.h"
#include "clock.h"
#include "db_priv.h"
#include "mem.h"
#include "pg_connect.h"

enum { PARAMETERS_MAX = 16, NUMBER_TEXT = 24, NOTIFY_EVERY_US = 50000 };

struct connection {
	struct db db; /* first: the one is the other */
	PGconn *handle;
	struct pg_target target;
	double patience;     /* seconds that the server may be silent */
	bool silent;         /* it was for longer */
	unsigned prepared;   /* statements, for their names */
	struct buf unused;   /* what forgets those that are not needed */
	int64_t notified_us; /* on the monotonic clock */
};

struct statement {
	struct db_stmt stmt; /* first */
	char name[NUMBER_TEXT];
	int parameters;
	const char *values[PARAMETERS_MAX];
	char
	    *copies[PARAMETERS_MAX]; /* of text, which libpq wants terminated */
	char numbers[PARAMETERS_MAX][NUMBER_TEXT];
	PGresult *result; /* of the run at hand, or NULL */
	int row;
};

static struct connection *
connection(struct db *db)
{
	return (struct connection *)db;
}

static struct statement *
statement(struct db_stmt *stmt)
{
	return (struct statement *)stmt;
}

/* --- errors --- */

/* Of a call that has no result: libpq itself, or a connection that is gone. */
static int
fail_message(struct connection *c, struct em_err *err)
{
	struct pg_error error;

	if (c->silent)
		return err_set(err, EM_TEMP,
		    "%s: the server has not answered for %g s", c->target.shown,
		    c->patience);
	(void)pg_error_of_connection(&error, &c->target, c->handle);
	*err = error.err;
	return -1;
}

static int
fail_result(struct connection *c, const PGresult *result, struct em_err *err)
{
	struct pg_error error;

	if (c->silent)
		return fail_message(c, err);
	(void)pg_error_of_result(&error, &c->target, c->handle, result);
	*err = error.err;
	return -1;
}

/* Takes the result: 0 when the statement went well. */
static int
judge_take(struct connection *c, PGresult *result, struct em_err *err)
{
	ExecStatusType status = libpq.PQresultStatus(result);
	int rc = 0;

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		rc = fail_result(c, result, err);
	libpq.PQclear(result);
	return rc;
}

/* --- asking --- */

/* What comes for a connection without an answer is an error from now on. */
static void
give_up(struct connection *c)
{
	c->silent = true;
	(void)shutdown(libpq.PQsocket(c->handle), SHUT_RDWR);
}

/* Waits until the next result is there, or it is clear that none will come. */
static void
await(struct connection *c)
{
	int64_t until = clock_monotonic_us() + (int64_t)(c->patience * 1e6);
	int unsent;

	while ((unsent = libpq.PQflush(c->handle)) > 0 ||
	       (unsent == 0 && libpq.PQisBusy(c->handle))) {
		struct pollfd fd = { libpq.PQsocket(c->handle),
			(short)(POLLIN | (unsent ? POLLOUT : 0)), 0 };
		int64_t left = until - clock_monotonic_us();
		int n = left > 0 ? poll(&fd, 1, clock_poll_ms(left)) : 0;

		if (n == 0) {
			give_up(c);
			return;
		}
		if (n > 0 && (fd.revents & ~POLLOUT) &&
		    !libpq.PQconsumeInput(c->handle))
			return;
	}
}

static PGresult *
next_result(struct connection *c)
{
	await(c);
	return libpq.PQgetResult(c->handle);
}

/* What PQexec() gives, of what was sent; NULL when it could not be. */
static PGresult *
answer(struct connection *c, int sent)
{
	PGresult *result = NULL, *next;

	while (sent && (next = next_result(c))) {
		libpq.PQclear(result);
		result = next;
	}
	return result;
}

/* --- the connection --- */

static int
exec(struct db *db, const char *sql, struct em_err *err)
{
	struct connection *c = connection(db);

	return judge_take(c, answer(c, libpq.PQsendQuery(c->handle, sql)), err);
}

static void
close_connection(struct db *db)
{
	struct connection *c = connection(db);

	libpq.PQfinish(c->handle);
	buf_clear(&c->unused);
	pg_target_clear(&c->target);
	free(c);
}

static int
connect_server(struct connection *c, double timeout, struct em_err *err)
{
	struct pg_error error;

	c->handle = pg_connect(&error, &c->target, timeout);
	if (c->handle) /* await() flushes */
		return libpq.PQsetnonblocking(c->handle, 1);
	*err = error.err;
	return -1;
}

static int
set_up(struct connection *c, double timeout, struct em_err *err)
{
	struct buf sql = BUF_INIT;
	int rc;

	buf_addf(&sql,
	    "SET lock_timeout = %d; SET standard_conforming_strings = on; "
	    "SET synchronous_commit = on; SET TIME ZONE 'UTC'; ",
	    (int)(timeout * 1000));
	pg_add_watch(&sql, &c->target, c->handle);
	rc = exec(&c->db, sql.data, err);
	buf_clear(&sql);
	return rc;
}

static struct db *
open_connection(const char *dsn, double timeout, struct em_err *err)
{
	struct connection *c = mem_zalloc(1, sizeof(*c));
	int rc = pg_target_parse(&c->target, dsn, err);

	c->patience = silence_limit(
	    c->target.silence.answer, SILENCE_ANSWER, db_patience());
	if (rc == 0 && connect_server(c, timeout, err) == 0 &&
	    set_up(c, timeout, err) == 0) {
		c->db.skips_locked = true;
		return &c->db;
	}
	close_connection(&c->db);
	return NULL;
}

/* --- transactions --- */

static int
begin(struct db *db, struct em_err *err)
{
	return exec(db, "BEGIN", err);
}

/* A transaction that failed answers COMMIT with ROLLBACK, and no error. */
static int
commit(struct db *db, struct em_err *err)
{
	struct connection *c = connection(db);

	if (libpq.PQtransactionStatus(c->handle) == PQTRANS_INERROR) {
		(void)exec(db, "ROLLBACK", err);
		return err_set(err, EM_PERM, "%s: the transaction failed",
		    c->target.shown);
	}
	return exec(db, "COMMIT", err);
}

static void
rollback(struct db *db)
{
	struct connection *c = connection(db);
	struct em_err err;

	if (libpq.PQtransactionStatus(c->handle) != PQTRANS_IDLE)
		(void)exec(db, "ROLLBACK", &err);
}

/* --- statements --- */

/* Each ? outside of quotes becomes $1, $2 ...; how many they are. */
static int
number_parameters(struct buf *out, const char *sql)
{
	bool quoted = false;
	int n = 0;

	for (; *sql; sql++) {
		quoted ^= *sql == '\'';
		if (*sql == '?' && !quoted)
			buf_addf(out, "$%d", ++n);
		else
			buf_addc(out, *sql);
	}
	return n;
}

static void
forget_unused(struct connection *c)
{
	struct em_err err;

	if (c->unused.len == 0 ||
	    libpq.PQtransactionStatus(c->handle) == PQTRANS_INERROR)
		return;
	(void)exec(&c->db, c->unused.data, &err);
	buf_truncate(&c->unused, 0);
}

static struct db_stmt *
prepare(struct db *db, const char *sql, struct em_err *err)
{
	struct connection *c = connection(db);
	struct statement *s = mem_zalloc(1, sizeof(*s));
	struct buf numbered = BUF_INIT;
	int rc;

	forget_unused(c);
	s->parameters = number_parameters(&numbered, sql);
	(void)snprintf(s->name, sizeof(s->name), "s%u", c->prepared++);
	rc = judge_take(c,
	    answer(c, libpq.PQsendPrepare(
			  c->handle, s->name, numbered.data, 0, NULL)),
	    err);
	buf_clear(&numbered);
	if (rc == 0)
		return &s->stmt;
	free(s);
	return NULL;
}

static void
drop_result(struct statement *s)
{
	libpq.PQclear(s->result);
	s->result = NULL;
}

/*
 * A statement is forgotten when the next is prepared, if ever: whoever closes
 * the connection does not wait for the server.
 */
static void
finalize(struct db_stmt *stmt)
{
	struct statement *s = statement(stmt);

	drop_result(s);
	buf_addf(&connection(stmt->db)->unused, "DEALLOCATE %s;", s->name);
	for (int i = 0; i < s->parameters; i++)
		free(s->copies[i]);
	free(s);
}

static void
bind_textn(struct db_stmt *stmt, int at, const char *text, size_t len)
{
	struct statement *s = statement(stmt);

	free(s->copies[at - 1]);
	s->copies[at - 1] = NULL;
	if (text)
		text = s->copies[at - 1] = mem_strndup(text, len);
	s->values[at - 1] = text;
}

static void
bind_int(struct db_stmt *stmt, int at, int64_t value)
{
	struct statement *s = statement(stmt);

	(void)snprintf(s->numbers[at - 1], sizeof(s->numbers[at - 1]), "%lld",
	    (long long)value);
	s->values[at - 1] = s->numbers[at - 1];
}

static void
reset(struct db_stmt *stmt)
{
	drop_result(statement(stmt));
}

static int
execute(struct statement *s, struct em_err *err)
{
	struct connection *c = connection(s->stmt.db);
	ExecStatusType status;

	drop_result(s);
	s->row = -1;
	s->result = answer(c, libpq.PQsendQueryPrepared(c->handle, s->name,
				  s->parameters, s->values, NULL, NULL, 0));
	status = libpq.PQresultStatus(s->result);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return 0;
	(void)fail_result(c, s->result, err);
	drop_result(s);
	return -1;
}

static int64_t
run(struct db_stmt *stmt, struct em_err *err)
{
	struct statement *s = statement(stmt);
	int64_t changed;

	if (execute(s, err) < 0)
		return -1;
	changed = strtoll(libpq.PQcmdTuples(s->result), NULL, 10);
	drop_result(s);
	return changed;
}

/* --- statements that do not wait for each other --- */

/* Runs whose answers are taken together: few enough to fit into the socket. */
enum { TOGETHER = 64 };

static int
send_runs(struct statement *s, size_t from, size_t to,
    void (*bind)(void *, size_t), void *arg, struct em_err *err)
{
	struct connection *c = connection(s->stmt.db);

	for (size_t i = from; i < to; i++) {
		bind(arg, i);
		if (!libpq.PQsendQueryPrepared(c->handle, s->name,
			s->parameters, s->values, NULL, NULL, 0))
			return fail_message(c, err);
	}
	return libpq.PQpipelineSync(c->handle) ? 0 : fail_message(c, err);
}

/* The answer to one run; of several errors the first is the one that counts. */
static int
take_answer(struct connection *c, int64_t *changed, struct em_err *err)
{
	PGresult *result = next_result(c);
	int rc = 0;

	if (!result)
		return fail_message(c, err);
	*changed = strtoll(libpq.PQcmdTuples(result), NULL, 10);
	if (libpq.PQresultStatus(result) != PGRES_COMMAND_OK)
		rc = fail_result(c, result, err);
	libpq.PQclear(result);
	libpq.PQclear(next_result(c)); /* NULL: the end of the answer */
	return rc;
}

static int
take_answers(
    struct connection *c, int64_t changed[], size_t n, struct em_err *err)
{
	struct em_err later;
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		if (take_answer(c, &changed[i], rc < 0 ? &later : err) < 0)
			rc = -1;
	libpq.PQclear(next_result(c)); /* of the sync */
	return rc;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* While the server works on some runs, the next are on their way. */
static int
run_each(struct db_stmt *stmt, size_t n, void (*bind)(void *, size_t),
    void *arg, int64_t changed[], struct em_err *err)
{
	struct statement *s = statement(stmt);
	struct connection *c = connection(stmt->db);
	size_t sent = 0, done = 0, next;
	int rc = 0;

	drop_result(s);
	if (!libpq.PQenterPipelineMode(c->handle))
		return fail_message(c, err);
	while (done < sent || (rc == 0 && sent < n)) {
		if (rc == 0 && sent < n && sent - done <= TOGETHER) {
			next = least(sent + TOGETHER, n);
			rc = send_runs(s, sent, next, bind, arg, err);
			if (rc < 0)
				break; /* the connection is gone */
			sent = next;
		} else {
			struct em_err later;

			next = least(done + TOGETHER, sent);
			if (take_answers(c, changed + done, next - done,
				rc < 0 ? &later : err) < 0)
				rc = -1;
			done = next;
		}
	}
	(void)libpq.PQexitPipelineMode(c->handle);
	return rc;
}

static int
row(struct db_stmt *stmt, struct em_err *err)
{
	struct statement *s = statement(stmt);

	if (!s->result && execute(s, err) < 0)
		return -1;
	if (++s->row < libpq.PQntuples(s->result))
		return 1;
	drop_result(s);
	return 0;
}

static bool
is_null(struct db_stmt *stmt, int column)
{
	struct statement *s = statement(stmt);

	return libpq.PQgetisnull(s->result, s->row, column);
}

static const char *
text(struct db_stmt *stmt, int column)
{
	struct statement *s = statement(stmt);

	return libpq.PQgetvalue(s->result, s->row, column);
}

static size_t
len(struct db_stmt *stmt, int column)
{
	struct statement *s = statement(stmt);

	return (size_t)libpq.PQgetlength(s->result, s->row, column);
}

static int64_t
to_int(struct db_stmt *stmt, int column)
{
	return strtoll(text(stmt, column), NULL, 10);
}

/* --- waiting --- */

static int
listen_for(struct db *db, const char *channel, struct em_err *err)
{
	char *sql = mem_printf("LISTEN %s", channel);
	int rc = exec(db, sql, err);

	free(sql);
	return rc;
}

static int
notify(struct db *db, const char *channel, struct em_err *err)
{
	struct connection *c = connection(db);
	int64_t now = clock_monotonic_us();
	char *sql;
	int rc;

	if (now - c->notified_us < NOTIFY_EVERY_US)
		return 0;
	c->notified_us = now;
	sql = mem_printf("NOTIFY %s", channel);
	rc = exec(db, sql, err);
	free(sql);
	return rc;
}

/* Takes all notifications that have come: whether there was one. */
static bool
take_notifications(struct connection *c)
{
	bool any = false;
	PGnotify *notify;

	for (; (notify = libpq.PQnotifies(c->handle)); any = true)
		libpq.PQfreemem(notify);
	return any;
}

static int
wait_for(struct db *db, double seconds, struct em_err *err)
{
	struct connection *c = connection(db);
	int64_t until = clock_monotonic_us() + (int64_t)(seconds * 1e6);
	int socket = libpq.PQsocket(c->handle);

	for (;;) {
		struct pollfd fds[] = { { socket, POLLIN, 0 },
			{ db->wake_fd, POLLIN, 0 } };
		int64_t left = until - clock_monotonic_us();

		if (take_notifications(c))
			return 1;
		if (left <= 0 || poll(fds, 2, clock_poll_ms(left)) < 0 ||
		    fds[1].revents)
			return 0;
		if (fds[0].revents && !libpq.PQconsumeInput(c->handle))
			return fail_message(c, err);
	}
}

const struct db_driver db_pgsql = {
	.kind = DB_PGSQL,
	.open = open_connection,
	.close = close_connection,
	.exec = exec,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.prepare = prepare,
	.finalize = finalize,
	.bind_textn = bind_textn,
	.bind_int = bind_int,
	.run = run,
	.run_each = run_each,
	.row = row,
	.reset = reset,
	.is_null = is_null,
	.text = text,
	.len = len,
	.to_int = to_int,
	.listen = listen_for,
	.notify = notify,
	.wait = wait_for,
};
