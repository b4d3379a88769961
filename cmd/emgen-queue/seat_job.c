/* seat_job - the job that a seat has in hand (seat.h). */
#include <string.h>

#include "clock.h"
#include "die.h"
#include "guard.h"
#include "jsonr.h"
#include "lineage.h"
#include "seat.h"
#include "worker.h"

void
seat_drop_job(struct seat *seat)
{
	guard_leave(seat);
	queue_job_clear(&seat->row);
	job_clear(&seat->job);
	seat->job = (struct job)JOB_INIT;
	json_decref(seat->event);
	seat->event = NULL;
	held_clear(&seat->out);
	buf_clear(&seat->own_failure);
	buf_clear(&seat->facts);
	errors_forget(&seat->errors);
	seat->has_job = false;
	seat->heartbeat_at = seat->deadline = 0;
	seat->outcome = OUTCOME_NONE;
	seat->exception = "";
	*seat->why = '\0';
	seat->verdict = VERDICT_NONE;
	seat->release = (struct queue_release){ .delay = 0 };
}

/* Its event as JSON; -1 when the payload holds none. */
static int
read_job(struct seat *seat, struct em_err *err)
{
	const struct queue_job *row = &seat->row;
	struct jsonr_error error;

	if (job_read(&seat->job, row->payload, row->payload_len, err) < 0)
		return -1;
	seat->event = jsonr_parse(seat->job.event, seat->job.event_len, &error);
	if (!seat->event)
		return err_set(err, EM_PERM, "its event: %s at byte %zu",
		    error.what, error.at + 1);
	if (!*ev_str(seat->event, "type"))
		return err_set(err, EM_PERM, "its event has no type");
	return 0;
}

static void
hold_back(struct seat *seat, const struct em_err *why)
{
	seat_abort(seat, OUTCOME_HELD_BACK, "held-back", "%s", why->msg);
}

/*
 * Connections are opened anew, and the job is no worse for it; unless it is the
 * job that the database does not take.
 */
static void
put_back(struct seat *seat, const struct em_err *why)
{
	if (why->code == EM_PERM) {
		die_note("%s", why->msg);
		hold_back(seat, why);
		return;
	}
	seat->worker->failure = *why;
	seat_abort(seat, OUTCOME_INTERRUPTED, "interrupted", "%s", why->msg);
}

/* Unless something holds it back. */
static void
begin(struct seat *seat)
{
	struct em_err err;
	int skips = lineage_skips(seat, &err);
	int admits = skips == 0 ? guard_admits(seat, &err) : skips;

	if (admits < 0)
		put_back(seat, &err);
	else if (skips == 1)
		seat_abort(seat, OUTCOME_SKIPPED, "skipped",
		    "the batch %s was cancelled", seat->job.batch);
	else if (admits == 0)
		hold_back(seat, &err);
	else
		seat_event(seat, SEAT_TAKE);
}

void
seat_take(struct seat *seat, struct queue_job *row_take)
{
	struct worker *w = seat->worker;
	struct em_err err, later;
	bool good;

	seat->row = *row_take;
	*row_take = (struct queue_job){ .id = NULL };
	seat->has_job = true;
	seat->taken = clock_monotonic_us();
	seat->claim_us = seat->taken - w->asked_at;
	seat->heartbeat_at = seat->taken + w->opt.retry_after * WORK_SECOND / 3;
	if (seat->memory_at == 0)
		seat->memory_at = seat->taken + WORK_SECOND / 4;
	w->jobs++;
	good = read_job(seat, &err) == 0;
	if (!*seat->job.uuid)
		job_peek_uuid(
		    seat->job.uuid, seat->row.payload, seat->row.payload_len);
	if (lineage_open(seat, &later) < 0) {
		put_back(seat, &later);
	} else if (!good) {
		seat_abort(seat, OUTCOME_REFUSED, "bad-payload", "%s", err.msg);
	} else if (!verdict_may_start(seat)) {
		seat_abort(seat, OUTCOME_REFUSED, "too-many-attempts",
		    "it was started %u times before and never came to an end",
		    seat->row.attempts - 1);
	} else {
		begin(seat);
	}
}
