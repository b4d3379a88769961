/* queue_sql_claim - what finds and reserves the next job (queue_sql.h). */
#include <stdbool.h>

#include "queue_sql.h"

/* The next job of a queue: one that waits, or one whose worker is lost. */
#define READY(jobs)                                                            \
	"FROM " jobs " WHERE queue = ? AND " QUEUE_NOT_PAUSED                  \
	" AND reserved_at IS NULL AND available_at <= {now} "                  \
	"ORDER BY available_at, id LIMIT 1 {skip locked}"
#define EXPIRED(jobs)                                                          \
	"FROM " jobs " WHERE queue = ? AND " QUEUE_NOT_PAUSED                  \
	" AND reserved_at <= {now} - ? "                                       \
	"ORDER BY reserved_at, available_at, id LIMIT 1 {skip locked}"

/*
 * Databases that return what they have changed.  Laravel's column of attempts
 * is a small integer, and what has been tried so often must block nobody.
 */
#define RESERVE(which)                                                         \
	"UPDATE jobs SET reserved_at = {now}, attempts = "                     \
	"CASE WHEN attempts < 32767 THEN attempts + 1 ELSE attempts END "      \
	"WHERE id = (SELECT id " which ") RETURNING " QUEUE_COLUMNS

/* MySQL does not: the row is locked, then changed. */
#define LOCK(which)                                                            \
	"SELECT id, queue, payload, attempts + 1, {now}, available_at, "       \
	"created_at " which

/*
 * MySQL may take another index while its statistics are old, and sort all jobs.
 * A table of others has not the one that it should take.
 */
static bool
has_index(struct db *db)
{
	struct em_err err;
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT 1 FROM information_schema.STATISTICS "
	    "WHERE TABLE_SCHEMA = database() AND TABLE_NAME = 'jobs' "
	    "AND INDEX_NAME = 'emgen_jobs_ready' LIMIT 1",
	    &err);
	bool has = stmt && db_row(stmt, &err) == 1;

	db_finalize(stmt);
	return has;
}

#define BY_INDEX "jobs FORCE INDEX (emgen_jobs_ready)"

const char *
queue_sql_claim(struct db *db, bool over)
{
	if (db_kind(db) != DB_MYSQL)
		return over ? RESERVE(EXPIRED("jobs")) : RESERVE(READY("jobs"));
	if (has_index(db))
		return over ? LOCK(EXPIRED(BY_INDEX)) : LOCK(READY(BY_INDEX));
	return over ? LOCK(EXPIRED("jobs")) : LOCK(READY("jobs"));
}

const char *
queue_sql_ack_and_claim(const struct db *db)
{
	return db_kind(db) != DB_PGSQL
		   ? NULL
		   : "WITH done AS (DELETE FROM jobs " QUEUE_OURS
		     " RETURNING 1), next AS (" RESERVE(READY(
			 "jobs")) ") "
				  "SELECT next.*, (SELECT count(*) FROM done) "
				  "FROM (SELECT 1) AS one LEFT JOIN next ON true";
}
