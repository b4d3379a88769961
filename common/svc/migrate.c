/* migrate - the tables of a part of emgen, brought up to date (migrate.h). */
#include "migrate.h"

/* In SQLite a transaction that writes is alone already. */
static const char lock_pgsql[] =
    "SELECT pg_advisory_xact_lock(hashtext('emgen_migrations'))";
static const char create[] = "CREATE TABLE IF NOT EXISTS emgen_migrations ("
			     "part VARCHAR(64) NOT NULL PRIMARY KEY, "
			     "version INTEGER NOT NULL)";
static const char select_version[] =
    "SELECT version FROM emgen_migrations WHERE part = ?";
static const char insert_version[] =
    "INSERT INTO emgen_migrations (part, version) VALUES (?, ?) "
    "ON CONFLICT (part) DO UPDATE SET version = excluded.version";

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
	struct db_stmt *stmt = db_prepare(db, insert_version, err);
	int64_t changed;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, part);
	db_bind_int(stmt, 2, (int64_t)version);
	changed = db_run(stmt, err);
	db_finalize(stmt);
	return changed < 0 ? -1 : 0;
}

static int
run(struct db *db, const char *part, const struct migration migrations[],
    size_t n, struct em_err *err)
{
	int64_t version;

	if ((db_kind(db) == DB_PGSQL && db_exec(db, lock_pgsql, err) < 0) ||
	    db_exec(db, create, err) < 0)
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
	for (size_t i = (size_t)version; i < n; i++)
		if (db_exec(db,
			db_kind(db) == DB_SQLITE ? migrations[i].sqlite
						 : migrations[i].pgsql,
			err) < 0)
			return -1;
	return write_version(db, part, n, err);
}

int
migrate(struct db *db, const char *part, const struct migration migrations[],
    size_t n, struct em_err *err)
{
	if (db_begin(db, err) < 0)
		return -1;
	if (run(db, part, migrations, n, err) == 0 && db_commit(db, err) == 0)
		return 0;
	db_rollback(db);
	return -1;
}
