/* queue_sql_look - jobs in the table `jobs`: looking, and what people do. */
#include <string.h>

#include "buf.h"
#include "dialect.h"
#include "id.h"
#include "job.h"
#include "queue_sql.h"

static const char count_sql[] =
    "SELECT count(CASE WHEN reserved_at IS NULL AND available_at <= {now} "
    "THEN 1 END), "
    "count(CASE WHEN reserved_at IS NULL AND available_at > {now} "
    "THEN 1 END), count(reserved_at), "
    "{now} - min(CASE WHEN reserved_at IS NULL AND available_at <= {now} "
    "THEN available_at END), "
    "(SELECT count(*) FROM emgen_paused AS p WHERE p.queue = ?) "
    "FROM jobs WHERE queue = ?";
static const char names_sql[] =
    "SELECT DISTINCT queue FROM jobs UNION SELECT queue FROM emgen_paused";
static const char pause_sql[] =
    "INSERT INTO emgen_paused (queue, paused_at) VALUES (?, {now}) "
    "{or nothing queue}";
static const char resume_sql[] = "DELETE FROM emgen_paused WHERE queue = ?";
static const char clear_sql[] = "DELETE FROM jobs WHERE queue = ?";
static const char clear_keys_sql[] = "DELETE FROM emgen_unique WHERE queue = ?";
static const char restart_sql[] =
    "INSERT INTO emgen_signals (name, value) VALUES ('restart', 1) "
    "{or update name} value = emgen_signals.value + 1";
static const char restarts_sql[] =
    "SELECT value FROM emgen_signals WHERE name = 'restart'";

int
queue_sql_count(struct queue *queue, const char *name,
    struct queue_counts *counts, struct em_err *err)
{
	struct db_stmt *stmt = dialect_prepare(queue->db, count_sql, err);
	int rc;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, name);
	db_bind_text(stmt, 2, name);
	rc = db_row(stmt, err);
	if (rc == 1) {
		counts->ready = db_int(stmt, 0);
		counts->delayed = db_int(stmt, 1);
		counts->reserved = db_int(stmt, 2);
		counts->oldest = db_int(stmt, 3);
		counts->paused = db_int(stmt, 4) > 0;
	}
	db_finalize(stmt);
	return rc < 0 ? -1 : 0;
}

json_t *
queue_sql_names(struct queue *queue, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(queue->db, names_sql, err);
	json_t *names;
	int rc;

	if (!stmt)
		return NULL;
	names = json_object();
	while ((rc = db_row(stmt, err)) == 1)
		(void)json_object_set_new(names, db_text(stmt, 0), json_true());
	db_finalize(stmt);
	if (rc == 0)
		return names;
	json_decref(names);
	return NULL;
}

/* --- jobs --- */

static const char *
condition(enum queue_state state)
{
	switch (state) {
	case QUEUE_ANY:
		break;
	case QUEUE_READY:
		return " AND reserved_at IS NULL AND available_at <= {now}";
	case QUEUE_DELAYED:
		return " AND reserved_at IS NULL AND available_at > {now}";
	case QUEUE_RESERVED:
		return " AND reserved_at IS NOT NULL";
	}
	return "";
}

static struct db_stmt *
prepare_each(struct queue *queue, enum queue_state state, unsigned limit,
    struct em_err *err)
{
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;

	buf_addf(&sql,
	    "SELECT " QUEUE_COLUMNS " FROM jobs WHERE queue = ?%s "
	    "ORDER BY available_at, id LIMIT %u",
	    condition(state), limit);
	stmt = dialect_prepare(queue->db, sql.data, err);
	buf_clear(&sql);
	return stmt;
}

int
queue_sql_each(struct queue *queue, const char *name, enum queue_state state,
    unsigned limit, int (*each)(void *arg, const struct queue_job *job),
    void *arg, struct em_err *err)
{
	struct db_stmt *stmt = prepare_each(queue, state, limit, err);
	int rc = 0, row = -1;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, name);
	while (rc == 0 && (row = db_row(stmt, err)) == 1) {
		struct queue_job job;

		queue_sql_read(&job, stmt);
		rc = each(arg, &job);
		queue_job_clear(&job);
	}
	db_finalize(stmt);
	return row < 0 ? -1 : rc;
}

/* The first row that is the job: 1, or 0 for none. */
static int
find_row(struct db_stmt *stmt, const char *uuid, struct queue_job *job,
    struct em_err *err)
{
	char found[ID_TEXT];
	int rc;

	while ((rc = db_row(stmt, err)) == 1) {
		job_peek_uuid(found, db_text(stmt, 2), db_len(stmt, 2));
		if (uuid && strcmp(found, uuid) != 0)
			continue;
		queue_sql_read(job, stmt);
		return 1;
	}
	return rc;
}

int
queue_sql_find(struct queue *queue, const char *id, struct queue_job *job,
    struct em_err *err)
{
	bool by_uuid = id_valid(id);
	struct db_stmt *stmt;
	struct buf pattern = BUF_INIT;
	int rc;

	if (!by_uuid &&
	    (strspn(id, "0123456789") != strlen(id) || strlen(id) > 18 || !*id))
		return 0;
	stmt = db_prepare(queue->db,
	    by_uuid ? "SELECT " QUEUE_COLUMNS " FROM jobs WHERE payload LIKE ?"
		    : "SELECT " QUEUE_COLUMNS " FROM jobs WHERE id = ?",
	    err);
	if (!stmt)
		return -1;
	buf_addf(&pattern, by_uuid ? "%%%s%%" : "%s", id);
	db_bind_text(stmt, 1, pattern.data);
	rc = find_row(stmt, by_uuid ? id : NULL, job, err);
	db_finalize(stmt);
	buf_clear(&pattern);
	return rc;
}

/* --- what people do --- */

/* A statement about one queue, run once: how many rows it changed. */
static int64_t
run_for(
    struct queue *queue, const char *sql, const char *name, struct em_err *err)
{
	struct db_stmt *stmt = dialect_prepare(queue->db, sql, err);
	int64_t changed;

	if (!stmt)
		return -1;
	if (name)
		db_bind_text(stmt, 1, name);
	changed = queue_sql_run(queue->db, stmt, err);
	db_finalize(stmt);
	return changed;
}

int
queue_sql_pause(
    struct queue *queue, const char *name, bool pause, struct em_err *err)
{
	return run_for(queue, pause ? pause_sql : resume_sql, name, err) < 0
		   ? -1
		   : 0;
}

int64_t
queue_sql_clear(struct queue *queue, const char *name, struct em_err *err)
{
	int64_t cleared = -1;
	bool own;

	if (db_enter(queue->db, &own, err) < 0)
		return -1;
	if (run_for(queue, clear_keys_sql, name, err) >= 0)
		cleared = run_for(queue, clear_sql, name, err);
	return db_leave(queue->db, own, cleared < 0 ? -1 : 0, err) < 0
		   ? -1
		   : cleared;
}

int
queue_sql_restart(struct queue *queue, struct em_err *err)
{
	return run_for(queue, restart_sql, NULL, err) < 0 ? -1 : 0;
}

int64_t
queue_sql_restarts(struct queue *queue, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(queue->db, restarts_sql, err);
	int64_t restarts = -1;
	int rc;

	if (!stmt)
		return -1;
	rc = db_row(stmt, err);
	if (rc >= 0)
		restarts = rc == 1 ? db_int(stmt, 0) : 0;
	db_finalize(stmt);
	return restarts;
}
