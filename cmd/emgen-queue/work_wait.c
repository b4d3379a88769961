/* work_wait - the one poll(2) of a worker (worker.h). */
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "work_signals.h"
#include "worker.h"

static void
earliest(int64_t *at, int64_t other)
{
	if (other && other < *at)
		*at = other;
}

/* True when a job can be taken as soon as there is one. */
static bool
wants_job(const struct worker *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (seat_is_free(&w->seats[i]))
			return worker_may_claim(w);
	return false;
}

/* When something has to be done that no descriptor tells. */
static int64_t
next_look(const struct worker *w, int64_t now)
{
	int64_t at = now + 60 * (int64_t)WORK_SECOND;

	earliest(&at, w->press_at);
	earliest(&at, w->away_until);
	if (w->opt.max_time && !w->draining)
		earliest(&at, w->started + w->opt.max_time * WORK_SECOND);
	if (w->rest_until > now)
		earliest(&at, w->rest_until);
	if (!w->away_until && wants_job(w))
		earliest(&at, w->look_at ? w->look_at : now);
	for (size_t i = 0; i < w->n; i++) {
		const struct seat *seat = &w->seats[i];

		earliest(&at, seat_next_look(seat));
		if (!w->away_until)
			earliest(&at, seat->heartbeat_at);
		if (seat->state == SEAT_SETTLING && !w->away_until)
			at = now;
		if (w->opt.stream && seat->state == SEAT_EMPTY && !w->draining)
			earliest(&at, seat->not_before);
	}
	return at;
}

/* Descriptors: these, then those of each seat. */
enum { AT_SIGNALS, AT_OUT, AT_ERR, AT_SEATS };

static void
fill(struct worker *w, struct pollfd *fds)
{
	fds[AT_SIGNALS] = (struct pollfd){ w->signals, POLLIN, 0 };
	fds[AT_OUT] = (struct pollfd){ feed_fd(&w->out), POLLOUT, 0 };
	fds[AT_ERR] = (struct pollfd){ feed_fd(&w->err), POLLOUT, 0 };
	fds += AT_SEATS;
	for (size_t i = 0; i < w->n; i++, fds += SEAT_FDS)
		seat_poll(&w->seats[i], fds);
}

/* One descriptor that can be read when one of these is ready; or -1. */
static int
join(const struct pollfd *fds, nfds_t n)
{
	int set = epoll_create1(EPOLL_CLOEXEC);

	for (nfds_t i = 0; i < n && set >= 0; i++) {
		struct epoll_event event = { .events =
						 (uint32_t)fds[i].events };

		if (fds[i].fd >= 0 &&
		    epoll_ctl(set, EPOLL_CTL_ADD, fds[i].fd, &event) < 0) {
			(void)close(set); /* a file, which is always ready */
			set = -1;
		}
	}
	return set;
}

/* Waits for a job as well. */
static void
wait_for_job(struct worker *w, const struct pollfd *fds, nfds_t n, int64_t us)
{
	int set = join(fds, n), rc;
	struct em_err err;

	if (set < 0)
		return;
	queue_wait_also(w->queue, set);
	rc = queue_wait(w->queue, w->opt.queues, (double)us / 1e6, &err);
	queue_wait_also(w->queue, -1);
	(void)close(set);
	if (rc != 0)
		w->look_at = 0; /* an error shows again when it is asked */
}

static void
move(struct worker *w, const struct pollfd *fds)
{
	if (fds[AT_SIGNALS].revents)
		work_signals_take(w);
	if (fds[AT_ERR].revents)
		(void)feed_move(&w->err);
	for (size_t i = 0; i < w->n; i++)
		seat_move(&w->seats[i], fds + AT_SEATS + i * SEAT_FDS);
}

void
worker_wait(struct worker *w)
{
	nfds_t n = AT_SEATS + (nfds_t)w->n * SEAT_FDS;
	struct pollfd *fds = mem_zalloc(n, sizeof(*fds));
	int64_t now = clock_monotonic_us(), left = next_look(w, now) - now;

	fill(w, fds);
	if (left > 0 && w->queue && wants_job(w)) {
		wait_for_job(w, fds, n, left);
		left = 0;
	}
	if (poll(fds, n, left > 0 ? (int)((left + 999) / 1000) : 0) > 0)
		move(w, fds);
	free(fds);
}
