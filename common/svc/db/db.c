/* db - one connection to a database (db.h). */
#include "db.h"

#include <stdlib.h>
#include <string.h>

#include "db_priv.h"
#include "dsn.h"
#include "fault.h"

static const struct {
	const char *scheme;
	const struct db_driver
	    *driver; /* NULL in a build without its library */
} drivers[] = {
	{ "sqlite", &db_sqlite },
#ifdef EMGEN_NO_LIBPQ
	{ "pgsql", NULL },
#else
	{ "pgsql", &db_pgsql },
#endif
#ifdef EMGEN_NO_LIBMARIADB
	{ "mysql", NULL },
	{ "mariadb", NULL },
#else
	{ "mysql", &db_mysql },
	{ "mariadb", &db_mysql },
#endif
};

static const struct db_driver *
choose(const char *scheme, struct em_err *err)
{
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		if (strcmp(drivers[i].scheme, scheme) != 0)
			continue;
		if (!drivers[i].driver)
			(void)err_set(err, EM_PERM,
			    "%s: this build has no client library for it",
			    scheme);
		return drivers[i].driver;
	}
	(void)err_set(err, EM_PERM,
	    "%s: no database for this: it takes sqlite:, pgsql: and mysql:",
	    scheme);
	return NULL;
}

static const struct db_driver *
find_driver(const char *dsn, struct em_err *err)
{
	char *scheme = dsn_scheme(dsn ? dsn : "sqlite:", err);
	const struct db_driver *driver = scheme ? choose(scheme, err) : NULL;

	free(scheme);
	return driver;
}

static double patience; /* or 0: as long as the limits say */

void
db_set_patience(double seconds)
{
	patience = seconds;
}

double
db_patience(void)
{
	return patience;
}

struct db *
db_open(const char *dsn, double timeout, struct em_err *err)
{
	const struct db_driver *driver = find_driver(dsn, err);
	struct db *db = driver ? driver->open(dsn, timeout, err) : NULL;

	if (!db)
		return NULL;
	db->driver = driver;
	db->wake_fd = -1;
	return db;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	while (db->stmts)
		db_finalize(db->stmts);
	db->driver->close(db);
}

enum db_kind
db_kind(const struct db *db)
{
	return db->driver->kind;
}

bool
db_skips_locked(const struct db *db)
{
	return db->skips_locked;
}

int
db_exec(struct db *db, const char *sql, struct em_err *err)
{
	int result;

	fault_boundary();
	result = db->driver->exec(db, sql, err);
	fault_boundary();
	return result;
}

int
db_begin_read(struct db *db, struct em_err *err)
{
	static const char *const sql[] = {
		[DB_SQLITE] = "BEGIN",
		[DB_PGSQL] = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
		[DB_MYSQL] = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
			     "START TRANSACTION WITH CONSISTENT SNAPSHOT, "
			     "READ ONLY",
	};
	int result = db_exec(db, sql[db_kind(db)], err);

	db->in_transaction = result == 0;
	return result;
}

int
db_begin(struct db *db, struct em_err *err)
{
	int result;

	fault_boundary();
	result = db->driver->begin(db, err);
	db->in_transaction = result == 0;
	fault_boundary();
	return result;
}

int
db_commit(struct db *db, struct em_err *err)
{
	int result;

	fault_boundary();
	result = db->driver->commit(db, err);
	db->in_transaction = result != 0;
	fault_boundary();
	return result;
}

void
db_rollback(struct db *db)
{
	db->driver->rollback(db);
	db->in_transaction = false;
}

bool
db_in_transaction(const struct db *db)
{
	return db->in_transaction;
}

int
db_enter(struct db *db, bool *own, struct em_err *err)
{
	*own = !db->in_transaction;
	return *own ? db_begin(db, err) : 0;
}

int
db_end(struct db *db, int rc, struct em_err *err)
{
	if (rc >= 0 && db_commit(db, err) == 0)
		return rc;
	db_rollback(db);
	return -1;
}

int
db_leave(struct db *db, bool own, int rc, struct em_err *err)
{
	return own ? db_end(db, rc, err) : rc;
}

struct db_stmt *
db_prepare(struct db *db, const char *sql, struct em_err *err)
{
	struct db_stmt *stmt = db->driver->prepare(db, sql, err);

	if (!stmt)
		return NULL;
	stmt->db = db;
	stmt->next = db->stmts;
	stmt->link = &db->stmts;
	if (stmt->next)
		stmt->next->link = &stmt->next;
	db->stmts = stmt;
	return stmt;
}

void
db_finalize(struct db_stmt *stmt)
{
	if (!stmt)
		return;
	*stmt->link = stmt->next;
	if (stmt->next)
		stmt->next->link = stmt->link;
	stmt->db->driver->finalize(stmt);
}

void
db_bind_text(struct db_stmt *stmt, int at, const char *text)
{
	db_bind_textn(stmt, at, text, text ? strlen(text) : 0);
}

void
db_bind_textn(struct db_stmt *stmt, int at, const char *text, size_t len)
{
	stmt->db->driver->bind_textn(stmt, at, text, len);
}

void
db_bind_int(struct db_stmt *stmt, int at, int64_t value)
{
	stmt->db->driver->bind_int(stmt, at, value);
}

int64_t
db_run(struct db_stmt *stmt, struct em_err *err)
{
	int64_t result;

	fault_boundary();
	result = stmt->db->driver->run(stmt, err);
	fault_boundary();
	return result;
}

/* What binds the runs of a statement, with a boundary before each. */
struct binder {
	void (*bind)(void *, size_t);
	void *arg;
};

static void
bind_run(void *arg, size_t i)
{
	const struct binder *binder = arg;

	fault_boundary();
	binder->bind(binder->arg, i);
}

static int
run_one_by_one(struct db_stmt *stmt, size_t n, struct binder *binder,
    int64_t changed[], struct em_err *err)
{
	for (size_t i = 0; i < n; i++) {
		bind_run(binder, i);
		changed[i] = stmt->db->driver->run(stmt, err);
		if (changed[i] < 0)
			return -1;
	}
	return 0;
}

int
db_run_each(struct db_stmt *stmt, size_t n, void (*bind)(void *, size_t),
    void *arg, int64_t changed[], struct em_err *err)
{
	const struct db_driver *driver = stmt->db->driver;
	struct binder binder = { bind, arg };
	int rc =
	    driver->run_each
		? driver->run_each(stmt, n, bind_run, &binder, changed, err)
		: run_one_by_one(stmt, n, &binder, changed, err);

	fault_boundary();
	return rc;
}

int
db_row(struct db_stmt *stmt, struct em_err *err)
{
	int result;

	fault_row();
	result = stmt->db->driver->row(stmt, err);
	fault_row();
	return result;
}

void
db_reset(struct db_stmt *stmt)
{
	stmt->db->driver->reset(stmt);
}

bool
db_is_null(struct db_stmt *stmt, int column)
{
	return stmt->db->driver->is_null(stmt, column);
}

const char *
db_text(struct db_stmt *stmt, int column)
{
	return stmt->db->driver->text(stmt, column);
}

size_t
db_len(struct db_stmt *stmt, int column)
{
	return stmt->db->driver->len(stmt, column);
}

int64_t
db_int(struct db_stmt *stmt, int column)
{
	return stmt->db->driver->to_int(stmt, column);
}

int
db_listen(struct db *db, const char *channel, struct em_err *err)
{
	return db->driver->listen(db, channel, err);
}

int
db_notify(struct db *db, const char *channel, struct em_err *err)
{
	return db->driver->notify(db, channel, err);
}

void
db_wait_also(struct db *db, int fd)
{
	db->wake_fd = fd;
}

int
db_wait(struct db *db, double seconds, struct em_err *err)
{
	return db->driver->wait(db, seconds, err);
}
