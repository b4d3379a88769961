/*
 * worker - one process that works on jobs: its seats, its connections, its
 * output.  One poll(2) serves them all.
 */
#ifndef EMGEN_WORKER_H
#define EMGEN_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "batch.h"
#include "ev.h"
#include "failed.h"
#include "feed.h"
#include "queue.h"
#include "seat.h"
#include "store.h"
#include "work_options.h"

enum {
	WORK_SECOND = 1000000,   /* of clock_monotonic_us() */
	WORK_KILL_AFTER = 5,     /* seconds from SIGTERM to SIGKILL */
	WORK_LAST_TRIES = 10,    /* seconds, for a database that is away */
	WORK_PROBE = 5,          /* seconds for the first Barrier */
	WORK_OUT_OF_MEMORY = 12, /* the exit code, as Laravel's */
	WORK_OUT_MAX = 1 << 16,  /* held for stdout: no new job above it */
};

struct worker {
	struct work_options opt;
	struct seat *seats;
	size_t n;

	struct queue *queue;
	struct failed *failed;
	struct store *store; /* NULL without opt.store, or while it is away */
	struct batches *batches; /* NULL until a job is of one */
	bool has_batches;        /* it was not, before */
	bool pushed;             /* what follows, since the last commit */
	struct guard *guard;
	int64_t restarts;   /* queue_restarts() at the start */
	int64_t away_until; /* no connection; when to try again, or 0 */
	bool said_away;
	struct em_err failure; /* of a connection, since the last turn */

	struct ev_io *io;    /* makes and checks lines; writes none itself */
	struct feed out;     /* stdout */
	struct feed err;     /* stderr, for what handlers say */
	struct seat *writer; /* whose output goes there, or NULL */

	int signals; /* a signalfd */
	bool draining, pressed, paused;
	bool given_up;     /* nobody will be told what became of jobs */
	bool saw_none;     /* the last claim found no job */
	bool saw_all_done; /* ... and if that was asked, there is none at all */
	int64_t started, press_at;
	int64_t told_at;    /* to end, by a signal; or 0 */
	int64_t look_at;    /* for a job */
	int64_t deaf_until; /* nothing but a look tells of a job */
	unsigned missed;    /* waits that failed, in a row */
	int64_t asked_at;   /* for the jobs that come next */
	int64_t rest_until, restarts_at, memory_at;
	int64_t jobs; /* taken */
	int code;     /* what main() should return */
};

/* Ends the program, handlers first. */
_Noreturn void worker_die(struct worker *w, const struct em_err *err);

/* --- work_end.c --- */

/* Takes no more jobs, and ends with code when those in hand are done. */
void worker_drain(struct worker *w, int code);

/* The same without waiting for them: they go back to their queues. */
void worker_press(struct worker *w);

/* What the options say about the end: while there is something to do, ... */
void worker_look_for_limits(struct worker *w);

/* ... and when nothing is left. */
void worker_look_whether_done(struct worker *w);

/* True when all is done and said. */
bool worker_is_over(const struct worker *w);

/* True when a seat may be given a job. */
bool worker_may_claim(const struct worker *w);

/* True while a seat has a job. */
bool worker_is_busy(const struct worker *w);

/* --- work_wait.c --- */

/* Waits until there is something to do, and lets it come in. */
void worker_wait(struct worker *w);

/* --- work_settle.c --- */

/* Opens transactions for all that ended, and for the jobs that come next. */
int worker_settle(struct worker *w, struct em_err *err);

/* --- work_store.c --- */

/* Whether lines are events as the store takes them. */
bool worker_can_store(const struct buf *lines);

/* *culprit is set when the output of one cannot be stored. */
int worker_store_events(
    struct worker *w, struct seat **culprit, struct em_err *err);

/* --- work_settle.c --- */

/* True for a job whose end is nothing but its acknowledgement. */
bool worker_acks_only(const struct seat *seat);

/* What is said of a lease that another worker has now. */
void worker_lose(struct seat *seat);

/* --- work_db.c --- */

/* Opens the connections; -1 with err. */
int worker_open(struct worker *w, struct em_err *err);
void worker_close(struct worker *w);

/* The batches, once a job is of one: 0, or -1 with err. */
int worker_open_batches(struct worker *w, struct em_err *err);

/*
 * One turn with the database: tells it what ended, renews leases, takes jobs.
 * A database that is away is tried again later.
 */
void worker_turn(struct worker *w);

/* --- work_claim.c --- */

/*
 * Acknowledges the job of a seat, and takes the next one for it, where that can
 * be one call: 1, 0 when the lease is lost, -1.
 */
int worker_ack(struct seat *seat, struct em_err *err);

/* Takes jobs for the seats that are free once what is settled is committed. */
int worker_claim_next(struct worker *w, struct em_err *err);

/* Takes jobs for the seats that are free now. */
int worker_claim_free(struct worker *w, struct em_err *err);

/* --- work_say.c --- */

/* Lines for stdout; seat->facts, and into seat->out what the failure means. */
void say_settled(struct seat *seat);
void say_failure(struct seat *seat);

/*
 * The run that a job belongs to: what its event says, or else the job itself,
 * so that each attempt, by whatever worker, says the same under the same id.
 */
const char *say_run(const struct seat *seat);

/* What events about a job follow from, by UUIDs, which strangers may lack. */
struct ev_cause say_cause(const struct seat *seat);

/* Tells the job from the same one before a retry, which has another row. */
unsigned say_row(const struct seat *seat);

/* Members of an event: the job. */
void say_job(struct buf *out, const struct seat *seat);

/* Takes the event that was just ended out of w->io, and adds it to line. */
void say_take_line(struct worker *w, struct buf *line);

/* The same for people, unless all is well. */
void say_on_stderr(const struct seat *seat);

/* True for the type of event that says that such a job failed. */
bool say_is_failure(const struct seat *seat, const char *type);

/* What failed_jobs keeps: why, and the end of what the handler said of it. */
void say_exception(const struct seat *seat, struct buf *text);

/* --- work_verdict.c --- */

/* What the queue is told about an attempt: sets verdict, delay, refund. */
void verdict_decide(struct seat *seat);

/* Whether the job may be tried at all: false when it was, too often. */
bool verdict_may_start(const struct seat *seat);

#endif
