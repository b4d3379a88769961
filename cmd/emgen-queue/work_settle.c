/*
 * work_settle - the queue is told what became of jobs (worker.h).
 *
 * What ended since the last turn is settled in one transaction, in which the
 * next jobs are taken, too: one commit for both.  With --store the events are
 * stored in it, behind all else, since nobody else can append from then on.
 */
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "die.h"
#include "follow_up.h"
#include "lineage.h"
#include "mem.h"
#include "worker.h"

/* --- one transaction --- */

bool
worker_acks_only(const struct seat *seat)
{
	const struct worker *w = seat->worker;

	return seat->verdict == VERDICT_ACK && !seat->job.batch &&
	       !seat->job.chain && w->opt.n_follow_ups == 0 && !w->opt.store;
}

static bool
has_ended(const struct seat *seat)
{
	return seat->state == SEAT_SETTLING;
}

static size_t
count_ended(const struct worker *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += has_ended(&w->seats[i]);
	return n;
}

/* What one call of the queue does is a transaction without ours. */
static bool
is_one_call(const struct worker *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (has_ended(&w->seats[i]) && !worker_acks_only(&w->seats[i]))
			return false;
	return count_ended(w) == 1;
}

static int
begin(struct worker *w, struct em_err *err)
{
	struct db *db = queue_db(w->queue);

	return db && !is_one_call(w) ? db_begin(db, err) : 0;
}

static int
commit(struct worker *w, struct em_err *err)
{
	struct db *db = queue_db(w->queue);

	return db && db_in_transaction(db) ? db_commit(db, err) : 0;
}

static void
roll_back(struct worker *w)
{
	struct db *db = queue_db(w->queue);

	if (db && db_in_transaction(db))
		db_rollback(db);
}

/* --- what ended --- */

void
worker_lose(struct seat *seat)
{
	die_note("job %s: its reservation is lost, to another worker or with "
		 "the job: what was done for it is thrown away",
	    seat->job.uuid);
	seat->verdict = VERDICT_NONE;
}

/* 1, 0 when the lease is lost, -1. */
static int
carry_out(struct seat *seat, struct em_err *err)
{
	struct worker *w = seat->worker;
	struct buf exception = BUF_INIT;
	int rc;

	switch (seat->verdict) {
	case VERDICT_ACK:
		return worker_ack(seat, err);
	case VERDICT_RELEASE:
		return queue_release(w->queue, &seat->row, &seat->release, err);
	case VERDICT_FAIL:
		say_exception(seat, &exception);
		rc = queue_fail(
		    w->queue, &seat->row, w->failed, buf_peek(&exception), err);
		buf_clear(&exception);
		return rc;
	default:
		return 0;
	}
}

/*
 * A queue in Redis cannot be told in the transaction that counts the job and
 * names what follows: that is done before, once, and a crash repeats it.
 */
static int
end_elsewhere(struct seat *seat, struct em_err *err)
{
	struct worker *w = seat->worker;
	int rc;

	if (queue_db(w->queue) || (!seat->job.batch && !seat->job.chain))
		return 1;
	rc = queue_heartbeat(w->queue, &seat->row, err);
	if (rc != 1)
		return rc;
	return lineage_end_chain(seat, err) < 0 ||
		       lineage_end_batch(seat, err) < 0
		   ? -1
		   : 1;
}

/* Tells the queue about one; *culprit is set when it cannot be told so. */
static int
settle(struct seat *seat, struct seat **culprit, struct em_err *err)
{
	struct worker *w = seat->worker;
	int rc;

	buf_truncate(&seat->facts, 0);
	rc = end_elsewhere(seat, err);
	if (rc == 1)
		rc = carry_out(seat, err);
	if (rc < 0 && err->code == EM_PERM && seat->verdict == VERDICT_FAIL)
		*culprit = seat;
	if (rc < 0)
		return -1;
	if (rc == 0) {
		buf_truncate(&seat->facts, 0);
		worker_lose(seat);
		return 0;
	}
	say_settled(seat);
	if (queue_db(w->queue) && lineage_end_chain(seat, err) < 0)
		return -1;
	if (seat->verdict != VERDICT_ACK || follow_up_push(seat, err) == 0)
		return 0;
	if (err->code == EM_PERM)
		*culprit = seat;
	return -1;
}

/* Batches are locked in one order, so that workers do not lock each other. */
static int
count_in_batches(struct worker *w, struct em_err *err)
{
	struct seat **seats = mem_zalloc(w->n, sizeof(struct seat *));
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < w->n; i++)
		if (has_ended(&w->seats[i]) && w->seats[i].job.batch)
			seats[n++] = &w->seats[i];
	qsort(seats, n, sizeof(struct seat *), lineage_order);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = lineage_end_batch(seats[i], err);
	free(seats);
	return rc;
}

static int
settle_each(struct worker *w, struct seat **culprit, struct em_err *err)
{
	for (size_t i = 0; i < w->n; i++)
		if (has_ended(&w->seats[i]) &&
		    settle(&w->seats[i], culprit, err) < 0)
			return -1;
	return queue_db(w->queue) && w->batches ? count_in_batches(w, err) : 0;
}

/* --- all of it --- */

static void
forget_next(struct worker *w)
{
	for (size_t i = 0; i < w->n; i++) {
		if (w->seats[i].has_next)
			queue_job_clear(&w->seats[i].next);
		w->seats[i].has_next = false;
	}
}

static void
tell_seats(struct worker *w)
{
	struct em_err err;

	for (size_t i = 0; i < w->n; i++) {
		struct seat *seat = &w->seats[i];

		if (!has_ended(seat))
			continue;
		if (seat->verdict == VERDICT_RELEASE &&
		    seat->release.delay == 0 &&
		    queue_notify(w->queue, seat->row.queue, &err) < 0)
			die_note("%s", err.msg);
		say_on_stderr(seat);
		seat_event(seat, SEAT_SETTLED);
	}
}

static void
notify_pushed(struct worker *w)
{
	struct em_err err;

	if (w->pushed && queue_notify(w->queue, "", &err) < 0)
		die_note("%s", err.msg);
	w->pushed = false;
}

/*
 * failed_jobs takes no such row: it may do without what the handler said.  Else
 * the job stays in its queue, and does not stop the others there.
 */
static void
keep_less(struct seat *seat, const struct em_err *err)
{
	if (seat->errors.tail.len > 0) {
		errors_forget(&seat->errors);
		return;
	}
	seat->verdict = VERDICT_RELEASE;
	seat->release.delay = seat->worker->opt.release;
	(void)snprintf(seat->why, sizeof(seat->why),
	    "it cannot be kept as failed: %.400s", err->msg);
}

static int
settle_all(struct worker *w, struct em_err *err)
{
	struct seat *culprit = NULL;
	bool settled;

	w->asked_at = clock_monotonic_us();
	w->saw_none = false;
	if (begin(w, err) < 0)
		return -1;
	settled = settle_each(w, &culprit, err) == 0;
	if (settled && worker_claim_next(w, err) == 0 &&
	    worker_store_events(w, &culprit, err) == 0 && commit(w, err) == 0) {
		follow_up_notify(w);
		notify_pushed(w);
		tell_seats(w);
		return 0;
	}
	roll_back(w);
	forget_next(w);
	if (!culprit)
		return -1;
	if (!settled && culprit->verdict == VERDICT_FAIL)
		keep_less(culprit, err);
	else
		seat_refuse_output(culprit, err->msg);
	return 0;
}

int
worker_settle(struct worker *w, struct em_err *err)
{
	while (count_ended(w) > 0)
		if (settle_all(w, err) < 0)
			return -1;
	return 0;
}
