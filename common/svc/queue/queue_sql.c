/*
 * queue_sql - jobs in the table `jobs` (queue.h): pushing, claiming, ending.
 *
 * What ends a reservation names the job's id and the row's attempts, which rise
 * with each claim and never fall: a worker that lost its job changes nothing of
 * the next one's.
 */
#include "queue_sql.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "dialect.h"
#include "job.h"
#include "mem.h"

#define CHANNEL "emgen_queue"

enum {
	LOOK_EVERY_US = 1000000, /* for reservations that are over */
	NOTIFY_EVERY_US = 50000, /* at the most */
	SURE_ATTEMPTS = 127,     /* any column holds as many */
};

/* Notifications are coalesced: what one missed is found by looking soon. */
static const double soon = 0.06;

struct sql_queue {
	struct queue queue; /* first: the one is the other */
	struct db_stmt *ready, *expired;
	struct db_stmt *reserve, *attempts; /* only on MySQL */
	struct db_stmt *heartbeat, *ack, *release;
	struct db_stmt *both; /* ack, and claim: only on PostgreSQL */
	struct db_stmt *next, *notify, *known, *unknown;
	struct queue_sql_pushing pushing;
	struct queue_sql_memory memory;
	int64_t looked_us, notified_us, woken_us;
	size_t looked; /* at so many of the queues, since looked_us */
	bool waits;    /* those who push know that we wait */
};

static struct sql_queue *
sql_queue(struct queue *queue)
{
	return (struct sql_queue *)queue;
}

/* --- statements --- */

/* MySQL only; IGNORE keeps attempts within what their column holds. */
static const char reserve_sql[] =
    "UPDATE IGNORE jobs SET reserved_at = ?, attempts = ? WHERE id = ?";
static const char attempts_sql[] = "SELECT attempts FROM jobs WHERE id = ?";

static const char heartbeat_sql[] =
    "UPDATE jobs SET reserved_at = {now} " QUEUE_OURS;
static const char ack_sql[] = "DELETE FROM jobs " QUEUE_OURS;
static const char release_sql[] =
    "UPDATE jobs SET reserved_at = NULL, available_at = {now} + ? " QUEUE_OURS;

static const char next_sql[] =
    "SELECT available_at, {microseconds} FROM jobs WHERE queue = ? "
    "AND " QUEUE_NOT_PAUSED
    " AND reserved_at IS NULL ORDER BY available_at LIMIT 1";

/*
 * Whoever waits on PostgreSQL holds a shared lock, which ends with it: only
 * when it cannot be had alone is there somebody to wake.
 */
static const char known_sql[] =
    "SELECT pg_advisory_lock_shared(hashtext('" CHANNEL "'))";
static const char unknown_sql[] =
    "SELECT pg_advisory_unlock_shared(hashtext('" CHANNEL "'))";
static const char notify_sql[] =
    "SELECT CASE WHEN NOT pg_try_advisory_xact_lock(hashtext('" CHANNEL "')) "
    "THEN pg_notify('" CHANNEL "', '') END";

/* --- opening --- */

static int
prepare_all(struct sql_queue *q, struct em_err *err)
{
	bool is_mysql = db_kind(q->queue.db) == DB_MYSQL;
	bool is_pgsql = db_kind(q->queue.db) == DB_PGSQL;
	const struct {
		struct db_stmt **stmt;
		const char *sql;
	} all[] = {
		{ &q->ready, queue_sql_claim(q->queue.db, false) },
		{ &q->expired, queue_sql_claim(q->queue.db, true) },
		{ &q->reserve, is_mysql ? reserve_sql : NULL },
		{ &q->attempts, is_mysql ? attempts_sql : NULL },
		{ &q->heartbeat, heartbeat_sql },
		{ &q->ack, ack_sql },
		{ &q->release, release_sql },
		{ &q->both, queue_sql_ack_and_claim(q->queue.db) },
		{ &q->next, next_sql },
		{ &q->known, is_pgsql ? known_sql : NULL },
		{ &q->unknown, is_pgsql ? unknown_sql : NULL },
		{ &q->notify, is_pgsql ? notify_sql : NULL },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].sql && !(*all[i].stmt = dialect_prepare(
					q->queue.db, all[i].sql, err)))
			return -1;
	if (queue_sql_memory_open(&q->memory, q->queue.db, err) < 0)
		return -1;
	return queue_sql_pushing_open(
	    &q->pushing, q->queue.db, &q->memory, err);
}

static void
close_queue(struct queue *queue)
{
	struct sql_queue *q = sql_queue(queue);
	struct db_stmt *const all[] = { q->ready, q->expired, q->reserve,
		q->attempts, q->heartbeat, q->ack, q->release, q->both, q->next,
		q->known, q->unknown, q->notify };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		db_finalize(all[i]);
	queue_sql_pushing_close(&q->pushing);
	queue_sql_memory_close(&q->memory);
	free(q);
}

/* --- pushing --- */

int64_t
queue_sql_run(struct db *db, struct db_stmt *stmt, struct em_err *err)
{
	int64_t changed;
	bool own;

	/* a statement alone is a transaction, but for the turnstile */
	if (db_kind(db) != DB_SQLITE)
		return db_run(stmt, err);
	if (db_enter(db, &own, err) < 0)
		return -1;
	changed = db_run(stmt, err);
	return db_leave(db, own, changed < 0 ? -1 : 0, err) < 0 ? -1 : changed;
}

static int
push(struct queue *queue, const struct queue_push *push, struct em_err *err)
{
	struct sql_queue *q = sql_queue(queue);
	bool own;
	int rc = queue_sql_check(push, err);

	if (rc < 0 || db_enter(queue->db, &own, err) < 0)
		return -1;
	rc = queue_sql_push(&q->pushing, push, err);
	return db_leave(queue->db, own, rc, err);
}

/* --- claiming --- */

void
queue_sql_read(struct queue_job *job, struct db_stmt *stmt)
{
	*job = (struct queue_job){
		.id = mem_strdup(db_text(stmt, 0)),
		.queue = mem_strdup(db_text(stmt, 1)),
		.payload = mem_strndup(db_text(stmt, 2), db_len(stmt, 2)),
		.payload_len = db_len(stmt, 2),
		.attempts = (unsigned)db_int(stmt, 3),
		.token = (unsigned)db_int(stmt, 3),
		.reserved_at = db_int(stmt, 4),
		.available_at = db_int(stmt, 5),
		.created_at = db_int(stmt, 6),
	};
}

/* What the column has made of it. */
static int
read_attempts(struct sql_queue *q, struct queue_job *job, struct em_err *err)
{
	int rc;

	db_bind_text(q->attempts, 1, job->id);
	rc = db_row(q->attempts, err);
	if (rc == 1)
		job->attempts = job->token = (unsigned)db_int(q->attempts, 0);
	db_reset(q->attempts);
	return rc;
}

/* On MySQL the row is only locked so far. */
static int
reserve(struct sql_queue *q, struct queue_job *job, struct em_err *err)
{
	if (!q->reserve)
		return 1;
	db_bind_int(q->reserve, 1, job->reserved_at);
	db_bind_int(q->reserve, 2, job->attempts);
	db_bind_text(q->reserve, 3, job->id);
	if (db_run(q->reserve, err) < 0)
		return -1;
	return job->attempts > SURE_ATTEMPTS ? read_attempts(q, job, err) : 1;
}

static int
claim_by(struct sql_queue *q, struct db_stmt *stmt, const char *name,
    int64_t retry_after, struct queue_job *job, struct em_err *err)
{
	int rc;

	db_bind_text(stmt, 1, name);
	db_bind_text(stmt, 2, name);
	if (stmt == q->expired)
		db_bind_int(stmt, 3, retry_after);
	rc = db_row(stmt, err);
	if (rc != 1)
		return rc;
	queue_sql_read(job, stmt);
	db_reset(stmt);
	return reserve(q, job, err);
}

/* True for the i-th queue when jobs of lost workers come first. */
static bool
looks_at(struct sql_queue *q, size_t i)
{
	int64_t now = clock_monotonic_us();

	if (now - q->looked_us >= LOOK_EVERY_US) {
		q->looked_us = now;
		q->looked = 0;
	}
	return i >= q->looked;
}

/*
 * Jobs of lost workers are older than those that wait, and few: they are looked
 * for before, but not each time, and whenever nothing else is there.
 */
static int
claim_of(struct sql_queue *q, const char *const queues[], size_t i,
    int64_t retry_after, struct queue_job *job, struct em_err *err)
{
	bool look = looks_at(q, i);
	int rc = 0;

	if (look)
		rc = claim_by(q, q->expired, queues[i], retry_after, job, err);
	if (look && rc == 0)
		q->looked = i + 1;
	if (rc == 0)
		rc = claim_by(q, q->ready, queues[i], retry_after, job, err);
	if (rc == 0 && !look)
		rc = claim_by(q, q->expired, queues[i], retry_after, job, err);
	return rc;
}

static int
claim_first(struct sql_queue *q, const char *const queues[],
    int64_t retry_after, struct queue_job *job, struct em_err *err)
{
	int rc = 0;

	for (size_t i = 0; queues[i] && rc == 0; i++)
		rc = claim_of(q, queues, i, retry_after, job, err);
	return rc;
}

/* Who works does not wait. */
static int
stop_waiting(struct sql_queue *q, struct em_err *err)
{
	int rc = 1;

	if (q->waits && q->unknown) {
		rc = db_row(q->unknown, err);
		db_reset(q->unknown);
	}
	q->waits = false;
	return rc;
}

static int
claim(struct queue *queue, const char *const queues[], int64_t retry_after,
    struct queue_job *job, struct em_err *err)
{
	struct sql_queue *q = sql_queue(queue);
	bool alone = db_kind(queue->db) == DB_PGSQL, own = false;
	int rc;

	if (!alone && db_enter(queue->db, &own, err) < 0)
		return -1;
	rc = claim_first(q, queues, retry_after, job, err);
	if (rc == 1 && job->token > 1)
		rc = queue_sql_recall(&q->memory, job, err);
	rc = db_leave(queue->db, own, rc, err);
	if (rc == 1 && stop_waiting(q, err) < 0)
		rc = -1;
	if (rc < 0)
		queue_job_clear(job);
	return rc;
}

/* --- ending a reservation --- */

/* Binds what QUEUE_OURS asks for, from position at on. */
static void
bind_ours(struct db_stmt *stmt, int at, const struct queue_job *job)
{
	db_bind_text(stmt, at, job->id);
	db_bind_int(stmt, at + 1, job->token);
}

static int
heartbeat(struct queue *queue, struct queue_job *job, struct em_err *err)
{
	struct sql_queue *q = sql_queue(queue);

	bind_ours(q->heartbeat, 1, job);
	return (int)queue_sql_run(queue->db, q->heartbeat, err);
}

static int
ack(struct queue *queue, const struct queue_job *job, struct em_err *err)
{
	struct sql_queue *q = sql_queue(queue);
	struct buf key = BUF_INIT;
	bool own = false;
	int rc = 0;

	(void)job_peek_unique(&key, job->payload, job->payload_len);
	if ((key.len > 0 || job->token > 1) &&
	    db_enter(queue->db, &own, err) < 0)
		rc = -1;
	if (rc == 0) {
		bind_ours(q->ack, 1, job);
		rc = (int)queue_sql_run(queue->db, q->ack, err);
		if (rc == 1 && key.len > 0)
			rc =
			    queue_sql_free_key(&q->pushing, job, key.data, err);
		if (rc == 1)
			rc = queue_sql_forget(&q->memory, job, err);
		rc = db_leave(queue->db, own, rc, err);
	}
	buf_clear(&key);
	return rc;
}

/* True for one that has left nothing beside it that would have to go, too. */
static bool
is_plain(const struct queue_job *job)
{
	struct buf key = BUF_INIT;
	bool plain;

	(void)job_peek_unique(&key, job->payload, job->payload_len);
	plain = key.len == 0 && job->token <= 1;
	buf_clear(&key);
	return plain;
}

static int
ack_and_claim(struct sql_queue *q, const struct queue_job *done, int *acked,
    struct queue_job *job, struct em_err *err)
{
	int found;

	bind_ours(q->both, 1, done);
	db_bind_text(q->both, 3, done->queue);
	db_bind_text(q->both, 4, done->queue);
	if (db_row(q->both, err) < 0)
		return -1;
	*acked = (int)db_int(q->both, QUEUE_SQL_ACKED);
	found = !db_is_null(q->both, 0);
	if (found)
		queue_sql_read(job, q->both);
	db_reset(q->both);
	return found;
}

static int
next(struct queue *queue, const struct queue_job *done, int *acked,
    const char *const queues[], int64_t retry_after, struct queue_job *job,
    struct em_err *err)
{
	struct sql_queue *q = sql_queue(queue);
	int rc;

	if (!q->both || looks_at(q, 0) || !is_plain(done))
		return queue_next_by_two(
		    queue, done, acked, queues, retry_after, job, err);
	rc = ack_and_claim(q, done, acked, job, err);
	if (rc == 1 && job->token > 1)
		rc = queue_sql_recall(&q->memory, job, err);
	if (rc == 1 && stop_waiting(q, err) < 0)
		rc = -1;
	if (rc < 0)
		queue_job_clear(job);
	return rc == 0 ? claim(queue, queues, retry_after, job, err) : rc;
}

static int
release(struct queue *queue, const struct queue_job *job,
    const struct queue_release *release, struct em_err *err)
{
	struct sql_queue *q = sql_queue(queue);
	bool own;
	int rc;

	if (db_enter(queue->db, &own, err) < 0)
		return -1;
	db_bind_int(q->release, 1, release->delay);
	bind_ours(q->release, 2, job);
	rc = (int)db_run(q->release, err);
	if (rc == 1)
		rc = queue_sql_remember(&q->memory, job, release, err);
	return db_leave(queue->db, own, rc, err);
}

/* --- waiting --- */

static int
notify(struct queue *queue, const char *name, struct em_err *err)
{
	struct sql_queue *q = sql_queue(queue);
	int64_t now = clock_monotonic_us();
	int rc;

	(void)name;
	if (!q->notify || now - q->notified_us < NOTIFY_EVERY_US)
		return 0;
	q->notified_us = now;
	rc = db_row(q->notify, err);
	db_reset(q->notify);
	return rc < 0 ? -1 : 0;
}

static int
start_waiting(struct sql_queue *q, struct em_err *err)
{
	int rc = 1;

	if (db_listen(q->queue.db, CHANNEL, err) < 0)
		return -1;
	if (q->known) {
		rc = db_row(q->known, err);
		db_reset(q->known);
	}
	q->waits = rc == 1;
	return rc;
}

/* When a job that waits for its time will be ready. */
static int
shorten(struct sql_queue *q, const char *const queues[], double *seconds,
    struct em_err *err)
{
	int rc = 0;

	for (; *queues && rc >= 0; queues++) {
		double due;

		db_bind_text(q->next, 1, *queues);
		db_bind_text(q->next, 2, *queues);
		rc = db_row(q->next, err);
		if (rc != 1)
			continue;
		due = (double)db_int(q->next, 0) -
		      (double)db_int(q->next, 1) / 1e6;
		if (due < *seconds)
			*seconds = due;
		db_reset(q->next);
	}
	return rc < 0 ? -1 : 0;
}

static int
wait_for(struct queue *queue, const char *const queues[], double seconds,
    struct em_err *err)
{
	struct sql_queue *q = sql_queue(queue);
	int rc;

	if (!q->waits)
		return start_waiting(q, err);
	if (shorten(q, queues, &seconds, err) < 0)
		return -1;
	if (clock_monotonic_us() - q->woken_us < (int64_t)(soon * 1e6) ||
	    seconds <= 0)
		seconds = soon;
	rc = db_wait(queue->db, seconds, err);
	/* on MySQL nobody wakes: it is the time that is over */
	if (rc == 1 && db_kind(queue->db) != DB_MYSQL)
		q->woken_us = clock_monotonic_us();
	return rc;
}

/* --- what all are called by --- */

static const struct queue_driver queue_sql = {
	.connection = "database",
	.close = close_queue,
	.push = push,
	.claim = claim,
	.heartbeat = heartbeat,
	.ack = ack,
	.next = next,
	.release = release,
	.notify = notify,
	.wait = wait_for,
	.count = queue_sql_count,
	.names = queue_sql_names,
	.each = queue_sql_each,
	.find = queue_sql_find,
	.pause = queue_sql_pause,
	.clear = queue_sql_clear,
	.restart = queue_sql_restart,
	.restarts = queue_sql_restarts,
};

struct queue *
queue_sql_open(struct db *db, struct em_err *err)
{
	struct sql_queue *q;

	if (queue_tables_make(db, err) < 0)
		return NULL;
	q = mem_zalloc(1, sizeof(*q));
	q->queue.driver = &queue_sql;
	q->queue.db = db;
	q->queue.wake_fd = -1;
	if (prepare_all(q, err) == 0)
		return &q->queue;
	close_queue(&q->queue);
	return NULL;
}
