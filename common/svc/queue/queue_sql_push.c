/* queue_sql_push - how a job comes into the table `jobs` (queue_sql.h). */
#include <string.h>

#include "clock.h"
#include "dialect.h"
#include "job.h"
#include "queue_sql.h"

enum {
	PRUNE_EVERY_US = 60000000,   /* what has been pushed */
	KEPT_SECONDS = 7 * 24 * 3600 /* events that became jobs */
};

static const char push_sql[] =
    "INSERT INTO jobs (queue, attempts, reserved_at, available_at, created_at, "
    "payload) VALUES (?, 0, NULL, {now} + ?, {now}, ?)";
static const char remember_sql[] =
    "INSERT INTO emgen_pushed (queue, event_id, pushed_at) "
    "VALUES (?, ?, {now}) {or nothing event_id}";
static const char prune_sql[] =
    "DELETE FROM emgen_pushed WHERE pushed_at < {now} - ?";
static const char expire_key_sql[] =
    "DELETE FROM emgen_unique WHERE unique_key = ? AND expires_at <= {now}";
static const char take_key_sql[] =
    "INSERT INTO emgen_unique (unique_key, queue, owner, expires_at) "
    "VALUES (?, ?, ?, {now} + ?) {or nothing unique_key}";
static const char free_key_sql[] =
    "DELETE FROM emgen_unique WHERE unique_key = ? AND owner = ?";

int
queue_sql_pushing_open(struct queue_sql_pushing *p, struct db *db,
    struct queue_sql_memory *memory, struct em_err *err)
{
	p->db = db;
	p->memory = memory;
	if ((p->push = dialect_prepare(db, push_sql, err)) &&
	    (p->remember = dialect_prepare(db, remember_sql, err)) &&
	    (p->prune = dialect_prepare(db, prune_sql, err)) &&
	    (p->expire_key = dialect_prepare(db, expire_key_sql, err)) &&
	    (p->take_key = dialect_prepare(db, take_key_sql, err)) &&
	    (p->free_key = dialect_prepare(db, free_key_sql, err)))
		return 0;
	return -1;
}

void
queue_sql_pushing_close(struct queue_sql_pushing *p)
{
	db_finalize(p->push);
	db_finalize(p->remember);
	db_finalize(p->prune);
	db_finalize(p->expire_key);
	db_finalize(p->take_key);
	db_finalize(p->free_key);
}

static int
check_name(const char *what, const char *name, struct em_err *err)
{
	return name && (!*name || strlen(name) > QUEUE_NAME_MAX)
		   ? err_set(err, EM_PERM, "%s: empty, or longer than %d bytes",
			 what, QUEUE_NAME_MAX)
		   : 0;
}

int
queue_sql_check(const struct queue_push *push, struct em_err *err)
{
	if (check_name("the queue", push->queue, err) < 0 ||
	    check_name("the event's id", push->event_id, err) < 0)
		return -1;
	return check_name("the unique key", push->unique, err);
}

static int
prune(struct queue_sql_pushing *p, struct em_err *err)
{
	int64_t now = clock_monotonic_us();

	if (p->pruned_us && now - p->pruned_us < PRUNE_EVERY_US)
		return 0;
	p->pruned_us = now;
	db_bind_int(p->prune, 1, KEPT_SECONDS);
	if (db_run(p->prune, err) < 0)
		return -1;
	return queue_sql_forget_old(p->memory, KEPT_SECONDS, err);
}

/* 1 for an event that has not been pushed before. */
static int
remember(struct queue_sql_pushing *p, const struct queue_push *push,
    struct em_err *err)
{
	if (!push->event_id)
		return 1;
	if (prune(p, err) < 0)
		return -1;
	db_bind_text(p->remember, 1, push->queue);
	db_bind_text(p->remember, 2, push->event_id);
	return (int)db_run(p->remember, err);
}

/* 1 when the job has its key, or needs none. */
static int
take_key(struct queue_sql_pushing *p, const struct queue_push *push,
    struct em_err *err)
{
	if (!push->unique)
		return 1;
	db_bind_text(p->expire_key, 1, push->unique);
	if (db_run(p->expire_key, err) < 0)
		return -1;
	db_bind_text(p->take_key, 1, push->unique);
	db_bind_text(p->take_key, 2, push->queue);
	db_bind_text(p->take_key, 3, push->uuid);
	db_bind_int(p->take_key, 4, push->unique_ttl);
	return (int)db_run(p->take_key, err);
}

static int
free_key(struct queue_sql_pushing *p, const char *key, const char *owner,
    struct em_err *err)
{
	db_bind_text(p->free_key, 1, key);
	db_bind_text(p->free_key, 2, owner);
	return queue_sql_run(p->db, p->free_key, err) < 0 ? -1 : 0;
}

int
queue_sql_free_key(struct queue_sql_pushing *p, const struct queue_job *job,
    const char *key, struct em_err *err)
{
	char uuid[ID_TEXT];

	job_peek_uuid(uuid, job->payload, job->payload_len);
	return free_key(p, key, uuid, err) < 0 ? -1 : 1;
}

/* A job that is held back by its key may be pushed later: not remembered. */
int
queue_sql_push(struct queue_sql_pushing *p, const struct queue_push *push,
    struct em_err *err)
{
	int rc = take_key(p, push, err);

	if (rc != 1)
		return rc;
	rc = remember(p, push, err);
	if (rc == 0 && push->unique)
		return free_key(p, push->unique, push->uuid, err);
	if (rc != 1)
		return rc;
	db_bind_text(p->push, 1, push->queue);
	db_bind_int(p->push, 2, push->delay);
	db_bind_textn(p->push, 3, push->payload, push->len);
	return db_run(p->push, err) < 0 ? -1 : 1;
}
