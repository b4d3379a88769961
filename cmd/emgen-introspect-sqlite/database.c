/* database - a SQLite file opened to be read (database.h). */
#include "database.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "dsn.h"
#include "mem.h"

/* What an error of SQLite means; the one place where that is decided. */
struct meaning {
	int code; /* primary or extended */
	const char *exception;
	int exit;
	const char *hint; /* or NULL */
};

static const struct meaning meanings[] = {
	{ SQLITE_READONLY_ROLLBACK, "needs-recovery", EM_TEMP,
	    "a crash left a journal that its application has to roll back" },
	{ SQLITE_READONLY_RECOVERY, "needs-recovery", EM_TEMP,
	    "a crash left a journal that its application has to recover" },
	{ SQLITE_READONLY_CANTINIT, "needs-recovery", EM_TEMP,
	    "its write-ahead log cannot be read without writing" },
	{ SQLITE_BUSY, "locked", EM_TEMP, NULL },
	{ SQLITE_LOCKED, "locked", EM_TEMP, NULL },
	{ SQLITE_IOERR, "io-error", EM_TEMP, NULL },
	{ SQLITE_NOMEM, "out-of-memory", EM_TEMP, NULL },
	{ SQLITE_FULL, "disk-full", EM_TEMP, NULL },
	{ SQLITE_NOTADB, "not-a-database", EM_PERM, "or it is encrypted" },
	{ SQLITE_CORRUPT, "corrupt", EM_PERM, NULL },
	{ SQLITE_CANTOPEN, "permission", EM_PERM, NULL },
	{ SQLITE_READONLY, "permission", EM_PERM, NULL },
	{ SQLITE_PERM, "permission", EM_PERM, NULL },
	{ SQLITE_AUTH, "permission", EM_PERM, NULL },
};

static const struct meaning *
meaning_of(int code)
{
	static const struct meaning other = { 0, "error", EM_PERM, NULL };

	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].code == code ||
		    meanings[i].code == (code & 0xff))
			return &meanings[i];
	return &other;
}

_Noreturn static void
fail(struct database *db, int code)
{
	const struct meaning *meaning = meaning_of(code);
	struct em_err err;

	(void)err_set(&err, meaning->exit, "%s: %s%s%s", db->path,
	    db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code),
	    meaning->hint ? ": " : "", meaning->hint ? meaning->hint : "");
	driver_fail(db->driver, meaning->exception, &err);
}

_Noreturn static void
fail_file(struct database *db, const char *exception, const char *why)
{
	struct em_err err;

	(void)err_set(&err, EM_PERM, "%s: %s", db->path, why);
	driver_fail(db->driver, exception, &err);
}

void
database_fail(struct database *db, const char *why)
{
	fail_file(db, "error", why);
}

/* SQLite's own message for all of these is "unable to open database file". */
static void
check_file(struct database *db)
{
	struct stat st;

	if (stat(db->path, &st) < 0 || access(db->path, R_OK) < 0)
		fail_file(db, errno == EACCES ? "permission" : "no-such-file",
		    strerror(errno));
	if (S_ISDIR(st.st_mode))
		fail_file(db, "not-a-database", "a directory");
	if (!S_ISREG(st.st_mode))
		fail_file(db, "not-a-database", "not a regular file");
}

static int
try_open(struct database *db, const char *name, int flags)
{
	int rc = sqlite3_open_v2(name, &db->handle,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE | flags, NULL);

	if (rc != SQLITE_OK)
		return rc;
	(void)sqlite3_busy_timeout(
	    db->handle, (int)(db->driver->timeout * 1000));
	return sqlite3_exec(db->handle,
	    "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
}

static bool
holds_data(const struct database *db, const char *suffix)
{
	char *path = mem_printf("%s%s", db->path, suffix);
	struct stat st;
	bool holds = stat(path, &st) == 0 && st.st_size > 0;

	free(path);
	return holds;
}

/* Some connection may have written what the file lacks, or not yet undone. */
static bool
has_log(const struct database *db)
{
	return holds_data(db, "-wal") || holds_data(db, "-journal");
}

/*
 * In write-ahead mode even a reader wants to write next to the file.  Where
 * that is forbidden and no log is there, the file is all there is.
 */
static int
try_immutable(struct database *db)
{
	struct buf uri = BUF_INIT;
	int rc;

	(void)sqlite3_close(db->handle);
	buf_adds(&uri, "file:");
	dsn_encode(&uri, db->path, "/");
	buf_adds(&uri, "?immutable=1");
	rc = try_open(db, uri.data, SQLITE_OPEN_URI);
	buf_clear(&uri);
	return rc;
}

static bool
wants_to_write(int code)
{
	code &= 0xff; /* without what is special about it */
	return code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
}

void
database_open(struct database *db, struct driver *driver)
{
	struct em_err err;
	char *name;
	int rc;

	*db = (struct database){ NULL, driver, NULL };
	db->path = dsn_sqlite_path(driver->dsn, &err);
	if (!db->path)
		driver_fail(driver, "bad-dsn", &err);
	check_file(db);
	/* "file:x" and ":memory:" are names like any other */
	name = *db->path == '/' ? mem_strdup(db->path)
				: mem_printf("./%s", db->path);
	rc = try_open(db, name, 0);
	free(name);
	if (wants_to_write(rc) && !has_log(db))
		rc = try_immutable(db);
	if (rc != SQLITE_OK)
		fail(db, rc);
}

void
database_close(struct database *db)
{
	(void)sqlite3_close(db->handle);
	free(db->path);
}

void
database_check(struct database *db, int code)
{
	if (code != SQLITE_OK)
		fail(db, code);
}

sqlite3_stmt *
database_prepare(struct database *db, const char *sql)
{
	sqlite3_stmt *stmt;

	database_check(
	    db, sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL));
	return stmt;
}

bool
database_step(struct database *db, sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		fail(db, rc);
	return rc == SQLITE_ROW;
}

const char *
database_text(struct database *db, sqlite3_stmt *stmt, int column)
{
	const void *text = sqlite3_column_text(stmt, column);

	/* the library has no other way to say that */
	if (!text && sqlite3_errcode(db->handle) == SQLITE_NOMEM)
		fail(db, SQLITE_NOMEM);
	return text;
}
