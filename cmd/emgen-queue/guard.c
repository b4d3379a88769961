/* guard - jobs that must wait (guard.h). */
#include "guard.h"

#include <stdlib.h>

#include "die.h"
#include "key.h"
#include "lease.h"
#include "limiter.h"
#include "mem.h"
#include "place.h"
#include "worker.h"

struct guard {
	struct limiter *limiter; /* NULL without --throttle */
	struct lease *lease;     /* NULL without --no-overlap */
};

struct guard *
guard_open(const struct work_options *opt, const char *dsn, struct em_err *err)
{
	struct guard *guard = mem_zalloc(1, sizeof(*guard));

	if (opt->throttle.name)
		guard->limiter = limiter_open(dsn, PLACE_TIMEOUT, err);
	if (opt->no_overlap)
		guard->lease = lease_open(dsn, PLACE_TIMEOUT, err);
	if ((guard->limiter || !opt->throttle.name) &&
	    (guard->lease || !opt->no_overlap))
		return guard;
	guard_close(guard);
	return NULL;
}

void
guard_close(struct guard *guard)
{
	if (!guard)
		return;
	if (guard->limiter)
		limiter_close(guard->limiter);
	if (guard->lease)
		lease_close(guard->lease);
	free(guard);
}

/* --- one at a time --- */

/* Of an attempt, so that one that was lost cannot give back another's. */
static char *
owner_of(const struct seat *seat)
{
	return mem_printf("%s:%u", seat->job.uuid, seat->row.token);
}

static int
take_lease(struct seat *seat, struct em_err *err)
{
	struct worker *w = seat->worker;
	struct buf key = BUF_INIT;
	char *owner = owner_of(seat);
	int rc;

	buf_adds(&key, "emgen-overlap:");
	key_make(&key, w->opt.no_overlap, seat->event);
	rc = lease_take(
	    w->guard->lease, key.data, owner, w->opt.retry_after, err);
	if (rc == 1)
		seat->overlap = buf_detach(&key);
	else if (rc == 0)
		(void)err_set(err, EM_TEMP, "another job of %s runs", key.data);
	buf_clear(&key);
	free(owner);
	return rc;
}

void
guard_renew(struct seat *seat)
{
	struct worker *w = seat->worker;
	struct em_err err;
	char *owner;
	int rc;

	if (!seat->overlap || !w->guard)
		return;
	owner = owner_of(seat);
	rc = lease_renew(
	    w->guard->lease, seat->overlap, owner, w->opt.retry_after, &err);
	if (rc == 0)
		die_note("the key %s is lost to another", seat->overlap);
	else if (rc < 0)
		w->failure = err;
	free(owner);
}

void
guard_leave(struct seat *seat)
{
	struct worker *w = seat->worker;
	struct em_err err;
	char *owner;

	if (!seat->overlap)
		return;
	owner = owner_of(seat);
	if (w->guard &&
	    lease_release(w->guard->lease, seat->overlap, owner, &err) < 0)
		w->failure = err;
	free(owner);
	free(seat->overlap);
	seat->overlap = NULL;
}

/* --- so many in a time --- */

static int
take_rate(struct worker *w, struct em_err *err)
{
	int64_t wait_us, passed;

	passed =
	    limiter_take(w->guard->limiter, &w->opt.throttle, 1, &wait_us, err);
	if (passed == 0)
		(void)err_set(
		    err, EM_TEMP, "throttled by %s", w->opt.throttle.name);
	return (int)passed;
}

int
guard_admits(struct seat *seat, struct em_err *why)
{
	struct guard *guard = seat->worker->guard;
	int rc = guard->lease ? take_lease(seat, why) : 1;

	if (rc != 1 || !guard->limiter)
		return rc;
	rc = take_rate(seat->worker, why);
	if (rc != 1)
		guard_leave(seat);
	return rc;
}
