/* batch - jobs that belong together (batch.h). */
#include "batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "buf.h"
#include "dialect.h"
#include "mem.h"
#include "migrate.h"

enum { SLICE = 1000 }; /* rows deleted at a time */

/* As Laravel's migration makes it. */
static const struct migration table = {
	.sqlite = "CREATE TABLE \"job_batches\" ("
		  "\"id\" varchar not null, \"name\" varchar not null, "
		  "\"total_jobs\" integer not null, "
		  "\"pending_jobs\" integer not null, "
		  "\"failed_jobs\" integer not null, "
		  "\"failed_job_ids\" text not null, \"options\" text, "
		  "\"cancelled_at\" integer, \"created_at\" integer not null, "
		  "\"finished_at\" integer, primary key (\"id\"))",
	.pgsql = "CREATE TABLE job_batches (id varchar(255) not null, "
		 "name varchar(255) not null, total_jobs integer not null, "
		 "pending_jobs integer not null, failed_jobs integer not null, "
		 "failed_job_ids text not null, options text null, "
		 "cancelled_at integer null, created_at integer not null, "
		 "finished_at integer null, primary key (id))",
	.mysql = "CREATE TABLE IF NOT EXISTS `job_batches` ("
		 "`id` varchar(255) not null, `name` varchar(255) not null, "
		 "`total_jobs` int not null, `pending_jobs` int not null, "
		 "`failed_jobs` int not null, "
		 "`failed_job_ids` longtext not null, "
		 "`options` mediumtext null, `cancelled_at` int null, "
		 "`created_at` int not null, `finished_at` int null, "
		 "primary key (`id`)) "
		 "default character set utf8mb4 collate utf8mb4_unicode_ci",
};

/* Jobs in Redis that have been counted, and may come again. */
#define COUNTED(name)                                                          \
	" emgen_batch_jobs (batch " name " NOT NULL, "                         \
	"uuid CHAR(36) NOT NULL, PRIMARY KEY (batch, uuid))"
static const struct migration beside[] = {
	{ .sqlite = "CREATE TABLE" COUNTED("VARCHAR(255)"),
	    .pgsql = "CREATE TABLE" COUNTED("VARCHAR(255)"),
	    /* bytes: the collation of Laravel's table may be another */
	    .mysql = "CREATE TABLE IF NOT EXISTS" COUNTED("VARBINARY(255)") },
};

/* The columns of a row that is read. */
enum {
	ID,
	NAME,
	TOTAL,
	PENDING,
	FAILED,
	FAILED_IDS,
	OPTIONS,
	CANCELLED_AT,
	CREATED_AT,
	FINISHED_AT
};
#define COLUMNS                                                                \
	"id, name, total_jobs, pending_jobs, failed_jobs, failed_job_ids, "    \
	"options, cancelled_at, created_at, finished_at FROM job_batches "

enum { FIND, LOCK, INSERT, GROW, COUNT, FINISH, CANCEL, REMEMBER, STATEMENTS };
static const char *const texts[STATEMENTS] = {
	[FIND] = "SELECT " COLUMNS "WHERE id = ?",
	[LOCK] = "SELECT " COLUMNS "WHERE id = ? {for update}",
	[INSERT] = "INSERT INTO job_batches (id, name, total_jobs, "
		   "pending_jobs, failed_jobs, failed_job_ids, options, "
		   "cancelled_at, created_at, finished_at) "
		   "VALUES (?, ?, 0, 0, 0, '[]', ?, NULL, {now}, NULL) "
		   "{or nothing id}",
	[GROW] = "UPDATE job_batches SET total_jobs = total_jobs + ?, "
		 "pending_jobs = pending_jobs + ?, finished_at = NULL "
		 "WHERE id = ?",
	[COUNT] = "UPDATE job_batches SET pending_jobs = ?, failed_jobs = ?, "
		  "failed_job_ids = ? WHERE id = ?",
	[FINISH] = "UPDATE job_batches SET finished_at = {now} WHERE id = ?",
	[CANCEL] = "UPDATE job_batches SET cancelled_at = {now}, "
		   "finished_at = {now} WHERE id = ?",
	[REMEMBER] = "INSERT INTO emgen_batch_jobs (batch, uuid) "
		     "VALUES (?, ?) {or nothing uuid}",
};

struct batches {
	struct db *db;
	struct db_stmt *stmt[STATEMENTS];
};

struct batches *
batches_on(struct db *db, struct em_err *err)
{
	struct batches *batches;

	if (migrate_table(db, "job_batches", &table, err) < 0 ||
	    migrate(db, "batches", beside, sizeof(beside) / sizeof(beside[0]),
		err) < 0)
		return NULL;
	batches = mem_zalloc(1, sizeof(*batches));
	batches->db = db;
	if (dialect_prepare_all(db, texts, STATEMENTS, batches->stmt, err) == 0)
		return batches;
	batches_close(batches);
	return NULL;
}

void
batches_close(struct batches *batches)
{
	if (!batches)
		return;
	for (int i = 0; i < STATEMENTS; i++)
		db_finalize(batches->stmt[i]);
	free(batches);
}

struct db *
batches_db(const struct batches *batches)
{
	return batches->db;
}

/* --- options, as PHP serializes them --- */

static void
add_php(struct buf *out, const char *text)
{
	buf_addf(out, "s:%zu:\"%s\";", strlen(text), text);
}

static char *
make_options(const struct batch *batch, const char *queue)
{
	struct buf out = BUF_INIT;
	char *own = json_dumps(batch->options, JSON_COMPACT);

	buf_addf(&out, "a:%d:{", batch->allow_failures ? 3 : 2);
	add_php(&out, "emgen");
	add_php(&out, own ? own : "{}");
	add_php(&out, "queue");
	add_php(&out, queue);
	if (batch->allow_failures) {
		add_php(&out, "allowFailures");
		buf_adds(&out, "b:1;");
	}
	buf_addc(&out, '}');
	free(own);
	return buf_detach(&out);
}

/* Ours stand first, so that no name or closure can look like them. */
static json_t *
read_own(const char *text)
{
	static const char first[] = ":{s:5:\"emgen\";s:";
	size_t digits =
	    strncmp(text, "a:", 2) == 0 ? strspn(text + 2, "0123456789") : 0;
	char *end;
	size_t len;

	if (!digits ||
	    strncmp(text + 2 + digits, first, sizeof(first) - 1) != 0)
		return NULL;
	text += 2 + digits + sizeof(first) - 1;
	len = strtoul(text, &end, 10);
	if (strncmp(end, ":\"", 2) != 0 || len > strlen(end + 2))
		return NULL;
	return json_loadb(end + 2, len, 0, NULL);
}

/* On PostgreSQL Laravel encodes its own, which are bytes. */
static void
read_options(struct batch *batch, const char *text)
{
	static const char allows[] = "s:13:\"allowFailures\";b:1;";
	struct buf plain = BUF_INIT;

	if (strpbrk(text, ":;"))
		buf_adds(&plain, text);
	else
		base64_decode(&plain, text);
	batch->options = read_own(buf_peek(&plain));
	batch->allow_failures = memmem(buf_peek(&plain), plain.len, allows,
				    sizeof(allows) - 1) != NULL;
	buf_clear(&plain);
}

const char *
batch_option(const struct batch *batch, const char *name)
{
	return json_string_value(json_object_get(batch->options, name));
}

/* --- a batch --- */

void
batch_clear(struct batch *batch)
{
	free(batch->id);
	free(batch->name);
	json_decref(batch->failed_ids);
	json_decref(batch->options);
	*batch = (struct batch){ .id = NULL };
}

int64_t
batch_done(const struct batch *batch)
{
	return batch->total - batch->pending;
}

int
batch_progress(const struct batch *batch)
{
	return batch->total > 0
		   ? (int)((batch_done(batch) * 200 + batch->total) /
			   (2 * batch->total))
		   : 0;
}

static void
read_row(struct batch *batch, struct db_stmt *stmt)
{
	*batch = (struct batch){ .id = mem_strdup(db_text(stmt, ID)),
		.name = mem_strdup(db_text(stmt, NAME)),
		.total = db_int(stmt, TOTAL),
		.pending = db_int(stmt, PENDING),
		.failed = db_int(stmt, FAILED),
		.cancelled_at = db_int(stmt, CANCELLED_AT),
		.created_at = db_int(stmt, CREATED_AT),
		.finished_at = db_int(stmt, FINISHED_AT) };
	read_options(batch, db_text(stmt, OPTIONS));
	batch->failed_ids = json_loadb(
	    db_text(stmt, FAILED_IDS), db_len(stmt, FAILED_IDS), 0, NULL);
	if (!json_is_array(batch->failed_ids)) {
		json_decref(batch->failed_ids);
		batch->failed_ids = json_array();
	}
}

static int
read_one(struct db_stmt *stmt, const char *id, struct batch *batch,
    struct em_err *err)
{
	int rc;

	*batch = (struct batch){ .id = NULL };
	db_bind_text(stmt, 1, id);
	rc = db_row(stmt, err);
	if (rc != 1)
		return rc;
	read_row(batch, stmt);
	db_reset(stmt);
	return 1;
}

int
batch_find(struct batches *batches, const char *id, struct batch *batch,
    struct em_err *err)
{
	return read_one(batches->stmt[FIND], id, batch, err);
}

int
batch_each(struct batches *batches, unsigned limit,
    int (*each)(void *arg, const struct batch *batch), void *arg,
    struct em_err *err)
{
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;
	int rc = 0, row = -1;

	buf_addf(&sql,
	    "SELECT " COLUMNS "ORDER BY created_at DESC, id DESC "
	    "LIMIT %u",
	    limit);
	stmt = db_prepare(batches->db, sql.data, err);
	buf_clear(&sql);
	while (stmt && rc == 0 && (row = db_row(stmt, err)) == 1) {
		struct batch batch;

		read_row(&batch, stmt);
		rc = each(arg, &batch);
		batch_clear(&batch);
	}
	db_finalize(stmt);
	return row < 0 ? -1 : rc;
}

/* --- making one --- */

static int
add(struct batches *batches, const struct batch *batch, const char *options,
    int64_t n, struct em_err *err)
{
	struct db_stmt *insert = batches->stmt[INSERT];
	struct db_stmt *grow = batches->stmt[GROW];
	int64_t made;

	db_bind_text(insert, 1, batch->id);
	db_bind_text(insert, 2, batch->name);
	db_bind_text(insert, 3, options);
	made = db_run(insert, err);
	if (made < 0)
		return -1;
	db_bind_int(grow, 1, n);
	db_bind_int(grow, 2, n);
	db_bind_text(grow, 3, batch->id);
	if (n != 0 && db_run(grow, err) < 0)
		return -1;
	return made > 0;
}

int
batch_add(struct batches *batches, const struct batch *batch, const char *queue,
    int64_t n, struct em_err *err)
{
	char *options = make_options(batch, queue);
	bool own;
	int rc = db_enter(batches->db, &own, err);

	if (rc == 0)
		rc = db_leave(batches->db, own,
		    add(batches, batch, options, n, err), err);
	free(options);
	return rc;
}

/* --- counting --- */

static int
run_for(struct db_stmt *stmt, const char *id, struct em_err *err)
{
	db_bind_text(stmt, 1, id);
	return (int)db_run(stmt, err);
}

/* 1 for the first time. */
static int
remember(
    struct batches *batches, const struct batch_end *end, struct em_err *err)
{
	struct db_stmt *stmt = batches->stmt[REMEMBER];

	if (!end->may_repeat || end->failed)
		return 1;
	db_bind_text(stmt, 1, end->batch);
	db_bind_text(stmt, 2, end->uuid);
	return (int)db_run(stmt, err);
}

/* Where a job stands among those that failed, or behind the last. */
static size_t
place_of(const struct batch *batch, const char *uuid)
{
	size_t i;
	json_t *id;

	json_array_foreach (batch->failed_ids, i, id)
		if (json_is_string(id) &&
		    strcmp(json_string_value(id), uuid) == 0)
			break;
	return i;
}

/* Changes the counts; false when nothing is new. */
static bool
change(struct batch *batch, const struct batch_end *end)
{
	size_t at = place_of(batch, end->uuid);
	bool known = at < json_array_size(batch->failed_ids);

	if (end->failed) {
		if (known)
			return false;
		batch->failed++;
		(void)json_array_append_new(
		    batch->failed_ids, json_string(end->uuid));
	} else {
		batch->pending--;
		if (known)
			(void)json_array_remove(batch->failed_ids, at);
	}
	return true;
}

static unsigned
events_of(const struct batch *batch, bool failed)
{
	unsigned events = 0;

	if (failed && batch->failed == 1)
		events |= BATCH_FAILED;
	if (!failed && batch->pending == 0 && !batch->cancelled_at)
		events |= BATCH_COMPLETED;
	/* as in Laravel: not again for what is tried again */
	if (batch->pending == batch->failed)
		events |= BATCH_FINISHED;
	return events;
}

static int
keep(struct batches *batches, const struct batch *batch, unsigned events,
    struct em_err *err)
{
	struct db_stmt *stmt = batches->stmt[COUNT];
	char *ids = json_dumps(batch->failed_ids, JSON_COMPACT);
	bool cancels = events & BATCH_FAILED && !batch->allow_failures;
	int64_t rc;

	db_bind_int(stmt, 1, batch->pending);
	db_bind_int(stmt, 2, batch->failed);
	db_bind_text(stmt, 3, ids);
	db_bind_text(stmt, 4, batch->id);
	rc = db_run(stmt, err);
	free(ids);
	if (rc >= 0 && cancels)
		rc = run_for(batches->stmt[CANCEL], batch->id, err);
	else if (rc >= 0 && batch->pending == 0)
		rc = run_for(batches->stmt[FINISH], batch->id, err);
	return rc < 0 ? -1 : 0;
}

static int
count(struct batches *batches, const struct batch_end *end, struct batch *batch,
    unsigned *events, struct em_err *err)
{
	int rc = read_one(batches->stmt[LOCK], end->batch, batch, err);

	if (rc != 1)
		return rc;
	rc = remember(batches, end, err);
	if (rc < 0)
		return -1;
	if (rc == 0 || !change(batch, end))
		return 1;
	*events = events_of(batch, end->failed);
	return keep(batches, batch, *events, err) < 0 ? -1 : 1;
}

int
batch_count(struct batches *batches, const struct batch_end *end,
    struct batch *batch, unsigned *events, struct em_err *err)
{
	bool own;
	int rc;

	*events = 0;
	*batch = (struct batch){ .id = NULL };
	if (db_enter(batches->db, &own, err) < 0)
		return -1;
	rc = count(batches, end, batch, events, err);
	rc = db_leave(batches->db, own, rc, err);
	if (rc < 0)
		batch_clear(batch);
	return rc;
}

/* --- what people do --- */

int
batch_cancel(struct batches *batches, const char *id, struct em_err *err)
{
	bool own;

	if (db_enter(batches->db, &own, err) < 0)
		return -1;
	return db_leave(
	    batches->db, own, run_for(batches->stmt[CANCEL], id, err), err);
}

int
batch_skips(struct batches *batches, const char *id, const char *uuid,
    struct em_err *err)
{
	struct batch batch;
	int rc = batch_find(batches, id, &batch, err);

	if (rc != 1)
		return rc;
	rc = batch.cancelled_at &&
	     place_of(&batch, uuid) == json_array_size(batch.failed_ids);
	batch_clear(&batch);
	return rc;
}

static struct db_stmt *
prepare_prune(struct db *db, enum batch_age age, struct em_err *err)
{
	static const char *const which[] = {
		[BATCH_AGE_FINISHED] = "finished_at",
		[BATCH_AGE_UNFINISHED] = "finished_at IS NULL AND created_at",
		[BATCH_AGE_CANCELLED] =
		    "cancelled_at IS NOT NULL AND created_at",
	};
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;

	/* a table of its own: MySQL reads none that it deletes from */
	buf_addf(&sql,
	    "DELETE FROM job_batches WHERE id IN (SELECT id FROM "
	    "(SELECT id FROM job_batches WHERE %s < {now} - ? LIMIT %d) "
	    "AS those)",
	    which[age], SLICE);
	stmt = dialect_prepare(db, sql.data, err);
	buf_clear(&sql);
	return stmt;
}

static int64_t
run_alone(struct db *db, struct db_stmt *stmt, struct em_err *err)
{
	int64_t n;
	bool own;

	if (db_enter(db, &own, err) < 0)
		return -1;
	n = db_run(stmt, err);
	return db_leave(db, own, n < 0 ? -1 : 0, err) < 0 ? -1 : n;
}

static int
forget_jobs(struct db *db, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "DELETE FROM emgen_batch_jobs WHERE NOT EXISTS (SELECT 1 FROM "
	    "job_batches AS b WHERE b.id = batch)",
	    err);
	int64_t n = stmt ? run_alone(db, stmt, err) : -1;

	db_finalize(stmt);
	return n < 0 ? -1 : 0;
}

int64_t
batch_prune(struct batches *batches, enum batch_age age, int64_t hours,
    struct em_err *err)
{
	struct db_stmt *stmt = prepare_prune(batches->db, age, err);
	int64_t n = -1, all = 0;

	if (!stmt)
		return -1;
	do {
		db_bind_int(stmt, 1, hours * 3600);
		n = run_alone(batches->db, stmt, err);
		all += n;
	} while (n == SLICE);
	db_finalize(stmt);
	return n < 0 || forget_jobs(batches->db, err) < 0 ? -1 : all;
}
