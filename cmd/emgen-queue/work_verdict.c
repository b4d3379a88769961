/*
 * work_verdict - what follows from how an attempt ended, as Laravel's worker
 * decides it.  What the payload says beats the options.
 */
#include "clock.h"
#include "worker.h"

static int64_t
tries_of(const struct seat *seat)
{
	return seat->job.max_tries == JOB_UNSAID ? seat->worker->opt.tries
						 : seat->job.max_tries;
}

/* Now by the clock of the database: that of the claim, and what passed. */
static int64_t
database_now(const struct seat *seat)
{
	return seat->row.reserved_at +
	       (clock_monotonic_us() - seat->taken) / WORK_SECOND;
}

/* The list's next, the last of which repeats. */
static int64_t
backoff_of(const struct seat *seat)
{
	const struct work_options *opt = &seat->worker->opt;
	const int64_t *list = seat->job.backoff;
	size_t n = seat->job.n_backoff, at = seat->row.attempts;

	if (!list) {
		list = opt->backoff;
		n = opt->backoffs;
	}
	if (n == 0)
		return 0;
	return list[at == 0 ? 0 : at > n ? n - 1 : at - 1];
}

bool
verdict_may_start(const struct seat *seat)
{
	int64_t tries = tries_of(seat);

	if (seat->job.retry_until != JOB_UNSAID)
		return database_now(seat) <= seat->job.retry_until;
	return tries == 0 || seat->row.attempts <= tries;
}

/* Another attempt, or was that the last? */
static bool
is_last(const struct seat *seat)
{
	int64_t tries = tries_of(seat);

	if (seat->job.max_exceptions > 0 &&
	    seat->row.attempts >= seat->job.max_exceptions)
		return true;
	if (seat->job.retry_until != JOB_UNSAID)
		return database_now(seat) >= seat->job.retry_until;
	return tries > 0 && seat->row.attempts >= tries;
}

static void
release(struct seat *seat, int64_t delay, bool refund)
{
	seat->verdict = VERDICT_RELEASE;
	seat->delay = delay;
	seat->refund = refund;
}

static void
retry_or_fail(struct seat *seat)
{
	if (is_last(seat))
		seat->verdict = VERDICT_FAIL;
	else
		release(seat, backoff_of(seat), false);
}

void
verdict_decide(struct seat *seat)
{
	const struct work_options *opt = &seat->worker->opt;

	switch (seat->outcome) {
	case OUTCOME_DONE:
		seat->verdict = VERDICT_ACK;
		break;
	case OUTCOME_REFUSED:
		seat->verdict = VERDICT_FAIL;
		break;
	case OUTCOME_TIMEOUT:
		if (seat->job.fail_on_timeout)
			seat->verdict = VERDICT_FAIL;
		else
			retry_or_fail(seat);
		break;
	case OUTCOME_RETRY:
		retry_or_fail(seat);
		break;
	case OUTCOME_INTERRUPTED:
	case OUTCOME_PARKED:
		release(seat, 0, true);
		break;
	case OUTCOME_HELD_BACK:
		release(seat, opt->release, opt->throttle_counts == 0);
		break;
	case OUTCOME_LOST:
	case OUTCOME_NONE:
		seat->verdict = VERDICT_NONE;
		break;
	}
}
