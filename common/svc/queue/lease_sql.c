/* lease_sql - leases in a database (lease.h): Laravel's table cache_locks. */
#include <stdlib.h>

#include "dialect.h"
#include "lease_priv.h"
#include "mem.h"
#include "migrate.h"

enum statement { ADD, TAKE_OVER, RENEW, RELEASE, OWNS, STATEMENTS };

struct in_sql {
	struct lease lease; /* first */
	struct db *db;
	struct db_stmt *stmts[STATEMENTS];
};

/* As Laravel's migration makes it; "key" is a word of MySQL's. */
static const struct migration table = {
	.sqlite = "CREATE TABLE cache_locks (\"key\" varchar not null "
		  "primary key, owner varchar not null, "
		  "expiration integer not null)",
	.pgsql = "CREATE TABLE cache_locks (key varchar(255) not null "
		 "primary key, owner varchar(255) not null, "
		 "expiration bigint not null)",
	.mysql = "CREATE TABLE IF NOT EXISTS cache_locks (`key` varchar(255) "
		 "not null primary key, owner varchar(255) not null, "
		 "expiration bigint not null) "
		 "default character set utf8mb4 collate utf8mb4_unicode_ci",
};

static const char *const texts[STATEMENTS] = {
	[ADD] = "INSERT INTO cache_locks ({key}, owner, expiration) "
		"VALUES (?, ?, {now} + ?) {or nothing owner}",
	[TAKE_OVER] = "UPDATE cache_locks SET owner = ?, "
		      "expiration = {now} + ? WHERE {key} = ? "
		      "AND (owner = ? OR expiration <= {now})",
	[RENEW] = "UPDATE cache_locks SET expiration = {now} + ? "
		  "WHERE {key} = ? AND owner = ? AND expiration > {now}",
	[RELEASE] = "DELETE FROM cache_locks WHERE {key} = ? AND owner = ?",
	[OWNS] = "SELECT 1 FROM cache_locks WHERE {key} = ? AND owner = ? "
		 "AND expiration > {now}",
};

static struct in_sql *
in_sql(struct lease *lease)
{
	return (struct in_sql *)lease;
}

static void
close_sql(struct lease *lease)
{
	db_close(in_sql(lease)->db);
	free(lease);
}

static int
set_up(struct in_sql *sql, struct em_err *err)
{
	if (migrate_table(sql->db, "cache_locks", &table, err) < 0)
		return -1;
	return dialect_prepare_all(sql->db, texts, STATEMENTS, sql->stmts, err);
}

static struct lease *
open_sql(const char *dsn, double timeout, struct em_err *err)
{
	struct db *db = db_open(dsn, timeout, err);
	struct in_sql *sql;

	if (!db)
		return NULL;
	sql = mem_zalloc(1, sizeof(*sql));
	sql->db = db;
	if (set_up(sql, err) == 0)
		return &sql->lease;
	close_sql(&sql->lease);
	return NULL;
}

/* Whether it is the owner's: how many rows changed says less on MySQL. */
static int
owns(struct in_sql *sql, const char *key, const char *owner, struct em_err *err)
{
	struct db_stmt *stmt = sql->stmts[OWNS];
	int rc;

	db_bind_text(stmt, 1, key);
	db_bind_text(stmt, 2, owner);
	rc = db_row(stmt, err);
	db_reset(stmt);
	return rc;
}

static int
add_or_take_over(struct in_sql *sql, const char *key, const char *owner,
    int64_t ttl, struct em_err *err)
{
	struct db_stmt *stmt = sql->stmts[ADD];

	db_bind_text(stmt, 1, key);
	db_bind_text(stmt, 2, owner);
	db_bind_int(stmt, 3, ttl);
	if (db_run(stmt, err) < 0)
		return -1;
	stmt = sql->stmts[TAKE_OVER];
	db_bind_text(stmt, 1, owner);
	db_bind_int(stmt, 2, ttl);
	db_bind_text(stmt, 3, key);
	db_bind_text(stmt, 4, owner);
	return db_run(stmt, err) < 0 ? -1 : owns(sql, key, owner, err);
}

static int
take(struct lease *lease, const char *key, const char *owner, int64_t ttl,
    struct em_err *err)
{
	struct in_sql *sql = in_sql(lease);

	if (db_begin(sql->db, err) < 0)
		return -1;
	return db_end(
	    sql->db, add_or_take_over(sql, key, owner, ttl, err), err);
}

static int
renew(struct lease *lease, const char *key, const char *owner, int64_t ttl,
    struct em_err *err)
{
	struct in_sql *sql = in_sql(lease);
	struct db_stmt *stmt = sql->stmts[RENEW];
	int rc = -1;

	if (db_begin(sql->db, err) < 0)
		return -1;
	db_bind_int(stmt, 1, ttl);
	db_bind_text(stmt, 2, key);
	db_bind_text(stmt, 3, owner);
	if (db_run(stmt, err) >= 0)
		rc = owns(sql, key, owner, err);
	return db_end(sql->db, rc, err);
}

static int
release(
    struct lease *lease, const char *key, const char *owner, struct em_err *err)
{
	struct in_sql *sql = in_sql(lease);
	struct db_stmt *stmt = sql->stmts[RELEASE];

	if (db_begin(sql->db, err) < 0)
		return -1;
	db_bind_text(stmt, 1, key);
	db_bind_text(stmt, 2, owner);
	return db_end(sql->db, (int)db_run(stmt, err), err);
}

const struct lease_driver lease_sql = {
	.open = open_sql,
	.close = close_sql,
	.take = take,
	.renew = renew,
	.release = release,
};
