/* db_sqlite - SQLite behind db.h. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "db_priv.h"
#include "dsn.h"
#include "filewatch.h"
#include "libsqlite3.h"
#include "mem.h"
#include "silence.h"
#include "turnstile.h"

/*
 * How often a reader looks whether the file has changed: first soon, since who
 * has written may be about to write more, and then ever less.
 */
enum {
	LOOK_FIRST_US = 500,
	SETTLED_US = 2000,
	LOOK_EVERY_US = 10000,
	IDLE_US = 500000, /* while writing to it would be seen */
};

struct connection {
	struct db db; /* first: the one is the other */
	sqlite3 *handle;
	char *path;
	struct turnstile *turnstile;
	double patience; /* in it */
	bool has_turn;
	struct db_stmt *version; /* PRAGMA data_version */
	int64_t seen_version;
	int watch; /* of the log, or -1 */
};

struct statement {
	struct db_stmt stmt; /* first */
	sqlite3_stmt *handle;
};

static struct connection *
connection(struct db *db)
{
	return (struct connection *)db;
}

static sqlite3_stmt *
handle(struct db_stmt *stmt)
{
	return ((struct statement *)stmt)->handle;
}

/* Whether a retry may help, by the primary result code. */
static int
exit_code(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
	case SQLITE_FULL:
	case SQLITE_PROTOCOL:
		return EM_TEMP;
	default:
		return EM_PERM;
	}
}

/* Of a file that cannot be opened SQLite says no more; the system knows why. */
static int
system_errno(struct connection *c, int rc)
{
	return c->handle && (rc & 0xff) == SQLITE_CANTOPEN
		   ? libsqlite3.sqlite3_system_errno(c->handle)
		   : 0;
}

static int
fail(struct connection *c, int rc, struct em_err *err)
{
	errno = system_errno(c, rc);
	if (errno)
		return err_errno(err, "%s", c->path);
	return err_set(err, exit_code(rc), "%s: %s", c->path,
	    c->handle ? libsqlite3.sqlite3_errmsg(c->handle)
		      : libsqlite3.sqlite3_errstr(rc));
}

/* --- the connection --- */

static int
exec(struct db *db, const char *sql, struct em_err *err)
{
	struct connection *c = connection(db);
	int rc = libsqlite3.sqlite3_exec(c->handle, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : fail(c, rc, err);
}

/* Folders on the way to the file, for their owner only. */
static int
make_folders(const char *path, struct em_err *err)
{
	char *copy = mem_strdup(path);
	int rc = 0;

	for (char *p = strchr(copy + 1, '/'); p && rc == 0;
	     p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(copy, 0700) < 0 && errno != EEXIST)
			rc = err_errno(err, "cannot make %s", copy);
		*p = '/';
	}
	free(copy);
	return rc;
}

/*
 * Write-ahead: readers and the writer do not wait for each other.  FULL makes
 * a commit durable before anybody is told of it.
 */
static const char setup[] = "PRAGMA journal_mode = WAL;"
			    "PRAGMA synchronous = FULL;"
			    "PRAGMA foreign_keys = ON;"
			    "PRAGMA trusted_schema = OFF;";

static int
open_handle(struct connection *c, double timeout, struct em_err *err)
{
	mode_t mask = umask(077);
	int rc = libsqlite3.sqlite3_open_v2(c->path, &c->handle,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE |
		SQLITE_OPEN_NOMUTEX,
	    NULL);

	(void)umask(mask);
	if (rc != SQLITE_OK)
		return fail(c, rc, err);
	(void)libsqlite3.sqlite3_busy_timeout(c->handle, (int)(timeout * 1000));
	return 0;
}

static void
close_connection(struct db *db)
{
	struct connection *c = connection(db);

	(void)libsqlite3.sqlite3_close(c->handle);
	if (c->watch >= 0)
		(void)close(c->watch);
	turnstile_close(c->turnstile);
	free(c->path);
	free(c);
}

/* "file:x" and ":memory:" are names like any other. */
static char *
plain_path(const char *dsn, struct em_err *err)
{
	char *path = dsn_sqlite_path(dsn, err), *plain;

	if (!path || *path == '/')
		return path;
	plain = mem_printf("./%s", path);
	free(path);
	return plain;
}

static bool
is_write_ahead(struct connection *c)
{
	sqlite3_stmt *stmt = NULL;
	bool is = libsqlite3.sqlite3_prepare_v2(c->handle,
		      "PRAGMA journal_mode", -1, &stmt, NULL) == SQLITE_OK &&
		  libsqlite3.sqlite3_step(stmt) == SQLITE_ROW &&
		  strcmp((const char *)libsqlite3.sqlite3_column_text(stmt, 0),
		      "wal") == 0;

	(void)libsqlite3.sqlite3_finalize(stmt);
	return is;
}

/* Changing to write-ahead mode is a write; who only looks waits for nobody. */
static int
set_up(struct connection *c, struct em_err *err)
{
	int rc;

	if (is_write_ahead(c))
		return exec(&c->db, setup, err);
	if (turnstile_enter(c->turnstile, c->patience, err) < 0)
		return -1;
	rc = exec(&c->db, setup, err);
	turnstile_leave(c->turnstile);
	return rc;
}

static int
open_file(struct connection *c, double timeout, struct em_err *err)
{
	if (make_folders(c->path, err) < 0 || open_handle(c, timeout, err) < 0)
		return -1;
	c->turnstile = turnstile_open(c->path, err);
	return c->turnstile ? 0 : -1;
}

static struct db *
open_connection(const char *dsn, double timeout, struct em_err *err)
{
	struct connection *c;
	char *path;

	if (libsqlite3_load(err) < 0)
		return NULL;
	path = dsn ? plain_path(dsn, err) : mem_strdup(":memory:");
	if (!path)
		return NULL;
	c = mem_zalloc(1, sizeof(*c));
	c->path = path;
	c->watch = -1;
	c->patience = silence_limit(0, SILENCE_ANSWER, db_patience());
	if ((dsn ? open_file : open_handle)(c, timeout, err) == 0 &&
	    set_up(c, err) == 0)
		return &c->db;
	close_connection(&c->db);
	return NULL;
}

/* --- transactions --- */

static void
give_turn(struct connection *c)
{
	if (c->has_turn)
		turnstile_leave(c->turnstile);
	c->has_turn = false;
}

static int
begin(struct db *db, struct em_err *err)
{
	struct connection *c = connection(db);

	/* a rollback fails when there is no memory for it */
	if (!libsqlite3.sqlite3_get_autocommit(c->handle) &&
	    exec(db, "ROLLBACK", err) < 0)
		return -1;
	if (turnstile_enter(c->turnstile, c->patience, err) < 0)
		return -1;
	c->has_turn = true;
	if (exec(db, "BEGIN IMMEDIATE", err) == 0)
		return 0;
	give_turn(c);
	return -1;
}

static int
commit(struct db *db, struct em_err *err)
{
	int rc = exec(db, "COMMIT", err);

	if (rc == 0)
		give_turn(connection(db));
	return rc;
}

static void
rollback(struct db *db)
{
	struct connection *c = connection(db);

	if (!libsqlite3.sqlite3_get_autocommit(c->handle))
		(void)libsqlite3.sqlite3_exec(
		    c->handle, "ROLLBACK", NULL, NULL, NULL);
	give_turn(c);
}

/* --- statements --- */

static struct db_stmt *
prepare(struct db *db, const char *sql, struct em_err *err)
{
	struct statement *stmt = mem_zalloc(1, sizeof(*stmt));
	struct connection *c = connection(db);
	int rc = libsqlite3.sqlite3_prepare_v3(
	    c->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, NULL);

	if (rc == SQLITE_OK)
		return &stmt->stmt;
	free(stmt);
	(void)fail(c, rc, err);
	return NULL;
}

static void
finalize(struct db_stmt *stmt)
{
	(void)libsqlite3.sqlite3_finalize(handle(stmt));
	free(stmt);
}

/* What cannot be bound shows when the statement runs. */
static void
bind_textn(struct db_stmt *stmt, int at, const char *text, size_t len)
{
	(void)libsqlite3.sqlite3_bind_text64(
	    handle(stmt), at, text, len, SQLITE_STATIC, SQLITE_UTF8);
}

static void
bind_int(struct db_stmt *stmt, int at, int64_t value)
{
	(void)libsqlite3.sqlite3_bind_int64(handle(stmt), at, value);
}

static void
reset(struct db_stmt *stmt)
{
	(void)libsqlite3.sqlite3_reset(handle(stmt));
}

static int
row(struct db_stmt *stmt, struct em_err *err)
{
	int rc = libsqlite3.sqlite3_step(handle(stmt));

	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE) {
		reset(stmt);
		return 0;
	}
	(void)fail(connection(stmt->db), rc, err);
	reset(stmt);
	return -1;
}

static int64_t
run(struct db_stmt *stmt, struct em_err *err)
{
	int rc;

	do
		rc = row(stmt, err);
	while (rc == 1);
	return rc < 0
		   ? -1
		   : libsqlite3.sqlite3_changes64(connection(stmt->db)->handle);
}

static bool
is_null(struct db_stmt *stmt, int column)
{
	return libsqlite3.sqlite3_column_type(handle(stmt), column) ==
	       SQLITE_NULL;
}

static const char *
text(struct db_stmt *stmt, int column)
{
	const void *value =
	    libsqlite3.sqlite3_column_text(handle(stmt), column);

	return value ? value : "";
}

static size_t
len(struct db_stmt *stmt, int column)
{
	return (size_t)libsqlite3.sqlite3_column_bytes(handle(stmt), column);
}

static int64_t
to_int(struct db_stmt *stmt, int column)
{
	return libsqlite3.sqlite3_column_int64(handle(stmt), column);
}

/* --- waiting --- */

/* The number that changes when another connection commits, or -1. */
static int64_t
look(struct connection *c, struct em_err *err)
{
	int64_t version = -1;

	if (db_row(c->version, err) == 1)
		version = db_int(c->version, 0);
	db_reset(c->version);
	return version;
}

/* All that is committed goes through the log, which lives as long as we do. */
static void
watch_log(struct connection *c)
{
	char *log = mem_printf("%s-wal", c->path);

	c->watch = filewatch_open(log);
	free(log);
}

static int
listen_for(struct db *db, const char *channel, struct em_err *err)
{
	struct connection *c = connection(db);

	(void)channel;
	if (!c->version)
		c->version = db_prepare(db, "PRAGMA data_version", err);
	if (!c->version)
		return -1;
	if (c->watch < 0)
		watch_log(c);
	c->seen_version = look(c, err);
	return c->seen_version < 0 ? -1 : 0;
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

/*
 * False at a signal, or for the other descriptor.  Somebody's writing to the
 * log begins a commit, which is seen when it is on the disk: soon.
 */
static bool
pause_for(struct connection *c, int64_t us, bool *soon)
{
	const struct timespec pause = { us / 1000000, us % 1000000 * 1000 };
	/* one who writes much must not make us look each time */
	struct pollfd fds[] = { { c->db.wake_fd, POLLIN, 0 },
		{ us > SETTLED_US ? c->watch : -1, POLLIN, 0 } };
	int n = ppoll(fds, 2, &pause, NULL);

	*soon = n > 0 && fds[1].revents;
	if (*soon)
		filewatch_drain(c->watch);
	return n == 0 || (*soon && !fds[0].revents);
}

static int
wait_for(struct db *db, double seconds, struct em_err *err)
{
	struct connection *c = connection(db);
	int64_t until = clock_monotonic_us() + (int64_t)(seconds * 1e6);
	int64_t most = c->watch >= 0 ? IDLE_US : LOOK_EVERY_US;
	int64_t pause = LOOK_FIRST_US, version;

	while ((version = look(c, err)) == c->seen_version) {
		int64_t left = until - clock_monotonic_us();
		bool soon;

		if (left <= 0 ||
		    !pause_for(c, left < pause ? left : pause, &soon))
			return 0;
		pause = pause * 2 < most ? pause * 2 : most;
		if (soon)
			pause = LOOK_FIRST_US;
	}
	if (version < 0)
		return -1;
	c->seen_version = version;
	return 1;
}

const struct db_driver db_sqlite = {
	.kind = DB_SQLITE,
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
