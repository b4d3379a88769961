/*
 * work_settle - the queue is told what became of jobs (worker.h).
 *
 * What ended since the last turn is settled in one transaction, in which the
 * next jobs are taken, too: one commit for both.  With --store the events are
 * stored in it, behind all else, since nobody else can append from then on.
 */
#include <stdlib.h>

#include "die.h"
#include "follow_up.h"
#include "worker.h"

/* --- one transaction --- */

static int
begin(struct worker *w, struct em_err *err)
{
	struct db *db = queue_db(w->queue);

	return db ? db_begin(db, err) : 0;
}

static int
commit(struct worker *w, struct em_err *err)
{
	struct db *db = queue_db(w->queue);

	return db ? db_commit(db, err) : 0;
}

static void
roll_back(struct worker *w)
{
	struct db *db = queue_db(w->queue);

	if (db)
		db_rollback(db);
}

/* --- what ended --- */

void
worker_lose(struct seat *seat)
{
	die_note("job %s: its reservation is lost to another worker: what was "
		 "done for it is thrown away",
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
		return queue_ack(w->queue, &seat->row, err);
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

/* Tells the queue about one; *culprit is set when its output is at fault. */
static int
settle(struct seat *seat, struct seat **culprit, struct em_err *err)
{
	int rc = carry_out(seat, err);

	buf_truncate(&seat->facts, 0);
	if (rc < 0)
		return -1;
	if (rc == 0) {
		worker_lose(seat);
		return 0;
	}
	say_settled(seat);
	if (seat->verdict != VERDICT_ACK || follow_up_push(seat, err) == 0)
		return 0;
	if (err->code == EM_PERM)
		*culprit = seat;
	return -1;
}

static int
settle_each(struct worker *w, struct seat **culprit, struct em_err *err)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->seats[i].state == SEAT_SETTLING &&
		    settle(&w->seats[i], culprit, err) < 0)
			return -1;
	return 0;
}

/* --- the events --- */

static int
append_line(
    struct store *store, const char *line, size_t len, struct em_err *err)
{
	static const struct store_expect any = { STORE_ANY, 0 };
	struct store_event event;
	int rc;

	if (store_event_read(&event, line, len, err) < 0)
		return -1;
	rc = store_append(store, &event, &any, err);
	store_event_clear(&event);
	return rc < 0 ? -1 : 0;
}

static int
append_output(struct seat *seat, struct em_err *err)
{
	struct store *store = seat->worker->store;
	struct buf line = BUF_INIT;
	int rc;

	held_rewind(&seat->out);
	while ((rc = held_line(&seat->out, &line, err)) == 1)
		if (append_line(store, line.data, line.len, err) < 0) {
			rc = -1;
			break;
		}
	held_rewind(&seat->out);
	buf_clear(&line);
	if (rc == 0 && seat->facts.len > 0)
		rc = append_line(store, seat->facts.data, seat->facts.len, err);
	return rc;
}

static int
append_each(struct worker *w, struct seat **culprit, struct em_err *err)
{
	if (!w->store)
		return 0;
	if (store_lock(w->store, err) < 0)
		return -1;
	for (size_t i = 0; i < w->n; i++) {
		struct seat *seat = &w->seats[i];

		if (seat->state != SEAT_SETTLING ||
		    seat->verdict == VERDICT_NONE ||
		    append_output(seat, err) == 0)
			continue;
		if (err->code == EM_PERM && seat->verdict == VERDICT_ACK)
			*culprit = seat;
		return -1;
	}
	return 0;
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

static bool
has_ended(const struct worker *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->seats[i].state == SEAT_SETTLING)
			return true;
	return false;
}

static void
tell_seats(struct worker *w)
{
	struct em_err err;

	for (size_t i = 0; i < w->n; i++) {
		struct seat *seat = &w->seats[i];

		if (seat->state != SEAT_SETTLING)
			continue;
		if (seat->verdict == VERDICT_RELEASE &&
		    seat->release.delay == 0 &&
		    queue_notify(w->queue, seat->row.queue, &err) < 0)
			die_note("%s", err.msg);
		say_on_stderr(seat);
		seat_event(seat, SEAT_SETTLED);
	}
}

static int
settle_all(struct worker *w, struct em_err *err)
{
	struct seat *culprit = NULL;

	if (begin(w, err) < 0)
		return -1;
	if (settle_each(w, &culprit, err) == 0 &&
	    worker_claim_next(w, err) == 0 &&
	    append_each(w, &culprit, err) == 0 && commit(w, err) == 0) {
		follow_up_notify(w);
		tell_seats(w);
		return 0;
	}
	roll_back(w);
	forget_next(w);
	if (!culprit)
		return -1;
	seat_refuse_output(culprit, err->msg);
	return 0;
}

int
worker_settle(struct worker *w, struct em_err *err)
{
	while (has_ended(w))
		if (settle_all(w, err) < 0)
			return -1;
	return 0;
}
