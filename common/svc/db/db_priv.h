/* db_priv - what the databases behind db.h have to do. */
#ifndef EMGEN_DB_PRIV_H
#define EMGEN_DB_PRIV_H

#include "db.h"

/* One kind of database: each function is that of db.h without "db_". */
struct db_driver {
	enum db_kind kind;
	struct db *(*open)(const char *dsn, double timeout, struct em_err *err);
	void (*close)(struct db *db);
	int (*exec)(struct db *db, const char *sql, struct em_err *err);
	int (*begin)(struct db *db, struct em_err *err);
	int (*commit)(struct db *db, struct em_err *err);
	void (*rollback)(struct db *db);
	struct db_stmt *(*prepare)(
	    struct db *db, const char *sql, struct em_err *err);
	void (*finalize)(struct db_stmt *stmt);
	void (*bind_textn)(
	    struct db_stmt *stmt, int at, const char *text, size_t len);
	void (*bind_int)(struct db_stmt *stmt, int at, int64_t value);
	int64_t (*run)(struct db_stmt *stmt, struct em_err *err);
	int (*run_each)(struct db_stmt *stmt, size_t n,
	    void (*bind)(void *, size_t), void *arg, int64_t changed[],
	    struct em_err *err); /* or NULL: one by one is as good */
	int (*row)(struct db_stmt *stmt, struct em_err *err);
	void (*reset)(struct db_stmt *stmt);
	bool (*is_null)(struct db_stmt *stmt, int column);
	const char *(*text)(struct db_stmt *stmt, int column);
	size_t (*len)(struct db_stmt *stmt, int column);
	int64_t (*to_int)(struct db_stmt *stmt, int column);
	int (*listen)(struct db *db, const char *channel, struct em_err *err);
	int (*notify)(struct db *db, const char *channel, struct em_err *err);
	int (*wait)(struct db *db, double seconds, struct em_err *err);
};

/* What db_set_patience() said, or 0. */
double db_patience(void);

extern const struct db_driver db_sqlite, db_pgsql, db_mysql;

/* What every driver's own connection and statement begin with. */
struct db {
	const struct db_driver *driver;
	struct db_stmt *stmts; /* all that are open */
	bool in_transaction;
	bool skips_locked;
	int wake_fd; /* ends a wait when it can be read, or -1 */
};

struct db_stmt {
	struct db *db;
	struct db_stmt *next, **link; /* in db->stmts */
};

#endif
