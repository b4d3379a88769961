/*
 * work_verdict - what follows from how an attempt ended, as Laravel's worker
 * decides it.  What the payload says beats the options.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

/* How many crashes in a row are the last; 0 for no limit. */
static int64_t
crashes_of(const struct seat *seat)
{
	int64_t told = seat->worker->opt.max_crashes;

	if (told != WORK_UNSAID)
		return told;
	return tries_of(seat) == 0 && seat->job.retry_until == JOB_UNSAID
		   ? WORK_MAX_CRASHES
		   : 0;
}

static bool
is_reached(int64_t limit, int64_t n)
{
	return limit > 0 && n >= limit;
}

/* Says which limit it was, behind what happened. */
static bool
is_over(struct seat *seat, int64_t limit, int64_t n, const char *what)
{
	size_t len = strlen(seat->why);

	if (!is_reached(limit, n))
		return false;
	(void)snprintf(seat->why + len, sizeof(seat->why) - len,
	    "; that were %" PRId64 " %s", n, what);
	return true;
}

/* Another attempt, or was that the last? */
static bool
is_last(struct seat *seat)
{
	if (is_over(seat, seat->job.max_exceptions, seat->release.exceptions,
		"exceptions") ||
	    is_over(seat, crashes_of(seat), seat->release.crashes,
		"crashes in a row"))
		return true;
	if (seat->job.retry_until != JOB_UNSAID)
		return database_now(seat) >= seat->job.retry_until;
	return is_reached(tries_of(seat), seat->row.attempts);
}

static void
release(struct seat *seat, int64_t delay, bool refund)
{
	seat->verdict = VERDICT_RELEASE;
	seat->release.delay = delay;
	seat->release.refund = refund;
}

static void
retry_or_fail(struct seat *seat)
{
	if (is_last(seat))
		seat->verdict = VERDICT_FAIL;
	else
		release(seat, backoff_of(seat), false);
}

/*
 * As in Laravel an exception is what the handler says by its end, and no time
 * that was too long; whoever ends in another way than by saying so crashed.
 */
static void
count(struct seat *seat)
{
	bool failed = seat->outcome == OUTCOME_RETRY;
	bool crashed = seat->outcome == OUTCOME_TIMEOUT ||
		       (failed && strcmp(seat->exception, "temporary") != 0);

	seat->release.exceptions = seat->row.exceptions + failed;
	seat->release.crashes = seat->row.crashes;
	if (crashed)
		seat->release.crashes++;
	else if (failed)
		seat->release.crashes = 0;
}

void
verdict_decide(struct seat *seat)
{
	const struct work_options *opt = &seat->worker->opt;

	count(seat);
	switch (seat->outcome) {
	case OUTCOME_DONE:
	case OUTCOME_SKIPPED:
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
