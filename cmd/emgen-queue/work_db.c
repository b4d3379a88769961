/*
 * work_db - the worker and its database: connections, leases, the turn
 * (worker.h).
 */
#include <stdlib.h>

#include "clock.h"
#include "die.h"
#include "guard.h"
#include "place.h"
#include "silence.h"
#include "worker.h"

/* --- the connections --- */

static struct failed *
open_failed(const struct worker *w, struct em_err *err)
{
	struct db *db = queue_db(w->queue);
	struct failed *failed;
	char *own;

	if (w->opt.failed)
		return failed_open(w->opt.failed, PLACE_TIMEOUT, err);
	if (db)
		return failed_on(db, err);
	own = place_dsn(NULL);
	failed = failed_open(own, PLACE_TIMEOUT, err);
	free(own);
	return failed;
}

/* The next heartbeat must come in time when the database answers again. */
static double
patience_of(const struct work_options *opt)
{
	double third = (double)opt->retry_after / 3;

	return third < SILENCE_ANSWER ? third : SILENCE_ANSWER;
}

int
worker_open(struct worker *w, struct em_err *err)
{
	char *dsn = place_dsn(w->opt.database);

	db_set_patience(patience_of(&w->opt));
	w->queue = queue_open(dsn, PLACE_TIMEOUT, err);
	w->guard = w->queue ? guard_open(&w->opt, dsn, err) : NULL;
	free(dsn);
	w->failed = w->guard ? open_failed(w, err) : NULL;
	if (w->failed && w->opt.store)
		w->store = store_open(queue_db(w->queue), err);
	if (w->failed && (w->store || !w->opt.store) &&
	    (!w->has_batches || worker_open_batches(w, err) == 0))
		return 0;
	worker_close(w);
	return -1;
}

int
worker_open_batches(struct worker *w, struct em_err *err)
{
	struct db *db = queue_db(w->queue);

	if (!w->batches)
		w->batches = batches_on(db ? db : failed_db(w->failed), err);
	w->has_batches = true;
	return w->batches ? 0 : -1;
}

void
worker_close(struct worker *w)
{
	batches_close(w->batches);
	w->batches = NULL;
	if (w->store)
		store_close(w->store);
	if (w->failed)
		failed_close(w->failed);
	guard_close(w->guard);
	if (w->queue)
		queue_close(w->queue);
	w->store = NULL;
	w->failed = NULL;
	w->guard = NULL;
	w->queue = NULL;
}

/* --- the turn --- */

static int
renew(struct worker *w, struct em_err *err)
{
	int64_t now = clock_monotonic_us();

	for (size_t i = 0; i < w->n; i++) {
		struct seat *seat = &w->seats[i];
		int rc;

		if (!seat->has_job || seat->heartbeat_at == 0 ||
		    seat->heartbeat_at > now || seat->state == SEAT_SETTLING)
			continue;
		rc = queue_heartbeat(w->queue, &seat->row, err);
		if (rc < 0)
			return -1;
		seat->heartbeat_at = now + w->opt.retry_after * WORK_SECOND / 3;
		if (rc == 1)
			guard_renew(seat);
		if (rc == 0) {
			worker_lose(seat);
			seat_abort(seat, OUTCOME_LOST, "lost", "%s", "");
		}
	}
	return 0;
}

/* Once a second at the most, as it is asked before each claim. */
static int
look_for_restart(struct worker *w, struct em_err *err)
{
	int64_t now = clock_monotonic_us(), restarts;

	if (w->draining || now < w->restarts_at)
		return 0;
	restarts = queue_restarts(w->queue, err);
	if (restarts < 0)
		return -1;
	if (w->restarts_at != 0 && restarts != w->restarts)
		worker_drain(w, EM_OK);
	w->restarts = restarts;
	w->restarts_at = now + WORK_SECOND;
	return 0;
}

static int
turn(struct worker *w, struct em_err *err)
{
	*err = w->failure;
	w->failure.code = EM_OK;
	if (err->code != EM_OK)
		return -1;
	if ((!w->queue && worker_open(w, err) < 0) ||
	    worker_settle(w, err) < 0 || renew(w, err) < 0 ||
	    look_for_restart(w, err) < 0 || worker_claim_free(w, err) < 0)
		return -1;
	if (w->said_away)
		die_note("the database is back");
	w->said_away = false;
	return 0;
}

static bool
only_settles(const struct worker *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->seats[i].has_job && w->seats[i].state != SEAT_SETTLING)
			return false;
	return true;
}

/*
 * Who was told to end does not wait for a database for ever: reservations that
 * are left end by themselves, and the jobs are done again.
 */
static void
look_whether_to_give_up(struct worker *w)
{
	int64_t until = w->told_at + (int64_t)WORK_LAST_TRIES * WORK_SECOND;

	if (!w->told_at || !only_settles(w) ||
	    (!w->pressed && clock_monotonic_us() < until))
		return;
	die_note("the database does not come back: jobs in hand are tried "
		 "again when their reservations are over");
	worker_drain(w, EM_TEMP);
	w->given_up = true;
}

void
worker_turn(struct worker *w)
{
	struct em_err err;

	if (clock_monotonic_us() < w->away_until ||
	    (w->draining && !worker_is_busy(w)))
		return;
	w->away_until = 0;
	if (turn(w, &err) == 0)
		return;
	worker_close(w);
	if (err.code == EM_PERM)
		worker_die(w, &err);
	if (!w->said_away)
		die_note("%s: tried again every second", err.msg);
	w->said_away = true;
	w->away_until = clock_monotonic_us() + WORK_SECOND;
	look_whether_to_give_up(w);
}
