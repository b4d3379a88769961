/*
 * limiter_sql - windows in a database (limiter.h).
 *
 *	emgen_limits		a row for each name, which whoever tries locks:
 *				the fixed window, and how many ever passed the
 *				sliding one
 *	emgen_limit_passes	when each of the last ones passed; times are
 *				microseconds since 1970, by the database's clock
 */
#include <stdlib.h>
#include <string.h>

#include "dialect.h"
#include "limiter_priv.h"
#include "mem.h"
#include "migrate.h"

enum statement {
	ADD_LIMIT,
	LOCK_LIMIT,
	CLOCK,
	SET_WINDOW,
	SET_PASSED,
	NEWEST,
	FUTURE,
	BLOCKING,
	ADD_PASS,
	DROP_PASSES,
	STATEMENTS
};

struct in_sql {
	struct limiter limiter; /* first */
	struct db *db;
	struct db_stmt *stmts[STATEMENTS];
};

/* The row of a limit, and the time at which it was read. */
struct row {
	int64_t starts, ends, hits, passed, now;
};

/* SQLite's clock ticks once in a millisecond. */
static const int64_t second = 1000000, tick = 1000;

#define TABLES(name)                                                           \
	"CREATE TABLE emgen_limits (name " name " NOT NULL PRIMARY KEY, "      \
	"started_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, "                \
	"hits BIGINT NOT NULL, passed BIGINT NOT NULL);"                       \
	"CREATE TABLE emgen_limit_passes (name " name " NOT NULL, "            \
	"number BIGINT NOT NULL, passed_at BIGINT NOT NULL, "                  \
	"PRIMARY KEY (name, number))"
static const struct migration tables[] = {
	{ .sqlite = TABLES("VARCHAR(255)"),
	    .pgsql = TABLES("VARCHAR(255)"),
	    .mysql = TABLES("VARBINARY(255)") },
};

static const char *const texts[STATEMENTS] = {
	[ADD_LIMIT] = "INSERT INTO emgen_limits "
		      "(name, started_at, ends_at, hits, passed) "
		      "VALUES (?, 0, 0, 0, 0) {or nothing name}",
	[LOCK_LIMIT] = "SELECT started_at, ends_at, hits, passed "
		       "FROM emgen_limits WHERE name = ? {for update}",
	[CLOCK] = "SELECT {microseconds}",
	[SET_WINDOW] = "UPDATE emgen_limits SET started_at = ?, ends_at = ?, "
		       "hits = ? WHERE name = ?",
	[SET_PASSED] = "UPDATE emgen_limits SET passed = ? WHERE name = ?",
	[NEWEST] = "SELECT passed_at FROM emgen_limit_passes "
		   "WHERE name = ? AND number = ?",
	[FUTURE] = "UPDATE emgen_limit_passes SET passed_at = ? "
		   "WHERE name = ? AND passed_at > ?",
	[BLOCKING] = "SELECT number, passed_at FROM emgen_limit_passes "
		     "WHERE name = ? AND number >= ? AND number <= ? "
		     "AND passed_at >= ? ORDER BY number LIMIT 1",
	[ADD_PASS] = "INSERT INTO emgen_limit_passes (name, number, passed_at) "
		     "VALUES (?, ?, ?)",
	[DROP_PASSES] = "DELETE FROM emgen_limit_passes "
			"WHERE name = ? AND number <= ?",
};

static struct in_sql *
in_sql(struct limiter *limiter)
{
	return (struct in_sql *)limiter;
}

static void
close_sql(struct limiter *limiter)
{
	db_close(in_sql(limiter)->db);
	free(limiter);
}

static int
set_up(struct in_sql *sql, struct em_err *err)
{
	if (migrate(sql->db, "limiter", tables, 1, err) < 0)
		return -1;
	return dialect_prepare_all(sql->db, texts, STATEMENTS, sql->stmts, err);
}

static struct limiter *
open_sql(const char *dsn, double timeout, struct em_err *err)
{
	struct db *db = db_open(dsn, timeout, err);
	struct in_sql *sql;

	if (!db)
		return NULL;
	sql = mem_zalloc(1, sizeof(*sql));
	sql->db = db;
	if (set_up(sql, err) == 0)
		return &sql->limiter;
	close_sql(&sql->limiter);
	return NULL;
}

/* --- the row --- */

static int
read_clock(struct in_sql *sql, int64_t *now, struct em_err *err)
{
	struct db_stmt *stmt = sql->stmts[CLOCK];

	if (db_row(stmt, err) != 1)
		return -1;
	*now = db_int(stmt, 0);
	db_reset(stmt);
	return 0;
}

/* 1 when the row is there, and locked; 0 when it is not. */
static int
read_row(
    struct in_sql *sql, const char *name, struct row *row, struct em_err *err)
{
	struct db_stmt *stmt = sql->stmts[LOCK_LIMIT];
	int rc;

	db_bind_text(stmt, 1, name);
	rc = db_row(stmt, err);
	if (rc == 1)
		*row = (struct row){ db_int(stmt, 0), db_int(stmt, 1),
			db_int(stmt, 2), db_int(stmt, 3), 0 };
	db_reset(stmt);
	return rc;
}

/* The clock is read when the row is ours: others may have had it for long. */
static int
lock_row(
    struct in_sql *sql, const char *name, struct row *row, struct em_err *err)
{
	int rc;

	/* first, as MySQL locks the gap where a row is missing */
	db_bind_text(sql->stmts[ADD_LIMIT], 1, name);
	if (db_run(sql->stmts[ADD_LIMIT], err) < 0)
		return -1;
	rc = read_row(sql, name, row, err);
	if (rc == 0)
		return err_set(err, EM_TEMP, "the limit %s vanished", name);
	return rc < 0 ? -1 : read_clock(sql, &row->now, err);
}

/* --- the fixed window --- */

static int64_t
clamp(int64_t value, int64_t most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

static int64_t
take_fixed(struct in_sql *sql, const struct limiter_rate *rate, struct row *row,
    int64_t want, int64_t *wait_us, struct em_err *err)
{
	struct db_stmt *stmt = sql->stmts[SET_WINDOW];
	int64_t granted;

	if (row->now < row->starts * second || row->now > row->ends * second) {
		row->starts = row->now / second;
		row->ends = row->starts + rate->every;
		row->hits = 0;
	}
	granted = clamp(rate->allow - row->hits, want);
	*wait_us = row->ends * second - row->now + tick;
	db_bind_int(stmt, 1, row->starts);
	db_bind_int(stmt, 2, row->ends);
	db_bind_int(stmt, 3, row->hits + want);
	db_bind_text(stmt, 4, rate->name);
	return db_run(stmt, err) < 0 ? -1 : granted;
}

/* --- the sliding window --- */

/* What passed in the future did so when the clock was set back. */
static int
correct_future(struct in_sql *sql, const char *name, const struct row *row,
    struct em_err *err)
{
	struct db_stmt *stmt = sql->stmts[NEWEST];
	bool ahead;
	int rc;

	db_bind_text(stmt, 1, name);
	db_bind_int(stmt, 2, row->passed);
	rc = db_row(stmt, err);
	ahead = rc == 1 && db_int(stmt, 0) > row->now;
	db_reset(stmt);
	if (rc < 0 || !ahead)
		return rc < 0 ? -1 : 0;
	stmt = sql->stmts[FUTURE];
	db_bind_int(stmt, 1, row->now);
	db_bind_text(stmt, 2, name);
	db_bind_int(stmt, 3, row->now);
	return db_run(stmt, err) < 0 ? -1 : 0;
}

/*
 * The n-th passes when the one that was allow before it did so more than every
 * seconds ago: the first of those that did not is where it stops.
 */
static int64_t
count_passing(struct in_sql *sql, const struct limiter_rate *rate,
    const struct row *row, int64_t want, int64_t *wait_us, struct em_err *err)
{
	struct db_stmt *stmt = sql->stmts[BLOCKING];
	int64_t first = row->passed + 1 - rate->allow, passing = want;
	int64_t since = row->now - rate->every * second;
	int rc;

	if (want > rate->allow) {
		passing = want = rate->allow;
		*wait_us = rate->every * second + tick;
	}
	db_bind_text(stmt, 1, rate->name);
	db_bind_int(stmt, 2, first);
	db_bind_int(stmt, 3, first + want - 1);
	db_bind_int(stmt, 4, since);
	rc = db_row(stmt, err);
	if (rc < 0)
		return -1;
	if (rc == 1) {
		passing = db_int(stmt, 0) - first;
		*wait_us = db_int(stmt, 1) - since + tick;
	}
	db_reset(stmt);
	return passing;
}

static int
add_passes(struct in_sql *sql, const struct limiter_rate *rate,
    const struct row *row, int64_t n, struct em_err *err)
{
	struct db_stmt *stmt = sql->stmts[ADD_PASS];

	for (int64_t i = 1; i <= n; i++) {
		db_bind_text(stmt, 1, rate->name);
		db_bind_int(stmt, 2, row->passed + i);
		db_bind_int(stmt, 3, row->now);
		if (db_run(stmt, err) < 0)
			return -1;
	}
	stmt = sql->stmts[DROP_PASSES];
	db_bind_text(stmt, 1, rate->name);
	db_bind_int(stmt, 2, row->passed + n - rate->allow);
	if (db_run(stmt, err) < 0)
		return -1;
	stmt = sql->stmts[SET_PASSED];
	db_bind_int(stmt, 1, row->passed + n);
	db_bind_text(stmt, 2, rate->name);
	return db_run(stmt, err) < 0 ? -1 : 0;
}

static int64_t
take_sliding(struct in_sql *sql, const struct limiter_rate *rate,
    const struct row *row, int64_t want, int64_t *wait_us, struct em_err *err)
{
	int64_t n;

	if (correct_future(sql, rate->name, row, err) < 0)
		return -1;
	n = count_passing(sql, rate, row, want, wait_us, err);
	if (n > 0 && add_passes(sql, rate, row, n, err) < 0)
		return -1;
	return n;
}

/* --- both --- */

static int64_t
take(struct limiter *limiter, const struct limiter_rate *rate, int64_t want,
    int64_t *wait_us, struct em_err *err)
{
	struct in_sql *sql = in_sql(limiter);
	struct row row = { .now = 0 };
	int64_t n = -1;

	if (db_begin(sql->db, err) < 0)
		return -1;
	if (lock_row(sql, rate->name, &row, err) == 0)
		n = rate->window == LIMITER_FIXED
			? take_fixed(sql, rate, &row, want, wait_us, err)
			: take_sliding(sql, rate, &row, want, wait_us, err);
	return db_end(sql->db, n < 0 ? -1 : 0, err) < 0 ? -1 : n;
}

const struct limiter_driver limiter_sql = {
	.open = open_sql,
	.close = close_sql,
	.take = take,
};
