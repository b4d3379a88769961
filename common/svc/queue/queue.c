/* queue - what all queues have in common (queue.h). */
#include "queue.h"

#include <stdlib.h>
#include <string.h>

#include "dsn.h"
#include "failed.h"
#include "job.h"
#include "mem.h"
#include "queue_priv.h"

static bool
is_redis(const char *dsn)
{
	struct em_err err;
	char *scheme = dsn ? dsn_scheme(dsn, &err) : NULL;
	bool same = scheme && strcmp(scheme, "redis") == 0;

	free(scheme);
	return same;
}

struct queue *
queue_open(const char *dsn, double timeout, struct em_err *err)
{
	struct queue *queue;
	struct db *db;

	if (is_redis(dsn))
		return queue_redis_open(dsn, timeout, err);
	db = db_open(dsn, timeout, err);
	queue = db ? queue_sql_open(db, err) : NULL;
	if (!queue)
		db_close(db);
	return queue;
}

void
queue_close(struct queue *queue)
{
	struct db *db = queue ? queue->db : NULL;

	if (queue)
		queue->driver->close(queue);
	db_close(db);
}

struct db *
queue_db(const struct queue *queue)
{
	return queue->db;
}

void
queue_job_clear(struct queue_job *job)
{
	free(job->id);
	free(job->queue);
	free(job->payload);
	free(job->reserved);
	*job = (struct queue_job){ .id = NULL };
}

/* --- jobs --- */

int
queue_push(
    struct queue *queue, const struct queue_push *push, struct em_err *err)
{
	return queue->driver->push(queue, push, err);
}

int
queue_claim(struct queue *queue, const char *const queues[],
    int64_t retry_after, struct queue_job *job, struct em_err *err)
{
	return queue->driver->claim(queue, queues, retry_after, job, err);
}

int
queue_heartbeat(struct queue *queue, struct queue_job *job, struct em_err *err)
{
	return queue->driver->heartbeat(queue, job, err);
}

int
queue_ack(struct queue *queue, const struct queue_job *job, struct em_err *err)
{
	return queue->driver->ack(queue, job, err);
}

static int
next_by_two(struct queue *queue, const struct queue_job *done, int *acked,
    const char *const queues[], int64_t retry_after, struct queue_job *job,
    struct em_err *err)
{
	*acked = queue->driver->ack(queue, done, err);
	if (*acked < 0)
		return -1;
	return queue->driver->claim(queue, queues, retry_after, job, err);
}

int
queue_next_by_two(struct queue *queue, const struct queue_job *done, int *acked,
    const char *const queues[], int64_t retry_after, struct queue_job *job,
    struct em_err *err)
{
	bool own = false;
	int rc;

	if (queue->db && db_enter(queue->db, &own, err) < 0)
		return -1;
	rc = next_by_two(queue, done, acked, queues, retry_after, job, err);
	rc = db_leave(queue->db, own, rc, err);
	if (rc < 0)
		queue_job_clear(job);
	return rc;
}

int
queue_next(struct queue *queue, const struct queue_job *done, int *acked,
    const char *const queues[], int64_t retry_after, struct queue_job *job,
    struct em_err *err)
{
	/* the next one is likely to come from where the last one came from */
	bool first = *queues && strcmp(*queues, done->queue) == 0;

	return (first && queue->driver->next ? queue->driver->next
					     : queue_next_by_two)(
	    queue, done, acked, queues, retry_after, job, err);
}

int
queue_release(struct queue *queue, const struct queue_job *job,
    const struct queue_release *release, struct em_err *err)
{
	struct queue_release whole = *release;

	/* the second that has begun is none of them */
	whole.delay += release->delay > 0;
	return queue->driver->release(queue, job, &whole, err);
}

/* --- failing --- */

/* Both tables on one connection: both change, or none. */
static int
fail_here(struct queue *queue, const struct queue_job *job,
    struct failed *failed, const struct failed_job *row, struct em_err *err)
{
	bool own;
	int rc;

	if (db_enter(queue->db, &own, err) < 0)
		return -1;
	rc = queue->driver->ack(queue, job, err);
	if (rc == 1 && failed_add(failed, row, err) < 0)
		rc = -1;
	return db_leave(queue->db, own, rc, err);
}

/*
 * The row is added first, so that a job is never nowhere; killed in between, it
 * runs and fails again, which replaces the row.  One that was lost in between
 * may have failed with another, whose row it is by now.
 */
static int
fail_elsewhere(struct queue *queue, struct queue_job *job,
    struct failed *failed, const struct failed_job *row, struct em_err *err)
{
	int rc = queue->driver->heartbeat(queue, job, err);

	if (rc != 1)
		return rc;
	if (failed_add(failed, row, err) < 0)
		return -1;
	return queue->driver->ack(queue, job, err);
}

int
queue_fail(struct queue *queue, struct queue_job *job, struct failed *failed,
    const char *exception, struct em_err *err)
{
	struct buf payload = BUF_INIT;
	char uuid[ID_TEXT];
	struct failed_job row = { .uuid = uuid,
		.connection = queue->driver->connection,
		.queue = job->queue,
		.exception = exception };
	int rc;

	job_peek_uuid(uuid, job->payload, job->payload_len);
	job_bury(&payload, job->payload, job->payload_len);
	row.payload = buf_peek(&payload);
	row.payload_len = payload.len;
	rc = failed_db(failed) == queue->db
		 ? fail_here(queue, job, failed, &row, err)
		 : fail_elsewhere(queue, job, failed, &row, err);
	buf_clear(&payload);
	return rc;
}

/* --- waiting --- */

int
queue_notify(struct queue *queue, const char *name, struct em_err *err)
{
	return queue->driver->notify(queue, name, err);
}

int
queue_wait(struct queue *queue, const char *const queues[], double seconds,
    struct em_err *err)
{
	return queue->driver->wait(queue, queues, seconds, err);
}

void
queue_wait_also(struct queue *queue, int fd)
{
	queue->wake_fd = fd;
	if (queue->db)
		db_wait_also(queue->db, fd);
}

/* --- looking --- */

static struct queue_counts *
count_names(struct queue *queue, const char *const names[], size_t n,
    struct em_err *err)
{
	struct queue_counts *counts = mem_zalloc(n + 1, sizeof(*counts));

	for (size_t i = 0; i < n; i++) {
		counts[i].queue = mem_strdup(names[i]);
		if (queue->driver->count(queue, names[i], &counts[i], err) <
		    0) {
			queue_counts_free(counts, n);
			return NULL;
		}
	}
	return counts;
}

static int
compare_names(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

static struct queue_counts *
count_all(struct queue *queue, size_t *n, struct em_err *err)
{
	json_t *set = queue->driver->names(queue, err), *value;
	struct queue_counts *counts;
	const char **names, *key;

	if (!set)
		return NULL;
	*n = 0;
	names = mem_zalloc(json_object_size(set) + 1, sizeof(*names));
	json_object_foreach (set, key, value)
		names[(*n)++] = key;
	qsort(names, *n, sizeof(*names), compare_names);
	counts = count_names(queue, names, *n, err);
	free(names);
	json_decref(set);
	return counts;
}

struct queue_counts *
queue_count(struct queue *queue, const char *const queues[], size_t *n,
    struct em_err *err)
{
	if (!queues)
		return count_all(queue, n, err);
	for (*n = 0; queues[*n]; (*n)++)
		;
	return count_names(queue, queues, *n, err);
}

void
queue_counts_free(struct queue_counts *counts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(counts[i].queue);
	free(counts);
}

int
queue_each(struct queue *queue, const char *name, enum queue_state state,
    unsigned limit, int (*each)(void *arg, const struct queue_job *job),
    void *arg, struct em_err *err)
{
	return queue->driver->each(queue, name, state, limit, each, arg, err);
}

int
queue_find(struct queue *queue, const char *id, struct queue_job *job,
    struct em_err *err)
{
	return queue->driver->find(queue, id, job, err);
}

int
queue_pause(
    struct queue *queue, const char *name, bool pause, struct em_err *err)
{
	return queue->driver->pause(queue, name, pause, err);
}

int64_t
queue_clear(struct queue *queue, const char *name, struct em_err *err)
{
	return queue->driver->clear(queue, name, err);
}

int
queue_restart(struct queue *queue, struct em_err *err)
{
	return queue->driver->restart(queue, err);
}

int64_t
queue_restarts(struct queue *queue, struct em_err *err)
{
	return queue->driver->restarts(queue, err);
}
