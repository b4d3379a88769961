/*
 * seat - a place at the work bench: at most one handler, and at most one job in
 * hand.  What happens to it is an event, and seat.c has the table of what each
 * event does in each state; doc/WORKER.md shows it.
 */
#ifndef EMGEN_SEAT_H
#define EMGEN_SEAT_H

#include <jansson.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "coproc.h"
#include "errors.h"
#include "held.h"
#include "id.h"
#include "job.h"
#include "queue.h"

struct worker;

enum seat_state {
	SEAT_EMPTY,    /* no handler, no job */
	SEAT_PROBING,  /* a stream handler has to return its first Barrier */
	SEAT_IDLE,     /* a stream handler waits for a job */
	SEAT_RUNNING,  /* the handler works on the job */
	SEAT_STOPPING, /* it was told to end */
	SEAT_WRITING,  /* what it wrote goes to stdout */
	SEAT_SETTLING, /* the queue is told with the next transaction */
	SEAT_STATES,
};

enum seat_event {
	SEAT_TAKE,    /* a job is given to it */
	SEAT_BARRIER, /* the handler returned the Barrier */
	SEAT_EXIT,    /* the handler ended */
	SEAT_ABORT,   /* the attempt is over: outcome says why */
	SEAT_KILL,    /* told to end, it did not: kill it */
	SEAT_WRITTEN, /* stdout has all of it */
	SEAT_SETTLED, /* the queue knows */
	SEAT_EVENTS,
};

/* How an attempt ended. */
enum outcome {
	OUTCOME_NONE,
	OUTCOME_DONE,
	OUTCOME_RETRY,       /* may go well another time */
	OUTCOME_TIMEOUT,     /* the same, unless the job says otherwise */
	OUTCOME_REFUSED,     /* will never go well */
	OUTCOME_INTERRUPTED, /* the worker ends: it did not count */
	OUTCOME_PARKED,      /* the handler cannot run: it did not count */
	OUTCOME_HELD_BACK,   /* by --throttle or --no-overlap: not started */
	OUTCOME_SKIPPED,     /* its batch was cancelled: not started */
	OUTCOME_LOST,        /* the lease is: another has the job */
};

/* What the queue is told. */
enum verdict { VERDICT_NONE, VERDICT_ACK, VERDICT_RELEASE, VERDICT_FAIL };

/* Times are clock_monotonic_us(), 0 for never. */
struct seat {
	struct worker *worker;
	enum seat_state state;

	struct coproc *co; /* the handler, or NULL */
	struct errors errors;
	char barrier[ID_TEXT];
	int64_t begun;              /* the handler */
	int64_t not_before;         /* another may begin */
	int64_t kill_at, memory_at; /* when it is killed, and measured */
	int64_t refused_at;         /* when it was seen to read no more */
	bool stray; /* it has written outside of a job, and that was said */

	bool has_job;
	struct queue_job row;
	struct job job;
	json_t *event;        /* owned; NULL when the payload is none of ours */
	int64_t taken;        /* when */
	int64_t claim_us;     /* how long the database took to give it */
	int64_t deadline;     /* for the attempt */
	int64_t heartbeat_at; /* when the lease is renewed next */
	char *overlap;        /* a key that it holds, or NULL */
	struct held out;      /* what it wrote */
	struct buf own_failure; /* a line of it that says that it failed */
	struct buf facts;       /* what is said once the queue knows */

	enum outcome outcome;
	const char *exception; /* a word for it; static */
	char why[512];
	enum verdict verdict;
	struct queue_release release; /* with VERDICT_RELEASE */

	bool has_next; /* claimed with the transaction that settles this one */
	struct queue_job next;
};

/* --- seat.c --- */

void seat_event(struct seat *seat, enum seat_event event);

/* Why the attempt is over, unless that is known already. */
void seat_set_outcome(struct seat *seat, enum outcome outcome,
    const char *exception, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The same, and what follows from it begins. */
void seat_abort(struct seat *seat, enum outcome outcome, const char *exception,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* What the handler wrote cannot be used: the attempt failed after all. */
void seat_refuse_output(struct seat *seat, const char *why);

/* True when it could begin a job now, or once the queue knows of the last. */
bool seat_is_free(const struct seat *seat);
bool seat_soon_free(const struct seat *seat);

/* Starts the handler of --stream, and probes it. */
void seat_start(struct seat *seat);

void seat_clear(struct seat *seat);

/* --- seat_job.c --- */

/* A job that was claimed: begins it, or says what becomes of it instead. */
void seat_take(struct seat *seat, struct queue_job *row_take);

/* Forgets the job that was in hand. */
void seat_drop_job(struct seat *seat);

/* --- seat_move.c --- */

/* What to poll for, and what to do then. */
enum { SEAT_FDS = COPROC_FDS + 1 };
void seat_poll(struct seat *seat, struct pollfd fds[SEAT_FDS]);
void seat_move(struct seat *seat, const struct pollfd fds[SEAT_FDS]);

/* What time brings without the database; and when to look again, or 0. */
void seat_look(struct seat *seat, int64_t now);
int64_t seat_next_look(const struct seat *seat);

#endif
