/*
 * db - one connection to a database that holds emgen's own state: store, queue,
 * limiter, cache.  Layer svc.
 *
 * A neutral layer over sqlite3, libpq and libmariadb; no other module of
 * common/ includes their headers.  SQL is written once, with ? for parameters;
 * where databases differ, the caller asks db_kind().  Functions return -1 (or
 * NULL) and fill err with EM_TEMP when a retry may help: server away, lock,
 * disk full.
 *
 * A connection belongs to one process: it is opened after fork().
 */
#ifndef EMGEN_DB_H
#define EMGEN_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "die.h"

enum db_kind { DB_SQLITE, DB_PGSQL, DB_MYSQL };

struct db;
struct db_stmt;

/*
 * Opens sqlite:PATH, pgsql:... or mysql:...; a SQLite file that is not there is
 * made, with its folder, readable by its owner only.  NULL is an empty database
 * in memory, for who only looks and where nothing is.  timeout is in seconds:
 * how long to wait for the server when connecting, or for a lock; the DSN may
 * say another (silence.h).
 */
struct db *db_open(const char *dsn, double timeout, struct em_err *err);
void db_close(struct db *db);

/*
 * How many seconds a server, or whoever writes to the SQLite file, may keep a
 * call waiting at most on connections that are opened from now on: then it is
 * taken for dead, which is EM_TEMP, and the connection is of no use any more.
 * Unless this is called it is SILENCE_ANSWER, or what the DSN says.
 */
void db_set_patience(double seconds);

enum db_kind db_kind(const struct db *db);

/* Whether it knows FOR UPDATE SKIP LOCKED. */
bool db_skips_locked(const struct db *db);

/* Runs statements without parameters; their rows are thrown away. */
int db_exec(struct db *db, const char *sql, struct em_err *err);

/*
 * A transaction that only reads, and waits for nobody: what others write in the
 * meantime is not seen.  db_rollback() ends it.
 */
int db_begin_read(struct db *db, struct em_err *err);

/*
 * A transaction that writes.  On SQLite it waits in the turnstile, so that
 * several processes get their turns in order, and it is IMMEDIATE: what it
 * reads is what it may write upon.  db_rollback() after a failed db_commit()
 * does no harm.
 */
int db_begin(struct db *db, struct em_err *err);
int db_commit(struct db *db, struct em_err *err);
void db_rollback(struct db *db);

/* Commits when rc, what the work in it gave, is not -1: rc, or -1. */
int db_end(struct db *db, int rc, struct em_err *err);

/* Whether one is open. */
bool db_in_transaction(const struct db *db);

/*
 * The same for a function that may be called inside a transaction, whose work
 * then belongs to it: db_enter() begins one only when none is open, and says in
 * *own whether it did.  db_leave() ends that as db_end() does.
 */
int db_enter(struct db *db, bool *own, struct em_err *err);
int db_leave(struct db *db, bool own, int rc, struct em_err *err);

/*
 * A statement is kept as long as the connection: released by db_close(), or
 * before with db_finalize().  Positions of parameters count from 1.
 */
struct db_stmt *db_prepare(struct db *db, const char *sql, struct em_err *err);
void db_finalize(struct db_stmt *stmt);

/* Text is borrowed until the statement has run; NULL is NULL. */
void db_bind_text(struct db_stmt *stmt, int at, const char *text);
void db_bind_textn(struct db_stmt *stmt, int at, const char *text, size_t len);
void db_bind_int(struct db_stmt *stmt, int at, int64_t value);

/* Runs it to its end: how many rows it changed, or -1. */
int64_t db_run(struct db_stmt *stmt, struct em_err *err);

/*
 * Runs it n times: bind(arg, i) binds the parameters of run i, and changed[i]
 * is how many rows that changed.  For a transaction that an error ends; on
 * PostgreSQL the runs do not wait for each other's answers.
 */
int db_run_each(struct db_stmt *stmt, size_t n, void (*bind)(void *, size_t),
    void *arg, int64_t changed[], struct em_err *err);

/*
 * Rows one by one: 1 for a row, 0 behind the last, -1 for an error.  The first
 * call runs the statement; db_reset() leaves it before its end.  Columns count
 * from 0, and their text is borrowed until the next call.
 */
int db_row(struct db_stmt *stmt, struct em_err *err);
void db_reset(struct db_stmt *stmt);
bool db_is_null(struct db_stmt *stmt, int column);
const char *db_text(struct db_stmt *stmt, int column); /* "" for NULL */
size_t db_len(struct db_stmt *stmt, int column);
int64_t db_int(struct db_stmt *stmt, int column); /* 0 for NULL */

/*
 * Waits up to seconds for somebody to write: on PostgreSQL for a notification
 * on the channel, which db_listen() must have asked for; on SQLite by looking
 * whether the file has changed.  1 when something was written, 0 when nothing
 * was seen, -1 for an error.  MySQL has no such thing: there it is 1 after a
 * while that grows up to half a second, and db_listen() makes it short again.
 */
int db_listen(struct db *db, const char *channel, struct em_err *err);

/*
 * Another descriptor that ends a wait when it can be read; -1 for none.  A
 * signal that is caught ends it as well.
 */
void db_wait_also(struct db *db, int fd);

/*
 * Wakes those who listen, after a commit; at most once in 50 ms, since each
 * notification makes the commits of all others wait.
 */
int db_notify(struct db *db, const char *channel, struct em_err *err);
int db_wait(struct db *db, double seconds, struct em_err *err);

#endif
