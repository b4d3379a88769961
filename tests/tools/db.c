/*
 * db - what db.h promises, on the database of a DSN: db DSN.  TAP on stdout;
 * the database must be the test's own.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit/tap.h"
#include "buf.h"
#include "clock.h"
#include "db.h"
#include "dialect.h"
#include "mem.h"

static const char *dsn;
static struct em_err err;

static struct db *
open_db(void)
{
	struct db *db = db_open(dsn, 2, &err);

	if (!db)
		die_err(&err);
	return db;
}

static struct db_stmt *
prepare(struct db *db, const char *sql)
{
	struct db_stmt *stmt = dialect_prepare(db, sql, &err);

	if (!stmt)
		die_err(&err);
	return stmt;
}

static void
must(int rc)
{
	if (rc < 0)
		die_err(&err);
}

/* The one number that a statement says. */
static int64_t
number(struct db *db, const char *sql)
{
	struct db_stmt *stmt = prepare(db, sql);
	int64_t n;

	must(db_row(stmt, &err));
	n = db_int(stmt, 0);
	db_finalize(stmt);
	return n;
}

static int64_t
run(struct db *db, const char *sql)
{
	struct db_stmt *stmt = prepare(db, sql);
	int64_t n = db_run(stmt, &err);

	db_finalize(stmt);
	return n;
}

static void
test_values(struct db *db)
{
	static const char odd[] =
	    "it's \"odd\" \\ ? % \xc3\xa4 \xf0\x9f\x98\x80";
	struct db_stmt *insert =
	    prepare(db, "INSERT INTO things (id, name, n) VALUES (?, ?, ?)");
	struct db_stmt *select =
	    prepare(db, "SELECT id, name, n FROM things ORDER BY id");
	size_t long_len = 300000;
	char *long_text = mem_alloc(long_len);

	memset(long_text, 'x', long_len);
	db_bind_int(insert, 1, 1);
	db_bind_text(insert, 2, odd);
	db_bind_int(insert, 3, INT64_MAX);
	ok(db_run(insert, &err) == 1, "a row is inserted");
	db_bind_int(insert, 1, 2);
	db_bind_text(insert, 2, NULL);
	db_bind_int(insert, 3, INT64_MIN);
	ok(db_run(insert, &err) == 1, "another");
	db_bind_int(insert, 1, 3);
	db_bind_textn(insert, 2, long_text, long_len);
	db_bind_text(insert, 3, "-7");
	ok(db_run(insert, &err) == 1, "a long one, and a number as text");
	ok(db_row(select, &err) == 1 && db_int(select, 0) == 1, "a first row");
	is(db_text(select, 1), odd, "text comes back to the byte");
	ok(db_int(select, 2) == INT64_MAX, "so does the greatest number");
	ok(db_row(select, &err) == 1 && db_is_null(select, 1) &&
		!db_is_null(select, 0) && db_len(select, 1) == 0,
	    "NULL is NULL");
	is(db_text(select, 1), "", "and reads as nothing");
	ok(db_int(select, 2) == INT64_MIN, "the least number");
	ok(db_row(select, &err) == 1 && db_len(select, 1) == long_len &&
		memcmp(db_text(select, 1), long_text, long_len) == 0,
	    "a long text");
	ok(db_int(select, 2) == -7, "the number that was text");
	ok(db_row(select, &err) == 0, "and no more");
	ok(db_row(select, &err) == 1 && db_int(select, 0) == 1,
	    "a statement runs again");
	ok(number(db, "SELECT count(*) FROM things") == 3,
	    "another runs beside it");
	ok(db_row(select, &err) == 1 && db_int(select, 0) == 2,
	    "and it goes on");
	db_finalize(select);
	db_finalize(insert);
	free(long_text);
}

static void
test_counts(struct db *db)
{
	ok(run(db, "UPDATE things SET n = 5 WHERE id = 1") == 1,
	    "a row that is changed counts");
	ok(run(db, "UPDATE things SET n = 5 WHERE id = 1") == 1,
	    "one that is found and stays the same counts as well");
	ok(run(db, "UPDATE things SET n = 5 WHERE id = 99") == 0,
	    "one that is not found does not");
	ok(run(db, "INSERT INTO things (id, n) VALUES (1, 1) "
		   "{or nothing id}") == 0,
	    "an insert that finds its key does not");
	ok(run(db, "INSERT INTO things (id, n) VALUES (4, 1) "
		   "{or nothing id}") == 1,
	    "one that does not, does");
	ok(run(db, "INSERT INTO things (id, n) VALUES (4, 2) "
		   "{or update id} n = things.n + {new n}") > 0 &&
		number(db, "SELECT n FROM things WHERE id = 4") == 3,
	    "an insert may update");
	ok(run(db, "DELETE FROM things WHERE id = 4") == 1, "a delete counts");
	ok(run(db, "INSERT INTO things (id, n) VALUES (1, 1)") < 0 &&
		err.code == EM_PERM,
	    "a key that is there is an error, and for good");
}

static void
test_words(struct db *db)
{
	int64_t now = number(db, "SELECT {now}");

	ok(llabs(now - clock_now_us() / 1000000) <= 5,
	    "{now} is in seconds since 1970");
	ok(number(db, "SELECT CASE WHEN {hours ago 2} < {hours ago 1} "
		      "AND {hours ago 1} < {utc} THEN 1 ELSE 0 END") == 1,
	    "{utc} and {hours ago} are times");
	ok(dialect_has_table(db, "things", &err) == 1, "a table is there");
	ok(dialect_has_table(db, "others", &err) == 0, "another is not");
}

static void
test_transactions(struct db *db, struct db *other)
{
	bool own, inner;

	must(db_begin(db, &err));
	ok(db_in_transaction(db), "a transaction is open");
	must((int)run(db, "UPDATE things SET n = 77 WHERE id = 2"));
	ok(number(other, "SELECT n FROM things WHERE id = 2") != 77,
	    "others do not see what is not committed");
	db_rollback(db);
	ok(!db_in_transaction(db) &&
		number(db, "SELECT n FROM things WHERE id = 2") != 77,
	    "rolled back, it is gone");
	must(db_enter(db, &own, &err));
	must(db_enter(db, &inner, &err));
	must((int)run(db, "UPDATE things SET n = 78 WHERE id = 2"));
	ok(own && !inner && db_leave(db, inner, 0, &err) == 0 &&
		db_in_transaction(db),
	    "an inner one belongs to the outer");
	ok(db_leave(db, own, 1, &err) == 1 && !db_in_transaction(db) &&
		number(other, "SELECT n FROM things WHERE id = 2") == 78,
	    "which commits, and says what its function returned");
	must(db_enter(db, &own, &err));
	must((int)run(db, "UPDATE things SET n = 79 WHERE id = 2"));
	ok(db_leave(db, own, -1, &err) == -1 &&
		number(db, "SELECT n FROM things WHERE id = 2") == 78,
	    "one that failed is rolled back");
}

/* Who wants a row that another has waits as long as it was told. */
static void
test_locks(struct db *db, struct db *other)
{
	must(db_begin(db, &err));
	must((int)run(db, "UPDATE things SET n = 1 WHERE id = 1"));
	must(db_begin(other, &err));
	ok(run(other, "UPDATE things SET n = 2 WHERE id = 1") < 0 &&
		err.code == EM_TEMP,
	    "a row that is locked may be had later");
	db_rollback(other);
	db_rollback(db);
}

static int
lock_both(
    struct db *db, const char *first, const char *second, int ready, int go)
{
	char byte = 0;

	must(db_begin(db, &err));
	must((int)run(db, first));
	if (write(ready, &byte, 1) != 1 || read(go, &byte, 1) != 1)
		return EM_PERM;
	return run(db, second) < 0 ? err.code : EM_OK;
}

/* Two that want what the other has: one of them is told to try again. */
static void
test_deadlock(void)
{
	static const char one[] = "UPDATE things SET n = n + 1 WHERE id = 1";
	static const char two[] = "UPDATE things SET n = n + 1 WHERE id = 2";
	int to_child[2], to_parent[2], status, code;
	struct db *db;
	pid_t child;

	if (pipe(to_child) < 0 || pipe(to_parent) < 0 || (child = fork()) < 0)
		die_errno("fork");
	db = open_db();
	if (child == 0)
		_exit(lock_both(db, one, two, to_parent[1], to_child[0]));
	code = lock_both(db, two, one, to_child[1], to_parent[0]);
	db_rollback(db);
	db_close(db);
	(void)waitpid(child, &status, 0);
	ok((code == EM_TEMP) != (WEXITSTATUS(status) == EM_TEMP) &&
		code + WEXITSTATUS(status) == EM_TEMP,
	    "of two in a deadlock one goes on, and one may try again");
}

static void
test_lost(struct db *db)
{
	struct db *victim = open_db();
	int rc = 0;
	bool is_mysql = db_kind(db) == DB_MYSQL;
	int64_t id = number(victim,
	    is_mysql ? "SELECT connection_id()" : "SELECT pg_backend_pid()");
	char *sql = mem_printf(
	    is_mysql ? "KILL %lld" : "SELECT pg_terminate_backend(%lld)",
	    (long long)id);

	must(db_exec(db, sql, &err));
	free(sql);
	/* the server may need a moment to do it */
	for (int i = 0; rc == 0 && i < 1000; i++)
		rc = db_exec(victim, "SELECT 1", &err);
	if (!ok(rc < 0 && err.code == EM_TEMP,
		"a connection that is lost may be made again"))
		printf("# %s\n", err.msg);
	db_close(victim);
}

static void
on_alarm(int signal)
{
	(void)signal;
}

static void
test_waits(struct db *db, struct db *other)
{
	int64_t started = clock_monotonic_us();
	struct sigaction action = { .sa_handler = on_alarm };
	int fds[2];

	must(db_listen(db, "things", &err));
	ok(db_wait(db, 0.005, &err) >= 0, "a short wait ends");
	must((int)run(other, "UPDATE things SET n = n + 1 WHERE id = 1"));
	must(db_notify(other, "things", &err));
	ok(db_wait(db, 20, &err) == 1 &&
		clock_monotonic_us() - started < 10000000,
	    "what another writes ends a wait");
	while (db_kind(db) != DB_MYSQL && db_wait(db, 0.05, &err) == 1)
		;
	if (pipe(fds) < 0 || write(fds[1], "", 1) != 1)
		die_errno("pipe");
	started = clock_monotonic_us();
	db_wait_also(db, fds[0]);
	ok(db_wait(db, 20, &err) == 0 &&
		clock_monotonic_us() - started < 10000000,
	    "so does another descriptor");
	db_wait_also(db, -1);
	(void)sigaction(SIGALRM, &action, NULL);
	(void)ualarm(100000, 100000);
	for (int i = 0; i < 8 && db_wait(db, 20, &err) == 1; i++)
		;
	ok(clock_monotonic_us() - started < 10000000, "and a signal");
	(void)ualarm(0, 0);
}

int
main(int argc, char *argv[])
{
	struct db *db, *other;

	die_setname("db");
	if (argc != 2)
		die(EM_PERM, "usage: db DSN");
	dsn = argv[1];
	db = open_db();
	other = open_db();
	must(db_exec(db,
	    "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, "
	    "name TEXT, n BIGINT);"
	    "CREATE TABLE more (id INT)",
	    &err));
	if (db_kind(db) == DB_MYSQL)
		must(db_exec(db,
		    "ALTER TABLE things MODIFY name LONGTEXT "
		    "CHARACTER SET utf8mb4",
		    &err));
	test_values(db);
	test_counts(db);
	test_words(db);
	test_transactions(db, other);
	if (db_kind(db) != DB_SQLITE) {
		test_locks(db, other);
		test_deadlock();
		test_lost(db);
	}
	test_waits(db, other);
	db_close(other);
	db_close(db);
	return done();
}
