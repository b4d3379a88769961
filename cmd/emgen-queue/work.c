/*
 * work - jobs go to a handler: emgen queue work.
 *
 * One process, one poll(2): handlers, stdout, signals, and the database that
 * says when there is work.  What happens to a job is in the table of seat.c.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "mem.h"
#include "verbs.h"
#include "work_signals.h"
#include "worker.h"

static void
close_seats(struct worker *w)
{
	for (size_t i = 0; i < w->n; i++)
		seat_clear(&w->seats[i]);
}

void
worker_die(struct worker *w, const struct em_err *err)
{
	close_seats(w);
	die_err(err);
}

/* --- stdout --- */

static struct seat *
find_writer(const struct worker *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->seats[i].state == SEAT_WRITING)
			return &w->seats[i];
	return NULL;
}

/* Nobody reads, or the disk is full: what is in hand goes back. */
static void
lose_stdout(struct worker *w)
{
	if (w->pressed)
		return;
	die_note("cannot write to stdout: %s", strerror(w->out.broken));
	worker_drain(w, EM_TEMP);
	worker_press(w);
}

/* The output of one job after the other. */
static void
write_out(struct worker *w)
{
	struct em_err err;

	(void)feed_move(&w->out);
	while (!w->out.broken) {
		if (!w->writer)
			w->writer = find_writer(w);
		if (!w->writer)
			return;
		if (held_feed(&w->writer->out, &w->out, &err) < 0)
			worker_die(w, &err);
		(void)feed_move(&w->out);
		if (feed_held(&w->out) > 0)
			break;
		if (w->writer->out.taken < w->writer->out.len)
			continue;
		seat_event(w->writer, SEAT_WRITTEN);
		w->writer = NULL;
	}
	if (w->out.broken)
		lose_stdout(w);
}

/* --- the loop --- */

static void
start_streams(struct worker *w)
{
	int64_t now = clock_monotonic_us();

	if (!w->opt.stream)
		return;
	for (size_t i = 0; i < w->n && !w->draining; i++)
		if (w->seats[i].state == SEAT_EMPTY &&
		    now >= w->seats[i].not_before)
			seat_start(&w->seats[i]);
}

static void
look_at_seats(struct worker *w)
{
	int64_t now = clock_monotonic_us();

	for (size_t i = 0; i < w->n; i++)
		seat_look(&w->seats[i], now);
}

static void
run(struct worker *w)
{
	for (;;) {
		look_at_seats(w);
		worker_look_for_limits(w);
		start_streams(w);
		write_out(w); /* what is out can be settled in this turn */
		worker_turn(w);
		write_out(w);
		worker_look_whether_done(w);
		if (worker_is_over(w))
			break;
		worker_wait(w);
	}
}

/* Handlers of a stream end with their input; after a while they are made to. */
static void
dismiss(struct worker *w)
{
	int64_t until =
	    clock_monotonic_us() + (int64_t)WORK_KILL_AFTER * WORK_SECOND;
	struct em_err err;
	int code, rc = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->seats[i].co)
			coproc_end_input(w->seats[i].co);
	for (size_t i = 0; i < w->n; i++) {
		struct coproc *co = w->seats[i].co;

		if (co)
			coproc_hang_up(co);
		while (co && rc >= 0 && !coproc_exited(co, &code) &&
		       clock_monotonic_us() < until)
			rc = coproc_step(co, 100, &err);
	}
	close_seats(w);
}

static void
open_all(struct worker *w)
{
	static char nothing[] = "/dev/null";
	static char *const no_input[] = { nothing, NULL };
	static const struct ev_opts opts = EV_OPTS_INIT;
	struct em_err err;

	w->io = ev_open(no_input, -1, &opts);
	w->out = (struct feed)FEED_INIT;
	feed_to_ours(&w->out, STDOUT_FILENO);
	w->err = (struct feed)FEED_INIT;
	feed_to_ours(&w->err, STDERR_FILENO);
	w->signals = work_signals_open();
	w->started = clock_monotonic_us();
	w->n = (size_t)w->opt.workers;
	w->seats = mem_zalloc(w->n, sizeof(*w->seats));
	for (size_t i = 0; i < w->n; i++) {
		w->seats[i].worker = w;
		w->seats[i].errors = (struct errors)ERRORS_INIT;
		seat_drop_job(&w->seats[i]);
	}
	if (worker_open(w, &err) < 0)
		die_err(&err);
}

/* What the last handlers said. */
static void
finish_errors(struct feed *err)
{
	struct pollfd fd = { err->fd, POLLOUT, 0 };

	while (feed_fd(err) >= 0 && poll(&fd, 1, -1) > 0)
		(void)feed_move(err);
	feed_clear(err);
}

int
work_main(int argc, char *argv[])
{
	struct worker w = { .code = EM_OK };

	work_options_parse(&w.opt, argc, argv);
	open_all(&w);
	run(&w);
	dismiss(&w);
	worker_close(&w);
	feed_clear(&w.out);
	finish_errors(&w.err);
	(void)ev_close(w.io);
	(void)close(w.signals);
	free(w.seats);
	work_options_clear(&w.opt);
	return w.code;
}
