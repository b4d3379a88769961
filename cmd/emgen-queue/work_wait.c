/* work_wait - the one poll(2) of a worker (worker.h). */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
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
	if (!w->away_until && wants_job(w)) {
		earliest(&at, w->look_at ? w->look_at : now);
		if (w->deaf_until > now)
			earliest(&at, w->deaf_until);
	}
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

/*
 * One descriptor that can be read when one of these is ready; -1 when one is
 * already, and with err.code when there can be none.
 */
static int
join(const struct pollfd *fds, nfds_t n, struct em_err *err)
{
	int set = epoll_create1(EPOLL_CLOEXEC);

	err->code = EM_OK;
	if (set < 0)
		return err_errno(err, "epoll");
	for (nfds_t i = 0; i < n; i++) {
		struct epoll_event event = { .events =
						 (uint32_t)fds[i].events };

		if (fds[i].fd < 0 ||
		    epoll_ctl(set, EPOLL_CTL_ADD, fds[i].fd, &event) == 0)
			continue;
		if (errno != EPERM) /* a file, which is always ready */
			(void)err_errno(err, "epoll");
		(void)close(set);
		return -1;
	}
	return set;
}

/*
 * That the database is away shows again when it is asked for a job.  If it does
 * not, only the waiting fails: then it is looked for jobs now and then.
 */
static void
miss(struct worker *w, const struct em_err *err)
{
	static const double least = 0.05;
	double pause = w->opt.sleep > least ? w->opt.sleep : least;

	w->missed++;
	if (w->missed == 1) {
		w->look_at = 0;
		return;
	}
	if (w->missed == 2)
		die_note("cannot wait for jobs, and looks every %g s: %s",
		    pause, err->msg);
	w->deaf_until = clock_monotonic_us() + (int64_t)(pause * 1e6);
}

/* Waits for a job as well. */
static void
wait_for_job(struct worker *w, const struct pollfd *fds, nfds_t n, int64_t us)
{
	struct em_err err;
	int set = join(fds, n, &err), rc = err.code == EM_OK ? 0 : -1;

	if (set >= 0) {
		queue_wait_also(w->queue, set);
		rc =
		    queue_wait(w->queue, w->opt.queues, (double)us / 1e6, &err);
		queue_wait_also(w->queue, -1);
		(void)close(set);
	}
	if (rc < 0)
		miss(w, &err);
	else
		w->missed = 0;
	if (rc > 0)
		w->look_at = 0;
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
	if (left > 0 && w->queue && wants_job(w) && now >= w->deaf_until) {
		wait_for_job(w, fds, n, left);
		left = 0;
	}
	if (poll(fds, n, clock_poll_ms(left)) > 0)
		move(w, fds);
	free(fds);
}
