/* seat - a place at the work bench (seat.h): what each event does. */
#include "seat.h"

#include <signal.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "handler.h"
#include "proc.h"
#include "seat_end.h"
#include "worker.h"

/* --- the handler --- */

static void
close_handler(struct seat *seat)
{
	errors_drain(&seat->errors, &seat->worker->err);
	errors_close(&seat->errors);
	if (seat->co)
		(void)coproc_close(seat->co);
	seat->co = NULL;
	seat->kill_at = seat->refused_at = 0;
	*seat->barrier = '\0';
}

/* A stream handler that does not do what --stream needs ends the worker. */
static void
unfit(struct seat *seat)
{
	int code = EM_PERM;

	if (coproc_exited(seat->co, &code)) {
		die_note("%s %s before it returned its first Barrier",
		    seat->worker->opt.argv[0], proc_explain(code));
		if (code == EM_OK)
			code = EM_PERM;
		else if (code != EM_PERM && !proc_cannot_run(code))
			code = EM_TEMP;
	} else {
		die_note("%s does not forward or flush; use per-job mode, "
			 "without --stream",
		    seat->worker->opt.argv[0]);
	}
	close_handler(seat);
	seat->state = SEAT_EMPTY;
	worker_drain(seat->worker, code);
}

static void
probed(struct seat *seat)
{
	seat->deadline = 0;
	seat->state = SEAT_IDLE;
}

void
seat_start(struct seat *seat)
{
	struct worker *w = seat->worker;
	struct em_err err;

	seat->begun = clock_monotonic_us();
	seat->not_before = seat->begun + WORK_SECOND;
	seat->co = handler_start(seat, &err);
	if (!seat->co) {
		die_note("%s", err.msg);
		worker_drain(w, err.code);
		return;
	}
	handler_probe(seat);
	seat->deadline = seat->begun + (int64_t)WORK_PROBE * WORK_SECOND;
	seat->state = SEAT_PROBING;
}

/* Without a job: it is started again when there is time. */
static void
restart(struct seat *seat)
{
	close_handler(seat);
	seat->state = SEAT_EMPTY;
}

/* While its last job is settled. */
static void
lose_handler(struct seat *seat)
{
	close_handler(seat);
}

/* --- the end of an attempt --- */

static void
ended(struct seat *seat)
{
	seat_judge_exit(seat);
	close_handler(seat);
	seat_conclude(seat);
}

static void
stopped(struct seat *seat)
{
	close_handler(seat);
	seat_conclude(seat);
}

static void
returned(struct seat *seat)
{
	if (seat->own_failure.len > 0)
		seat_set_outcome(seat, OUTCOME_REFUSED, "refused",
		    "%s says that it failed", seat->worker->opt.argv[0]);
	seat_set_outcome(seat, OUTCOME_DONE, "", "%s", "");
	seat_conclude(seat);
}

static void
stop(struct seat *seat)
{
	seat->deadline = 0;
	seat->kill_at =
	    clock_monotonic_us() + (int64_t)WORK_KILL_AFTER * WORK_SECOND;
	seat->state = SEAT_STOPPING;
	coproc_signal(seat->co, SIGTERM);
}

static void
kill_it(struct seat *seat)
{
	seat->kill_at = 0;
	coproc_signal(seat->co, SIGKILL);
}

/* --- jobs --- */

static void
begin(struct seat *seat)
{
	struct worker *w = seat->worker;
	struct em_err err = { EM_TEMP, "" };

	if (!seat->co)
		seat->co = handler_start(seat, &err);
	if (!seat->co) {
		/* nor will it start for the next job, which is no worse */
		seat_set_outcome(
		    seat, OUTCOME_PARKED, "cannot-run", "%s", err.msg);
		worker_drain(w, err.code);
		seat_conclude(seat);
		return;
	}
	seat->state = SEAT_RUNNING;
	errors_forget(&seat->errors);
	if (w->opt.timeout > 0 || seat->job.timeout > 0)
		seat->deadline =
		    seat->taken + (seat->job.timeout == JOB_UNSAID
					  ? (int64_t)(w->opt.timeout * 1e6)
					  : seat->job.timeout * WORK_SECOND);
	if (seat->job.timeout == 0)
		seat->deadline = 0;
	handler_give(seat);
}

/* What the queue did is said behind what the handler wrote. */
static void
say_facts(struct seat *seat)
{
	feed_add(&seat->worker->out, buf_peek(&seat->facts), seat->facts.len);
	seat_leave_job(seat);
}

static void
written(struct seat *seat)
{
	if (seat->verdict == VERDICT_NONE || seat->worker->opt.store)
		say_facts(seat);
	else
		seat->state = SEAT_SETTLING;
}

static void
settled(struct seat *seat)
{
	seat->heartbeat_at = 0;
	if (seat->worker->opt.store && seat->out.len > 0 &&
	    seat->verdict != VERDICT_NONE)
		seat->state = SEAT_WRITING;
	else
		say_facts(seat);
}

/* Not all of it is out, and there is no time, or no right, to write it. */
static void
break_off(struct seat *seat)
{
	struct worker *w = seat->worker;

	if (w->writer == seat)
		w->writer = NULL;
	if (w->opt.store)
		seat_leave_job(seat);
	else
		seat_conclude(seat);
}

/* --- the table --- */

/* clang-format off */
static void (*const moves[SEAT_STATES][SEAT_EVENTS])(struct seat *seat) = {
	/*                 TAKE   BARRIER   EXIT          ABORT      KILL     WRITTEN  SETTLED */
	[SEAT_EMPTY]    = { begin, NULL,     NULL,         seat_conclude,  NULL,    NULL,    NULL },
	[SEAT_PROBING]  = { NULL,  probed,   unfit,        unfit,     unfit,   NULL,    NULL },
	[SEAT_IDLE]     = { begin, NULL,     restart,      seat_conclude,  NULL,    NULL,    NULL },
	[SEAT_RUNNING]  = { NULL,  returned, ended,        stop,      NULL,    NULL,    NULL },
	[SEAT_STOPPING] = { NULL,  NULL,     stopped,      NULL,      kill_it, NULL,    NULL },
	[SEAT_WRITING]  = { NULL,  NULL,     lose_handler, break_off, NULL,    written, NULL },
	[SEAT_SETTLING] = { NULL,  NULL,     lose_handler, NULL,      NULL,    NULL,    settled },
};
/* clang-format on */

void
seat_event(struct seat *seat, enum seat_event event)
{
	if (moves[seat->state][event])
		moves[seat->state][event](seat);
}

bool
seat_is_free(const struct seat *seat)
{
	return !seat->has_job &&
	       seat->state ==
		   (seat->worker->opt.stream ? SEAT_IDLE : SEAT_EMPTY);
}

bool
seat_soon_free(const struct seat *seat)
{
	const struct worker *w = seat->worker;

	return seat->state == SEAT_SETTLING && !seat->has_next &&
	       (seat->co || !w->opt.stream) &&
	       (!w->opt.store || seat->out.len == 0);
}

void
seat_clear(struct seat *seat)
{
	close_handler(seat);
	seat_drop_job(seat);
	if (seat->has_next)
		queue_job_clear(&seat->next);
}
