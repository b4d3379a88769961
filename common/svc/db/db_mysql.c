/* db_mysql - MySQL and MariaDB behind db.h. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "clock.h"
#include "db_priv.h"
#include "dsn.h"
#include "mem.h"
#include "my_connect.h"
#include "silence.h"

enum {
	PARAMETERS_MAX = 16,
	TEXT_MIN = 64,               /* bytes of a column to begin with */
	PACKET_HEAD = 64,            /* bytes of a packet, at most, ... */
	PARAMETER_HEAD = 16,         /* ... and of each parameter in it */
	WAIT_MIN_US = 20000,         /* between two looks, growing ... */
	WAIT_MAX_US = 500000,        /* ... up to this */
	SKIPS_LOCKED_MYSQL = 80001,  /* the version: 8.0.1 */
	SKIPS_LOCKED_MARIA = 100600, /* 10.6 */
};

struct connection {
	struct db db; /* first: the one is the other */
	MYSQL *handle;
	char *shown;
	struct silence said;
	size_t packet_max; /* bytes that the server takes at once */
	int64_t wait_us;   /* before the next look */
};

struct statement {
	struct db_stmt stmt; /* first */
	MYSQL_STMT *handle;
	MYSQL_BIND parameters[PARAMETERS_MAX];
	int64_t numbers[PARAMETERS_MAX];
	bool has_rows; /* of the run at hand */
	unsigned n;
	MYSQL_BIND *columns;
	unsigned long *lengths;
	my_bool *nulls;
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

static int
fail(struct connection *c, struct em_err *err)
{
	struct my_error error;

	(void)my_error_of_handle(&error, c->shown, c->handle);
	*err = error.err;
	return -1;
}

static int
fail_statement(struct statement *s, struct em_err *err)
{
	struct my_error error;

	(void)my_error_of_statement(
	    &error, connection(s->stmt.db)->shown, s->handle);
	*err = error.err;
	return -1;
}

/* --- the connection --- */

static int
exec(struct db *db, const char *sql, struct em_err *err)
{
	struct connection *c = connection(db);
	int more;

	if (libmariadb.mysql_query(c->handle, sql))
		return fail(c, err);
	do {
		MYSQL_RES *rows = libmariadb.mysql_store_result(c->handle);

		if (!rows && libmariadb.mysql_field_count(c->handle) > 0)
			return fail(c, err);
		libmariadb.mysql_free_result(rows);
		more = libmariadb.mysql_next_result(c->handle);
	} while (more == 0);
	return more > 0 ? fail(c, err) : 0;
}

static void
close_connection(struct db *db)
{
	struct connection *c = connection(db);

	if (c->handle)
		libmariadb.mysql_close(c->handle);
	free(c->shown);
	free(c);
}

/*
 * SQL is written as for the others: || joins text, " quotes names, and less
 * than nothing is a number.  What is read may have been committed a moment ago,
 * so that no row is locked but those that are changed.  Whoever waits for a
 * line or a job may do so for a year. MariaDB misses a client that is gone,
 * too, and lets go of what that has locked.
 */
static int
set_up(struct connection *c, double timeout, struct em_err *err)
{
	char sql[512];

	(void)snprintf(sql, sizeof(sql),
	    "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,"
	    "PIPES_AS_CONCAT,ANSI_QUOTES,NO_UNSIGNED_SUBTRACTION', "
	    "time_zone = '+00:00', "
	    "autocommit = 1, innodb_lock_wait_timeout = %u, "
	    "lock_wait_timeout = %u, "
	    "wait_timeout = 31536000; "
	    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; "
	    "/*M!100300 SET SESSION idle_write_transaction_timeout = %u */",
	    my_seconds(timeout), my_seconds(timeout),
	    my_seconds(silence_limit(c->said.answer, SILENCE_ANSWER, 0)));
	return exec(&c->db, sql, err);
}

/* It closes the connection to who sends more, which looks as if it were gone.
 */
static int
learn_packet_max(struct connection *c, struct em_err *err)
{
	MYSQL_RES *rows;
	MYSQL_ROW row;

	if (libmariadb.mysql_query(c->handle, "SELECT @@max_allowed_packet") ||
	    !(rows = libmariadb.mysql_store_result(c->handle)))
		return fail(c, err);
	row = libmariadb.mysql_fetch_row(rows);
	c->packet_max = row && row[0] ? strtoul(row[0], NULL, 10) : SIZE_MAX;
	libmariadb.mysql_free_result(rows);
	return 0;
}

static bool
skips_locked(MYSQL *handle)
{
	bool is_maria = strcasestr(libmariadb.mysql_get_server_info(handle),
			    "mariadb") != NULL;

	return libmariadb.mysql_get_server_version(handle) >=
	       (is_maria ? SKIPS_LOCKED_MARIA : SKIPS_LOCKED_MYSQL);
}

static struct db *
open_connection(const char *dsn, double timeout, struct em_err *err)
{
	struct connection *c = mem_zalloc(1, sizeof(*c));
	const struct my_options options = { .timeout = timeout,
		.patience = SILENCE_ANSWER,
		.patience_max = db_patience(),
		.said = &c->said,
		.flags = CLIENT_MULTI_STATEMENTS };
	struct my_error error;

	c->shown = dsn_redact(dsn);
	c->wait_us = WAIT_MIN_US;
	c->handle = my_connect(&error, dsn, &options);
	if (!c->handle)
		*err = error.err;
	else if (set_up(c, timeout, err) == 0 &&
		 learn_packet_max(c, err) == 0) {
		c->db.skips_locked = skips_locked(c->handle);
		return &c->db;
	}
	close_connection(&c->db);
	return NULL;
}

/* --- transactions --- */

static int
begin(struct db *db, struct em_err *err)
{
	return exec(db, "START TRANSACTION", err);
}

static int
commit(struct db *db, struct em_err *err)
{
	return exec(db, "COMMIT", err);
}

static void
rollback(struct db *db)
{
	struct em_err err;

	(void)exec(db, "ROLLBACK", &err);
}

/* --- statements --- */

static void
finalize(struct db_stmt *stmt)
{
	struct statement *s = statement(stmt);

	if (s->handle)
		(void)libmariadb.mysql_stmt_close(s->handle);
	for (unsigned i = 0; i < s->n; i++)
		free(s->columns[i].buffer);
	free(s->columns);
	free(s->lengths);
	free(s->nulls);
	free(s);
}

static void
make_room(struct statement *s, unsigned i, unsigned long size)
{
	MYSQL_BIND *column = &s->columns[i];

	column->buffer = mem_realloc(column->buffer, size, 1);
	column->buffer_length = size;
}

/* All columns are read as text. */
static void
make_columns(struct statement *s)
{
	s->n = libmariadb.mysql_stmt_field_count(s->handle);
	s->columns = mem_zalloc(s->n + 1, sizeof(*s->columns));
	s->lengths = mem_zalloc(s->n + 1, sizeof(*s->lengths));
	s->nulls = mem_zalloc(s->n + 1, sizeof(*s->nulls));
	for (unsigned i = 0; i < s->n; i++) {
		s->columns[i].buffer_type = MYSQL_TYPE_STRING;
		s->columns[i].length = &s->lengths[i];
		s->columns[i].is_null = &s->nulls[i];
		make_room(s, i, TEXT_MIN);
	}
}

static struct db_stmt *
prepare(struct db *db, const char *sql, struct em_err *err)
{
	struct connection *c = connection(db);
	struct statement *s = mem_zalloc(1, sizeof(*s));

	s->stmt.db = db;
	s->handle = libmariadb.mysql_stmt_init(c->handle);
	if (!s->handle)
		(void)fail(c, err);
	else if (libmariadb.mysql_stmt_prepare(s->handle, sql, strlen(sql)))
		(void)fail_statement(s, err);
	else if (libmariadb.mysql_stmt_param_count(s->handle) > PARAMETERS_MAX)
		(void)err_set(err, EM_PERM, "too many parameters");
	else {
		make_columns(s);
		return &s->stmt;
	}
	finalize(&s->stmt);
	return NULL;
}

static void
bind_textn(struct db_stmt *stmt, int at, const char *text, size_t len)
{
	struct statement *s = statement(stmt);
	MYSQL_BIND *it = &s->parameters[at - 1];

	*it = (MYSQL_BIND){ .buffer_type =
				text ? MYSQL_TYPE_STRING : MYSQL_TYPE_NULL };
	/* what is bound is only read */
	memcpy(&it->buffer, &text, sizeof(it->buffer));
	it->buffer_length = len;
}

static void
bind_int(struct db_stmt *stmt, int at, int64_t value)
{
	struct statement *s = statement(stmt);
	MYSQL_BIND *it = &s->parameters[at - 1];

	s->numbers[at - 1] = value;
	*it = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG,
		.buffer = &s->numbers[at - 1] };
}

static void
reset(struct db_stmt *stmt)
{
	struct statement *s = statement(stmt);

	if (s->has_rows)
		(void)libmariadb.mysql_stmt_free_result(s->handle);
	s->has_rows = false;
}

static int
check_size(struct statement *s, struct em_err *err)
{
	struct connection *c = connection(s->stmt.db);
	size_t bytes = PACKET_HEAD;

	for (unsigned long i = 0;
	     i < libmariadb.mysql_stmt_param_count(s->handle); i++)
		bytes += PARAMETER_HEAD + s->parameters[i].buffer_length;
	if (bytes <= c->packet_max)
		return 0;
	return err_set(err, EM_PERM,
	    "%s: %zu bytes at once are more than the server's "
	    "max_allowed_packet, %zu",
	    c->shown, bytes, c->packet_max);
}

/* The rows are fetched at once, so that others can run meanwhile. */
static int
execute(struct statement *s, struct em_err *err)
{
	reset(&s->stmt);
	if (check_size(s, err) < 0)
		return -1;
	if (libmariadb.mysql_stmt_bind_param(s->handle, s->parameters) ||
	    libmariadb.mysql_stmt_execute(s->handle))
		return fail_statement(s, err);
	if (s->n == 0)
		return 0;
	if (libmariadb.mysql_stmt_bind_result(s->handle, s->columns) ||
	    libmariadb.mysql_stmt_store_result(s->handle))
		return fail_statement(s, err);
	s->has_rows = true;
	return 0;
}

/*
 * The server counts the rows that are different now; those that were found are
 * in a text beside it.
 */
static int64_t
changed(struct statement *s)
{
	static const char found[] = "Rows matched: ";
	const char *info =
	    libmariadb.mysql_info(connection(s->stmt.db)->handle);

	return info && strncmp(info, found, sizeof(found) - 1) == 0
		   ? strtoll(info + sizeof(found) - 1, NULL, 10)
		   : (int64_t)libmariadb.mysql_stmt_affected_rows(s->handle);
}

static int64_t
run(struct db_stmt *stmt, struct em_err *err)
{
	struct statement *s = statement(stmt);
	int64_t n;

	if (execute(s, err) < 0)
		return -1;
	n = s->n > 0 ? 0 : changed(s);
	reset(stmt);
	return n;
}

/* Reads again what was longer than its room. */
static int
fetch_rest(struct statement *s, struct em_err *err)
{
	bool grown = false;

	for (unsigned i = 0; i < s->n; i++) {
		if (s->nulls[i] || s->lengths[i] < s->columns[i].buffer_length)
			continue;
		make_room(s, i, 2 * s->lengths[i] + 1);
		if (libmariadb.mysql_stmt_fetch_column(
			s->handle, &s->columns[i], i, 0))
			return fail_statement(s, err);
		grown = true;
	}
	return grown && libmariadb.mysql_stmt_bind_result(s->handle, s->columns)
		   ? fail_statement(s, err)
		   : 0;
}

static int
fetch(struct statement *s, struct em_err *err)
{
	int rc = libmariadb.mysql_stmt_fetch(s->handle);

	if (rc == MYSQL_NO_DATA)
		return 0;
	if (rc && rc != MYSQL_DATA_TRUNCATED)
		return fail_statement(s, err);
	if (fetch_rest(s, err) < 0)
		return -1;
	for (unsigned i = 0; i < s->n; i++)
		((char *)s->columns[i]
			.buffer)[s->nulls[i] ? 0 : s->lengths[i]] = '\0';
	return 1;
}

static int
row(struct db_stmt *stmt, struct em_err *err)
{
	struct statement *s = statement(stmt);
	int rc;

	if (!s->has_rows && execute(s, err) < 0)
		return -1;
	rc = fetch(s, err);
	if (rc != 1)
		reset(stmt);
	return rc;
}

static bool
is_null(struct db_stmt *stmt, int column)
{
	return statement(stmt)->nulls[column];
}

static const char *
text(struct db_stmt *stmt, int column)
{
	return statement(stmt)->columns[column].buffer;
}

static size_t
len(struct db_stmt *stmt, int column)
{
	return is_null(stmt, column) ? 0 : statement(stmt)->lengths[column];
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
	(void)channel;
	(void)err;
	connection(db)->wait_us = WAIT_MIN_US;
	return 0;
}

/* Whoever waits looks by itself. */
static int
notify(struct db *db, const char *channel, struct em_err *err)
{
	(void)db;
	(void)channel;
	(void)err;
	return 0;
}

static int
wait_for(struct db *db, double seconds, struct em_err *err)
{
	struct connection *c = connection(db);
	struct pollfd fd = { db->wake_fd, POLLIN, 0 };
	int64_t us = (int64_t)(seconds * 1e6);
	struct timespec pause;

	(void)err;
	if (us > c->wait_us)
		us = c->wait_us;
	c->wait_us =
	    2 * c->wait_us < WAIT_MAX_US ? 2 * c->wait_us : WAIT_MAX_US;
	pause = (struct timespec){ us / 1000000, us % 1000000 * 1000 };
	return ppoll(&fd, 1, &pause, NULL) == 0;
}

const struct db_driver db_mysql = {
	.kind = DB_MYSQL,
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
