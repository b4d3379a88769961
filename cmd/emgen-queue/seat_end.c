/* seat_end - how an attempt ends (seat_end.h). */
#include "seat_end.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>

#include "clock.h"
#include "proc.h"
#include "work_signals.h"
#include "worker.h"

static void
set_outcome(struct seat *seat, enum outcome outcome, const char *exception,
    const char *fmt, va_list ap)
{
	bool late =
	    outcome == OUTCOME_LOST ||
	    (outcome == OUTCOME_INTERRUPTED && seat->state == SEAT_WRITING);

	/* what came first is the reason; a lost lease beats all */
	if (seat->outcome != OUTCOME_NONE && !late)
		return;
	seat->outcome = outcome;
	seat->exception = exception;
	(void)vsnprintf(seat->why, sizeof(seat->why), fmt, ap);
}

void
seat_set_outcome(struct seat *seat, enum outcome outcome, const char *exception,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_outcome(seat, outcome, exception, fmt, ap);
	va_end(ap);
}

void
seat_abort(struct seat *seat, enum outcome outcome, const char *exception,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_outcome(seat, outcome, exception, fmt, ap);
	va_end(ap);
	seat_event(seat, SEAT_ABORT);
}

void
seat_leave_job(struct seat *seat)
{
	struct worker *w = seat->worker;

	if (w->opt.rest > 0)
		w->rest_until =
		    clock_monotonic_us() + (int64_t)(w->opt.rest * 1e6);
	seat_drop_job(seat);
	seat->state = seat->co ? SEAT_IDLE : SEAT_EMPTY;
	if (seat->has_next) {
		seat->has_next = false;
		seat_take(seat, &seat->next);
	}
}

void
seat_conclude(struct seat *seat)
{
	struct worker *w = seat->worker;

	errors_drain(&seat->errors, &seat->worker->err);
	seat->deadline = 0;
	*seat->barrier = '\0';
	verdict_decide(seat);
	if (seat->outcome != OUTCOME_DONE)
		held_clear(&seat->out);
	if (seat->verdict == VERDICT_FAIL)
		say_failure(seat);
	held_rewind(&seat->out);
	if (seat->verdict == VERDICT_NONE)
		seat_leave_job(seat);
	else if (w->opt.store || seat->out.len == 0)
		seat->state = SEAT_SETTLING; /* what is stored is safe */
	else
		seat->state = SEAT_WRITING;
}

/* By who ends all of a group, as systemd does; the job is no worse for it. */
static bool
was_ended_with_us(struct worker *w, int code)
{
	if (code != 128 + SIGTERM && code != 128 + SIGINT)
		return false;
	work_signals_take(w); /* ours may not have been read yet */
	return w->told_at;
}

void
seat_judge_exit(struct seat *seat)
{
	struct worker *w = seat->worker;
	const char *name = w->opt.argv[0];
	int code = EM_TEMP;

	(void)coproc_exited(seat->co, &code);
	if (proc_cannot_run(code)) {
		seat_set_outcome(seat, OUTCOME_PARKED, "cannot-run", "%s %s",
		    name, proc_explain(code));
		worker_drain(w, code);
	} else if (was_ended_with_us(w, code)) {
		seat_set_outcome(seat, OUTCOME_INTERRUPTED, "interrupted",
		    "%s was told to end, as the worker was", name);
	} else if (code == EM_PERM) {
		seat_set_outcome(seat, OUTCOME_REFUSED, "refused", "%s %s",
		    name, proc_explain(code));
	} else if (code != EM_OK) {
		seat_set_outcome(seat, OUTCOME_RETRY,
		    code == EM_TEMP ? "temporary" : "crashed", "%s %s", name,
		    proc_explain(code));
	} else if (w->opt.stream) {
		seat_set_outcome(seat, OUTCOME_RETRY, "crashed",
		    "%s ended before it returned the Barrier", name);
	} else if (coproc_rest(seat->co, COPROC_OUT).len > 0) {
		seat_set_outcome(seat, OUTCOME_RETRY, "torn-output",
		    "the output of %s ends inside a line", name);
	} else {
		seat_set_outcome(seat, OUTCOME_DONE, "", "%s", "");
	}
}

void
seat_refuse_output(struct seat *seat, const char *why)
{
	seat->outcome = OUTCOME_NONE;
	seat_set_outcome(seat, OUTCOME_REFUSED, "bad-output", "%s", why);
	seat_conclude(seat);
}
