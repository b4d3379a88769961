/*
 * queue_tables - the table of jobs and those beside it (queue_sql.h).
 *
 * `jobs` is Laravel's, made as its migration makes it, with two indexes more:
 * what is ready, and what is reserved, each in the order in which it is taken.
 * What Laravel has no place for is in tables of our own:
 *
 *	emgen_pushed	events that have become jobs, for a week
 *	emgen_unique	keys of which one job may wait or run
 *	emgen_paused	queues that rest
 *	emgen_signals	how often workers were asked to end
 *	emgen_attempts	what is remembered of jobs that failed (queue_memory.h)
 */
#include "migrate.h"
#include "queue_sql.h"

static const struct migration jobs = {
	.sqlite = "CREATE TABLE \"jobs\" ("
		  "\"id\" integer primary key autoincrement not null, "
		  "\"queue\" varchar not null, \"payload\" text not null, "
		  "\"attempts\" integer not null, \"reserved_at\" integer, "
		  "\"available_at\" integer not null, "
		  "\"created_at\" integer not null);"
		  "CREATE INDEX \"jobs_queue_index\" ON \"jobs\" (\"queue\");"
		  "CREATE INDEX emgen_jobs_ready "
		  "ON jobs (queue, available_at, id) "
		  "WHERE reserved_at IS NULL;"
		  "CREATE INDEX emgen_jobs_reserved "
		  "ON jobs (queue, reserved_at, available_at, id) "
		  "WHERE reserved_at IS NOT NULL",
	.pgsql = "CREATE TABLE jobs (id bigserial not null primary key, "
		 "queue varchar(255) not null, payload text not null, "
		 "attempts smallint not null, reserved_at integer null, "
		 "available_at integer not null, created_at integer not null);"
		 "CREATE INDEX jobs_queue_index ON jobs (queue);"
		 "CREATE INDEX emgen_jobs_ready "
		 "ON jobs (queue, available_at, id) "
		 "WHERE reserved_at IS NULL;"
		 "CREATE INDEX emgen_jobs_reserved "
		 "ON jobs (queue, reserved_at, available_at, id) "
		 "WHERE reserved_at IS NOT NULL",
	.mysql = "CREATE TABLE IF NOT EXISTS `jobs` ("
		 "`id` bigint unsigned not null auto_increment primary key, "
		 "`queue` varchar(255) not null, `payload` longtext not null, "
		 "`attempts` smallint unsigned not null, "
		 "`reserved_at` int unsigned null, "
		 "`available_at` int unsigned not null, "
		 "`created_at` int unsigned not null, "
		 "KEY `jobs_queue_index` (`queue`), "
		 "KEY `emgen_jobs_ready` "
		 "(`queue`, `reserved_at`, `available_at`, `id`)) "
		 "default character set utf8mb4 collate utf8mb4_unicode_ci",
};

#define BESIDE(name, create, key)                                              \
	create " emgen_pushed (queue " name " NOT NULL, "                      \
	       "event_id " name " NOT NULL, pushed_at BIGINT NOT NULL, "       \
	       "PRIMARY KEY (queue, event_id)" key ");" create                 \
	       " emgen_unique (unique_key " name " NOT NULL PRIMARY KEY, "     \
	       "queue " name " NOT NULL, owner CHAR(36) NOT NULL, "            \
	       "expires_at BIGINT NOT NULL);" create                           \
	       " emgen_paused (queue " name " NOT NULL PRIMARY KEY, "          \
	       "paused_at BIGINT NOT NULL);" create                            \
	       " emgen_signals (name " name " NOT NULL PRIMARY KEY, "          \
	       "value BIGINT NOT NULL);"

#define BESIDE_SQL                                                             \
	BESIDE("VARCHAR(255)", "CREATE TABLE", "")                             \
	"CREATE INDEX emgen_pushed_at ON emgen_pushed (pushed_at)"
#define ATTEMPTS(key)                                                          \
	" emgen_attempts (uuid CHAR(36) NOT NULL PRIMARY KEY, "                \
	"token BIGINT NOT NULL, attempts BIGINT NOT NULL, "                    \
	"exceptions BIGINT NOT NULL, crashes BIGINT NOT NULL, "                \
	"released_at BIGINT NOT NULL" key ")"
#define ATTEMPTS_SQL                                                           \
	"CREATE TABLE" ATTEMPTS(                                               \
	    "") ";"                                                            \
		"CREATE INDEX emgen_attempts_at ON emgen_attempts (released_at)"

static const struct migration beside[] = {
	{ .sqlite = BESIDE_SQL,
	    .pgsql = BESIDE_SQL,
	    /* bytes: no collation takes one name for another */
	    .mysql = BESIDE("VARBINARY(255)", "CREATE TABLE IF NOT EXISTS",
		", KEY emgen_pushed_at (pushed_at)") },
	{ .sqlite = ATTEMPTS_SQL,
	    .pgsql = ATTEMPTS_SQL,
	    .mysql = "CREATE TABLE IF NOT EXISTS" ATTEMPTS(
		", KEY emgen_attempts_at (released_at)") },
};

int
queue_tables_make(struct db *db, struct em_err *err)
{
	if (migrate_table(db, "jobs", &jobs, err) < 0)
		return -1;
	return migrate(
	    db, "queue", beside, sizeof(beside) / sizeof(beside[0]), err);
}
