/* failed - jobs that failed for good (failed.h). */
#include "failed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "dialect.h"
#include "job.h"
#include "mem.h"
#include "migrate.h"
#include "queue.h"
#include "utf8.h"

enum { PAGE = 200, SLICE = 1000 }; /* rows read, and deleted, at a time */

/* As Laravel's migration makes it. */
static const struct migration table = {
	.sqlite = "CREATE TABLE \"failed_jobs\" ("
		  "\"id\" integer primary key autoincrement not null, "
		  "\"uuid\" varchar not null, "
		  "\"connection\" varchar not null, "
		  "\"queue\" varchar not null, "
		  "\"payload\" text not null, "
		  "\"exception\" text not null, "
		  "\"failed_at\" datetime not null default CURRENT_TIMESTAMP);"
		  "CREATE UNIQUE INDEX \"failed_jobs_uuid_unique\" "
		  "ON \"failed_jobs\" (\"uuid\");"
		  "CREATE INDEX "
		  "\"failed_jobs_connection_queue_failed_at_index\" "
		  "ON \"failed_jobs\" (\"connection\", \"queue\", "
		  "\"failed_at\")",
	.pgsql = "CREATE TABLE failed_jobs ("
		 "id bigserial not null primary key, "
		 "uuid varchar(255) not null, "
		 "connection varchar(255) not null, "
		 "queue varchar(255) not null, "
		 "payload text not null, exception text not null, "
		 "failed_at timestamp(0) without time zone not null "
		 "default CURRENT_TIMESTAMP);"
		 "ALTER TABLE failed_jobs "
		 "ADD CONSTRAINT failed_jobs_uuid_unique UNIQUE (uuid);"
		 "CREATE INDEX failed_jobs_connection_queue_failed_at_index "
		 "ON failed_jobs (connection, queue, failed_at)",
	.mysql = "CREATE TABLE IF NOT EXISTS `failed_jobs` ("
		 "`id` bigint unsigned not null auto_increment primary key, "
		 "`uuid` varchar(255) not null, "
		 "`connection` varchar(255) not null, "
		 "`queue` varchar(255) not null, "
		 "`payload` longtext not null, `exception` longtext not null, "
		 "`failed_at` timestamp not null default CURRENT_TIMESTAMP, "
		 "UNIQUE KEY `failed_jobs_uuid_unique` (`uuid`), "
		 "KEY `failed_jobs_connection_queue_failed_at_index` "
		 "(`connection`, `queue`, `failed_at`)) "
		 "default character set utf8mb4 collate utf8mb4_unicode_ci",
};

static const char add_sql[] =
    "INSERT INTO failed_jobs (uuid, connection, queue, payload, exception, "
    "failed_at) VALUES (?, ?, ?, ?, ?, {utc}) {or update uuid} "
    "connection = {new connection}, queue = {new queue}, "
    "payload = {new payload}, exception = {new exception}, "
    "failed_at = {new failed_at}";
static const char forget_sql[] = "DELETE FROM failed_jobs WHERE uuid = ?";
static const char take_sql[] =
    "DELETE FROM failed_jobs WHERE uuid = ? AND id = ?";

/* The columns of a row that is read. */
enum { ID, UUID, CONNECTION, QUEUE, PAYLOAD, EXCEPTION, FAILED_AT };
static const char each_sql[] =
    "SELECT id, uuid, connection, queue, payload, exception, failed_at "
    "FROM failed_jobs WHERE id > ? AND id <= ?";
static const char last_sql[] = "SELECT max(id) FROM failed_jobs";

struct failed {
	struct db *db;
	bool owns_db;
	struct db_stmt *add, *forget, *take;
};

struct failed *
failed_on(struct db *db, struct em_err *err)
{
	struct failed *failed;

	if (migrate_table(db, "failed_jobs", &table, err) < 0)
		return NULL;
	failed = mem_zalloc(1, sizeof(*failed));
	failed->db = db;
	if ((failed->add = dialect_prepare(db, add_sql, err)) &&
	    (failed->forget = db_prepare(db, forget_sql, err)) &&
	    (failed->take = db_prepare(db, take_sql, err)))
		return failed;
	failed_close(failed);
	return NULL;
}

struct failed *
failed_open(const char *dsn, double timeout, struct em_err *err)
{
	struct db *db = db_open(dsn, timeout, err);
	struct failed *failed = db ? failed_on(db, err) : NULL;

	if (failed)
		failed->owns_db = true;
	else
		db_close(db);
	return failed;
}

void
failed_close(struct failed *failed)
{
	if (!failed)
		return;
	db_finalize(failed->add);
	db_finalize(failed->forget);
	db_finalize(failed->take);
	if (failed->owns_db)
		db_close(failed->db);
	free(failed);
}

struct db *
failed_db(const struct failed *failed)
{
	return failed->db;
}

/* --- adding --- */

/* What databases keep as text: UTF-8 without NUL; other bytes as \xNN. */
static void
add_text(struct buf *out, const char *bytes, size_t len)
{
	while (len > 0) {
		size_t good = utf8_valid(bytes, len), nul;

		nul = strnlen(bytes, good);
		buf_add(out, bytes, nul);
		bytes += nul;
		len -= nul;
		if (len > 0) {
			buf_addf(out, "\\x%02X", (unsigned char)*bytes);
			bytes++;
			len--;
		}
	}
}

/* Another failure has another number: a retry of the one before is not its. */
static int
replace(struct failed *failed, const char *uuid, struct em_err *err)
{
	db_bind_text(failed->forget, 1, uuid);
	return db_run(failed->forget, err) < 0 || db_run(failed->add, err) < 0
		   ? -1
		   : 0;
}

int
failed_add(
    struct failed *failed, const struct failed_job *job, struct em_err *err)
{
	struct buf payload = BUF_INIT, exception = BUF_INIT;
	bool own;
	int rc;

	add_text(&payload, job->payload, job->payload_len);
	add_text(&exception, job->exception, strlen(job->exception));
	db_bind_text(failed->add, 1, job->uuid);
	db_bind_text(failed->add, 2, job->connection);
	db_bind_text(failed->add, 3, job->queue);
	db_bind_textn(failed->add, 4, buf_peek(&payload), payload.len);
	db_bind_textn(failed->add, 5, buf_peek(&exception), exception.len);
	rc = db_enter(failed->db, &own, err);
	if (rc == 0)
		rc = db_leave(
		    failed->db, own, replace(failed, job->uuid, err), err);
	buf_clear(&payload);
	buf_clear(&exception);
	return rc;
}

/* --- reading --- */

static struct db_stmt *
prepare_each(struct failed *failed, const struct failed_query *query,
    int64_t after, struct em_err *err)
{
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;
	int at = 1;

	buf_adds(&sql, each_sql);
	if (query->uuid)
		buf_adds(&sql, " AND uuid = ?");
	if (query->queue)
		buf_adds(&sql, " AND queue = ?");
	buf_addf(&sql, " ORDER BY id LIMIT %d", PAGE);
	stmt = db_prepare(failed->db, sql.data, err);
	buf_clear(&sql);
	if (!stmt)
		return NULL;
	db_bind_int(stmt, at++, after);
	db_bind_int(stmt, at++, query->last);
	if (query->uuid)
		db_bind_text(stmt, at++, query->uuid);
	if (query->queue)
		db_bind_text(stmt, at++, query->queue);
	return stmt;
}

/* A row of its own, since what is called for it may use the connection. */
struct copy {
	struct failed_job job;
	struct buf text[FAILED_AT + 1];
};

static void
copy_row(struct copy *copy, struct db_stmt *stmt)
{
	for (int i = UUID; i <= FAILED_AT; i++)
		buf_add(&copy->text[i], db_text(stmt, i), db_len(stmt, i));
	copy->job = (struct failed_job){
		.id = db_int(stmt, ID),
		.uuid = buf_peek(&copy->text[UUID]),
		.connection = buf_peek(&copy->text[CONNECTION]),
		.queue = buf_peek(&copy->text[QUEUE]),
		.payload = buf_peek(&copy->text[PAYLOAD]),
		.payload_len = copy->text[PAYLOAD].len,
		.exception = buf_peek(&copy->text[EXCEPTION]),
		.failed_at = buf_peek(&copy->text[FAILED_AT]),
	};
}

static void
clear_copies(struct copy copies[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (int column = 0; column <= FAILED_AT; column++)
			buf_clear(&copies[i].text[column]);
}

/* The next rows behind an id: how many they are, or -1. */
static int
read_page(struct failed *failed, const struct failed_query *query,
    int64_t after, struct copy copies[PAGE], struct em_err *err)
{
	struct db_stmt *stmt = prepare_each(failed, query, after, err);
	int n = 0, rc = -1;

	if (!stmt)
		return -1;
	while ((rc = db_row(stmt, err)) == 1)
		copy_row(&copies[n++], stmt);
	db_finalize(stmt);
	if (rc == 0)
		return n;
	clear_copies(copies, (size_t)n);
	return -1;
}

/* So that what fails again meanwhile is not met again. */
static int64_t
last_id(struct failed *failed, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(failed->db, last_sql, err);
	int64_t last = -1;

	if (stmt && db_row(stmt, err) == 1)
		last = db_int(stmt, 0);
	db_finalize(stmt);
	return last;
}

int
failed_each(struct failed *failed, const struct failed_query *query,
    int (*each)(void *arg, const struct failed_job *job), void *arg,
    struct em_err *err)
{
	struct copy *copies = mem_zalloc(PAGE, sizeof(*copies));
	int64_t after = query->first > 0 ? query->first - 1 : 0;
	struct failed_query these = *query;
	int n = -1, rc = 0;

	if (!these.last)
		these.last = last_id(failed, err);
	if (these.last < 0)
		goto out;
	do {
		n = read_page(failed, &these, after, copies, err);
		for (int i = 0; i < n && rc == 0; i++)
			rc = each(arg, &copies[i].job);
		if (n > 0)
			after = copies[n - 1].job.id;
		clear_copies(copies, n > 0 ? (size_t)n : 0);
		memset(copies, 0, PAGE * sizeof(*copies));
	} while (rc == 0 && n == PAGE);
out:
	free(copies);
	return n < 0 ? -1 : rc;
}

/* --- deleting --- */

/* Runs a statement that may be the only one of its transaction. */
static int64_t
run(struct db *db, struct db_stmt *stmt, struct em_err *err)
{
	int64_t changed = -1;
	bool own;

	if (!stmt || db_enter(db, &own, err) < 0)
		return -1;
	changed = db_run(stmt, err);
	return db_leave(db, own, changed < 0 ? -1 : 0, err) < 0 ? -1 : changed;
}

int64_t
failed_forget(struct failed *failed, const char *uuid, struct em_err *err)
{
	db_bind_text(failed->forget, 1, uuid);
	return run(failed->db, failed->forget, err);
}

static struct db_stmt *
prepare_flush(struct failed *failed, int64_t hours, struct em_err *err)
{
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;

	/* a table of its own: MySQL reads none that it deletes from */
	buf_adds(&sql, "DELETE FROM failed_jobs WHERE id IN (SELECT id FROM "
		       "(SELECT id FROM failed_jobs");
	if (hours != FAILED_ALL)
		buf_adds(&sql, " WHERE failed_at <= {hours ago ?}");
	buf_addf(&sql, " ORDER BY id LIMIT %d) AS those)", SLICE);
	stmt = dialect_prepare(failed->db, sql.data, err);
	buf_clear(&sql);
	if (stmt && hours != FAILED_ALL)
		db_bind_int(stmt, 1, hours);
	return stmt;
}

int64_t
failed_flush(struct failed *failed, int64_t hours, struct em_err *err)
{
	struct db_stmt *stmt = prepare_flush(failed, hours, err);
	int64_t n, all = 0;

	do {
		n = run(failed->db, stmt, err);
		all += n;
	} while (n == SLICE);
	db_finalize(stmt);
	return n < 0 ? -1 : all;
}

/* --- trying again --- */

/*
 * 1 when it is pushed, 0 when an event of that id has been already, or -1.  It
 * has its key again, unless another job has that by now.
 */
static int
push_again(const struct failed_job *job, struct queue *queue,
    const char *event_id, struct em_err *err)
{
	struct buf payload = BUF_INIT, key = BUF_INIT;
	struct queue_push push = {
		.queue = job->queue, .event_id = event_id, .uuid = job->uuid
	};
	int rc;

	job_renew(&payload, job->payload, job->payload_len);
	push.payload = buf_peek(&payload);
	push.len = payload.len;
	push.unique_ttl = job_peek_unique(&key, push.payload, push.len);
	if (key.len > 0 && push.unique_ttl > 0)
		push.unique = key.data;
	rc = queue_push(queue, &push, err);
	if (rc == 0 && push.unique) {
		push.unique = NULL;
		rc = queue_push(queue, &push, err);
	}
	buf_clear(&payload);
	buf_clear(&key);
	return rc;
}

/* Deletes the row that was read, and no later one: 1, or 0 when it is gone. */
static int
take(struct failed *failed, const struct failed_job *job, struct em_err *err)
{
	db_bind_text(failed->take, 1, job->uuid);
	db_bind_int(failed->take, 2, job->id);
	return (int)run(failed->db, failed->take, err);
}

int
failed_retry(struct failed *failed, const struct failed_job *job,
    struct queue *queue, struct em_err *err)
{
	char event[64];
	bool own;
	int rc;

	if (queue_db(queue) != failed->db) {
		(void)snprintf(event, sizeof(event), "retry-%s-%lld", job->uuid,
		    (long long)job->id);
		rc = push_again(job, queue, event, err);
		return rc < 0 || take(failed, job, err) < 0 ? -1 : rc;
	}
	if (db_enter(failed->db, &own, err) < 0)
		return -1;
	rc = take(failed, job, err);
	if (rc == 1)
		rc = push_again(job, queue, NULL, err);
	return db_leave(failed->db, own, rc, err);
}
