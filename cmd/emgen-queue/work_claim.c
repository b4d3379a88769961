/* work_claim - the worker takes jobs (worker.h). */
#include "clock.h"
#include "worker.h"

/* Whether nothing is left: neither delayed, nor with another worker. */
static int
look_if_done(struct worker *w, struct em_err *err)
{
	int64_t left = 0;
	size_t n;
	struct queue_counts *counts =
	    queue_count(w->queue, w->opt.queues, &n, err);

	if (!counts)
		return -1;
	for (size_t i = 0; i < n; i++)
		left +=
		    counts[i].ready + counts[i].delayed + counts[i].reserved;
	queue_counts_free(counts, n);
	w->saw_all_done = left == 0;
	return 0;
}

/* What asking for a job has told: rc is 1 when there was one. */
static int
note_claim(struct worker *w, int rc, struct em_err *err)
{
	w->saw_none = rc == 0;
	if (rc == 0)
		w->look_at =
		    clock_monotonic_us() +
		    (int64_t)(1e6 * (w->opt.block_for > 0 ? w->opt.block_for
							  : w->opt.sleep));
	if (rc == 0 && w->opt.stop_when_done)
		rc = look_if_done(w, err);
	return rc;
}

static int
claim(struct worker *w, struct queue_job *row, struct em_err *err)
{
	return note_claim(w,
	    queue_claim(w->queue, w->opt.queues, w->opt.retry_after, row, err),
	    err);
}

/* How many jobs more --max-jobs lets it take. */
static int64_t
room(const struct worker *w)
{
	int64_t left = w->opt.max_jobs ? w->opt.max_jobs - w->jobs : INT64_MAX;

	for (size_t i = 0; i < w->n; i++)
		left -= w->seats[i].has_next;
	return left;
}

static bool
may_have_next(const struct seat *seat)
{
	struct worker *w = seat->worker;

	return seat_soon_free(seat) && w->opt.rest <= 0 &&
	       worker_may_claim(w) && room(w) > 0;
}

int
worker_ack(struct seat *seat, struct em_err *err)
{
	struct worker *w = seat->worker;
	int acked, rc;

	if (!worker_acks_only(seat) || w->saw_none || !may_have_next(seat))
		return queue_ack(w->queue, &seat->row, err);
	rc = queue_next(w->queue, &seat->row, &acked, w->opt.queues,
	    w->opt.retry_after, &seat->next, err);
	seat->has_next = rc == 1;
	return note_claim(w, rc, err) < 0 ? -1 : acked;
}

int
worker_claim_next(struct worker *w, struct em_err *err)
{
	for (size_t i = 0; i < w->n && !w->saw_none; i++) {
		struct seat *seat = &w->seats[i];
		int rc;

		if (!may_have_next(seat))
			continue;
		rc = claim(w, &seat->next, err);
		if (rc < 0)
			return -1;
		seat->has_next = rc == 1;
	}
	return 0;
}

int
worker_claim_free(struct worker *w, struct em_err *err)
{
	struct queue_job row = { .id = NULL };

	for (size_t i = 0; i < w->n; i++) {
		int rc;

		if (!seat_is_free(&w->seats[i]) || !worker_may_claim(w))
			continue;
		w->asked_at = clock_monotonic_us();
		rc = claim(w, &row, err);
		if (rc <= 0)
			return rc;
		seat_take(&w->seats[i], &row);
	}
	return 0;
}
