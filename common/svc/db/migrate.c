/* migrate - the tables of a part of emgen, brought up to date (migrate.h). */
#include "migrate.h"

#include <stdbool.h>

#include "dialect.h"

static const char create[] = "CREATE TABLE IF NOT EXISTS emgen_migrations ("
			     "part VARCHAR(64) NOT NULL PRIMARY KEY, "
			     "version INTEGER NOT NULL)";
static const char select_version[] =
    "SELECT version FROM emgen_migrations WHERE part = ?";
static const char insert_version[] =
    "INSERT INTO emgen_migrations (part, version) VALUES (?, ?) "
    "{or update part} version = {new version}";

/* The version that the part is at, 0 before the first; -1 for an error. */
static int64_t
read_version(struct db *db, const char *part, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(db, select_version, err);
	int64_t version = -1;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, part);
	switch (db_row(stmt, err)) {
	case 1:
		version = db_int(stmt, 0);
		break;
	case 0:
		version = 0;
		break;
	default:
		break;
	}
	db_finalize(stmt);
	return version;
}

static int
write_version(
    struct db *db, const char *part, size_t version, struct em_err *err)
{
	struct db_stmt *stmt = dialect_prepare(db, insert_version, err);
	int64_t changed;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, part);
	db_bind_int(stmt, 2, (int64_t)version);
	changed = db_run(stmt, err);
	db_finalize(stmt);
	return changed < 0 ? -1 : 0;
}

/* What a database of that kind is told; NULL with err filled for nothing. */
static const char *
statements(struct db *db, const struct migration *migration, struct em_err *err)
{
	const char *const of_kind[] = {
		[DB_SQLITE] = migration->sqlite,
		[DB_PGSQL] = migration->pgsql,
		[DB_MYSQL] = migration->mysql,
	};
	const char *sql = of_kind[db_kind(db)];

	if (!sql)
		(void)err_set(err, EM_PERM,
		    "this part of emgen cannot be kept in such a database");
	return sql;
}

/*
 * Nobody else makes tables until the transaction ends.  On MySQL each CREATE
 * ends it: the lock is the connection's, and statements must bear a second run.
 */
static int
lock(struct db *db, struct em_err *err)
{
	const char *const of_kind[] = {
		[DB_SQLITE] = "", /* a transaction that writes is alone */
		[DB_PGSQL] = "SELECT pg_advisory_xact_lock("
			     "hashtext('emgen_migrations'))",
		[DB_MYSQL] = "SELECT GET_LOCK('emgen_migrations', 60)",
	};

	return db_exec(db, of_kind[db_kind(db)], err);
}

static int
unlock(struct db *db, int rc, struct em_err *err)
{
	if (db_kind(db) == DB_MYSQL &&
	    db_exec(db, "DO RELEASE_LOCK('emgen_migrations')", err) < 0)
		return -1;
	return rc;
}

static int
run(struct db *db, const char *part, const struct migration migrations[],
    size_t n, struct em_err *err)
{
	int64_t version;

	if (lock(db, err) < 0 || db_exec(db, create, err) < 0)
		return -1;
	version = read_version(db, part, err);
	if (version < 0)
		return -1;
	if ((size_t)version > n)
		return err_set(err, EM_PERM,
		    "the tables of %s are at version %lld, made by a later "
		    "emgen: this one knows %zu",
		    part, (long long)version, n);
	if ((size_t)version == n)
		return 0;
	for (size_t i = (size_t)version; i < n; i++) {
		const char *sql = statements(db, &migrations[i], err);

		if (!sql || db_exec(db, sql, err) < 0)
			return -1;
	}
	return write_version(db, part, n, err);
}

/* Without a lock, so that who opens a database waits for nobody. */
static bool
is_up_to_date(struct db *db, const char *part, size_t n)
{
	struct em_err err;

	return dialect_has_table(db, "emgen_migrations", &err) == 1 &&
	       read_version(db, part, &err) == (int64_t)n;
}

int
migrate(struct db *db, const char *part, const struct migration migrations[],
    size_t n, struct em_err *err)
{
	bool own;
	int rc;

	if (is_up_to_date(db, part, n))
		return 0;
	if (db_enter(db, &own, err) < 0)
		return -1;
	rc = run(db, part, migrations, n, err);
	return unlock(db, db_leave(db, own, rc, err), err);
}

/* --- tables that may be another program's --- */

static int
make_table(struct db *db, const char *name, const struct migration *table,
    struct em_err *err)
{
	const char *sql = statements(db, table, err);
	int there;

	if (!sql || lock(db, err) < 0)
		return -1;
	there = dialect_has_table(db, name, err);
	if (there != 0)
		return there < 0 ? -1 : 0;
	return db_exec(db, sql, err) < 0 ? -1 : 1;
}

int
migrate_table(struct db *db, const char *name, const struct migration *table,
    struct em_err *err)
{
	int there = dialect_has_table(db, name, err), rc;
	bool own;

	if (there != 0)
		return there < 0 ? -1 : 0;
	if (db_enter(db, &own, err) < 0)
		return -1;
	rc = make_table(db, name, table, err);
	return unlock(db, db_leave(db, own, rc, err), err);
}
