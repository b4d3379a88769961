/*
 * queue - jobs that are never lost: in Laravel's table `jobs`, or in Redis as
 * Laravel keeps them.  Layer svc.
 *
 * A job waits (from available_at on it is ready), or it is reserved by one
 * worker; doc/QUEUE.md has the table of its states and of what leads from one
 * to the next.  Seconds are those of the database's clock.
 *
 * What changes something belongs to the transaction that is open on
 * queue_db(), and is committed with it; without one it is a transaction of its
 * own.  Functions return -1 with err filled when they fail: EM_TEMP when a
 * retry may help.
 */
#ifndef EMGEN_QUEUE_H
#define EMGEN_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"

struct failed;
struct queue;

/*
 * sqlite:, pgsql:, mysql: or redis:; tables are made when they are not there,
 * and used as they are when they are.  timeout as in db_open().
 */
struct queue *queue_open(const char *dsn, double timeout, struct em_err *err);
void queue_close(struct queue *queue);

/* The connection, borrowed; NULL on Redis. */
struct db *queue_db(const struct queue *queue);

/* A job; fill it with zeros first, release it with queue_job_clear(). */
struct queue_job {
	char *id;      /* the row's, in decimal; on Redis the payload's own */
	char *queue;   /* its name */
	char *payload; /* as stored, to the byte, and a NUL */
	size_t payload_len;
	unsigned attempts;   /* that count, the one at hand included */
	unsigned token;      /* rises with each claim: the fencing token */
	unsigned exceptions; /* attempts before that failed */
	unsigned crashes;    /* those of them that crashed, in a row */
	char *reserved;      /* Redis: the member of :reserved */
	size_t reserved_len;
	int64_t available_at, created_at;
	int64_t reserved_at; /* 0 when it is not reserved */
};

void queue_job_clear(struct queue_job *job);

enum { QUEUE_NAME_MAX = 255 }; /* bytes of a queue, an event's id, a key */

/* --- pushing --- */

/* A new job; what is 0 or NULL is not asked for. */
struct queue_push {
	const char *queue, *payload;
	size_t len;
	int64_t delay;
	const char *event_id; /* a repeat of it on the same queue is no job */
	const char *unique;   /* a key that one job has at a time, and ... */
	int64_t unique_ttl;   /* ... for how many seconds at the most */
	const char *uuid;     /* the job's, which owns the key */
};

/* 1 when it was pushed, 0 for a repeat, or while its key is taken. */
int queue_push(
    struct queue *queue, const struct queue_push *push, struct em_err *err);

/* --- working --- */

/*
 * Reserves the next job of the first of the queues (ended by NULL) that has one
 * and is not paused; its attempts rise.  A reservation that is older than
 * retry_after seconds is over: its job is ready again.  1, or 0 for none.
 */
int queue_claim(struct queue *queue, const char *const queues[],
    int64_t retry_after, struct queue_job *job, struct em_err *err);

/*
 * The job done is acknowledged as by queue_ack(), whose answer is *acked, and
 * the next one claimed as by queue_claim(), whose answer it returns: in one
 * exchange with the server where that is possible.  When it fails, none may
 * have been done, or both: a claim that nobody heard of ends by itself.
 */
int queue_next(struct queue *queue, const struct queue_job *done, int *acked,
    const char *const queues[], int64_t retry_after, struct queue_job *job,
    struct em_err *err);

/* How a job is released, and what the next claim is to know of it. */
struct queue_release {
	int64_t delay; /* seconds, at least */
	bool refund;   /* the attempt does not count */
	unsigned exceptions, crashes;
};

/*
 * What prolongs or ends a reservation: 1, or 0 when it is lost: another has the
 * job, or had it, and what was done for it must be thrown away.
 *
 *	heartbeat	renews it; job->reserved_at (Redis: ->reserved) changes
 *	ack		the job is done and gone, its unique key free
 *	release		it waits again, under the same id
 *	fail		it goes to failed_jobs, in one transaction where that is
 *			in the same database
 */
int queue_heartbeat(
    struct queue *queue, struct queue_job *job, struct em_err *err);
int queue_ack(
    struct queue *queue, const struct queue_job *job, struct em_err *err);
int queue_release(struct queue *queue, const struct queue_job *job,
    const struct queue_release *release, struct em_err *err);
int queue_fail(struct queue *queue, struct queue_job *job,
    struct failed *failed, const char *exception, struct em_err *err);

/*
 * Wakes whoever waits for jobs of that queue; to be called after the commit of
 * what pushed or released them.  It costs nothing while nobody waits.
 */
int queue_notify(struct queue *queue, const char *name, struct em_err *err);

/*
 * Waits up to seconds for a job to be pushed: 1 when one may be there, 0 when
 * none was seen, at a signal, or when the descriptor of queue_wait_also() can
 * be read.  The first call after a claim only makes itself known and returns 1:
 *
 *	while (!done)
 *		if (queue_claim(...) == 0)
 *			queue_wait(...);
 */
int queue_wait(struct queue *queue, const char *const queues[], double seconds,
    struct em_err *err);
void queue_wait_also(struct queue *queue, int fd); /* -1 for none */

/* --- looking, and what people do --- */

struct queue_counts {
	char *queue;
	int64_t ready, delayed, reserved;
	int64_t oldest; /* how many seconds a job has been ready, at most */
	bool paused;
};

/*
 * Each of the queues named (ended by NULL), or each that has a job or is
 * paused, by name; an array of *n, to be released with queue_counts_free().
 */
struct queue_counts *queue_count(struct queue *queue,
    const char *const queues[], size_t *n, struct em_err *err);
void queue_counts_free(struct queue_counts *counts, size_t n);

/* Which jobs are meant. */
enum queue_state { QUEUE_ANY, QUEUE_READY, QUEUE_DELAYED, QUEUE_RESERVED };

/*
 * Calls each() for at most limit jobs of a queue, those first that come first,
 * until it returns another number than 0, which is returned.
 */
int queue_each(struct queue *queue, const char *name, enum queue_state state,
    unsigned limit, int (*each)(void *arg, const struct queue_job *job),
    void *arg, struct em_err *err);

/*
 * The job with that row's id, or with that uuid in its payload: 1, or 0 when
 * there is none.
 */
int queue_find(struct queue *queue, const char *id, struct queue_job *job,
    struct em_err *err);

/* Nothing is claimed from a queue that is paused; pushing goes on. */
int queue_pause(
    struct queue *queue, const char *name, bool pause, struct em_err *err);

/* Deletes all jobs of a queue: how many they were. */
int64_t queue_clear(struct queue *queue, const char *name, struct em_err *err);

/*
 * Asks all workers to end after their job; a worker compares what
 * queue_restarts() says with what it said when it started.
 */
int queue_restart(struct queue *queue, struct em_err *err);
int64_t queue_restarts(struct queue *queue, struct em_err *err);

#endif
