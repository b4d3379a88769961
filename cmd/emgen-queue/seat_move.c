/* seat_move - what comes from a handler, and what time brings (seat.h). */
#include <inttypes.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "handler.h"
#include "jsonr.h"
#include "worker.h"

static const int64_t mib = 1 << 20;

/* --- what it writes --- */

/* A line for the job in hand. */
static void
keep(struct seat *seat, const struct ev_line *line)
{
	const struct work_options *opt = &seat->worker->opt;
	struct em_err err;

	if (seat->out.len + line->len > (size_t)(opt->max_output * mib)) {
		coproc_hang_up(seat->co);
		seat_abort(seat, OUTCOME_REFUSED, "too-much-output",
		    "%s wrote more than %" PRId64 " MiB", opt->argv[0],
		    opt->max_output);
	} else if (held_add(&seat->out, line->bytes, line->len, &err) < 0) {
		coproc_hang_up(seat->co);
		seat_abort(seat, OUTCOME_RETRY, "temporary", "%s", err.msg);
	} else if (say_is_failure(seat, line->type)) {
		buf_add(&seat->own_failure, line->bytes, line->len);
	}
}

/* It belongs to no job, so there is no place where it could be repeated. */
static void
drop_stray(struct seat *seat)
{
	if (!seat->stray)
		die_note("%s wrote outside of a job: that is dropped",
		    seat->worker->opt.argv[0]);
	seat->stray = true;
}

static void
take_line(struct seat *seat, const struct coproc_line *raw)
{
	struct ev_line line = { .bytes = raw->bytes, .len = raw->len };
	struct em_err err = { EM_OK, "" };
	int good = ev_look(seat->worker->io, &line, &err);

	if (good == 0 && handler_is_barrier(seat, raw, line.type)) {
		seat_event(seat, SEAT_BARRIER);
	} else if (seat->state == SEAT_RUNNING && good < 0) {
		coproc_hang_up(seat->co);
		seat_abort(seat, OUTCOME_REFUSED, "bad-output",
		    "a line of the output of %s is bad: %s",
		    seat->worker->opt.argv[0], err.msg);
	} else if (seat->state == SEAT_RUNNING) {
		keep(seat, &line);
	} else if (seat->state != SEAT_STOPPING) {
		drop_stray(seat);
	}
}

/* What the handler puts aside was the event of the job. */
static void
take_reject(struct seat *seat, const struct coproc_line *line)
{
	struct jsonr_error error;
	json_t *ev = jsonr_parse(line->bytes, line->len, &error);

	if (seat->state == SEAT_RUNNING)
		seat_set_outcome(seat, OUTCOME_REFUSED, "rejected",
		    "%s rejected it: %s", seat->worker->opt.argv[0],
		    ev ? ev_str(ev_data(ev), "reason") : "no reason");
	json_decref(ev);
}

static void
take_lines(struct seat *seat)
{
	struct coproc_line line;

	while (seat->co && coproc_line(seat->co, COPROC_REJECTS, &line))
		take_reject(seat, &line);
	while (seat->co && coproc_line(seat->co, COPROC_OUT, &line))
		take_line(seat, &line);
}

/* --- what happens to it --- */

static void
move(struct seat *seat, const struct pollfd fds[COPROC_FDS])
{
	struct em_err err;

	if (coproc_move(seat->co, fds, &err) > 0) {
		take_lines(seat);
		return;
	}
	coproc_hang_up(seat->co);
	if (seat->state == SEAT_RUNNING)
		seat_abort(seat, OUTCOME_REFUSED, "bad-output", "%s: %s",
		    seat->worker->opt.argv[0], err.msg);
	else if (seat->state != SEAT_STOPPING)
		seat_event(seat, SEAT_EXIT);
}

/* It has ended: what it wrote before is in the pipes. */
static void
take_rest(struct seat *seat)
{
	struct pollfd fds[COPROC_FDS];
	nfds_t n;

	while (seat->co && (n = coproc_poll(seat->co, fds)) > 0 &&
	       poll(fds, n, 0) > 0)
		move(seat, fds);
	if (seat->co)
		seat_event(seat, SEAT_EXIT);
}

void
seat_poll(struct seat *seat, struct pollfd fds[SEAT_FDS])
{
	for (int i = 0; i < SEAT_FDS; i++)
		fds[i] = (struct pollfd){ -1, 0, 0 };
	if (!seat->co)
		return;
	(void)coproc_poll(seat->co, fds);
	if (feed_held(&seat->worker->err) < WORK_OUT_MAX)
		fds[COPROC_FDS] = (struct pollfd){ seat->errors.fd, POLLIN, 0 };
}

void
seat_move(struct seat *seat, const struct pollfd fds[SEAT_FDS])
{
	int code;

	if (!seat->co)
		return;
	if (fds[COPROC_FDS].revents)
		(void)errors_take(&seat->errors, &seat->worker->err);
	move(seat, fds);
	if (seat->co && coproc_exited(seat->co, &code))
		take_rest(seat);
}

/* --- what time brings --- */

/* One that no longer reads can still end, and say more by its code. */
static void
look_for_reader(struct seat *seat, int64_t now)
{
	bool waits = seat->state == SEAT_RUNNING || seat->state == SEAT_PROBING;

	if (!waits || !*seat->barrier || !coproc_refused(seat->co))
		seat->refused_at = 0;
	else if (seat->refused_at == 0)
		seat->refused_at = now;
	else if (now - seat->refused_at > WORK_SECOND / 4)
		seat_abort(seat, OUTCOME_RETRY, "crashed",
		    "%s closed its standard input", seat->worker->opt.argv[0]);
}

static void
look_at_memory(struct seat *seat, int64_t now)
{
	const struct work_options *opt = &seat->worker->opt;
	int64_t kib = handler_memory(seat);

	seat->memory_at = seat->state == SEAT_IDLE ? 0 : now + WORK_SECOND / 2;
	if (kib <= opt->memory * 1024)
		return;
	if (seat->state == SEAT_RUNNING) {
		seat_abort(seat, OUTCOME_RETRY, "out-of-memory",
		    "%s used %" PRId64 " MiB, more than --memory %" PRId64,
		    opt->argv[0], kib / 1024, opt->memory);
		seat->kill_at = now; /* at once: it takes more meanwhile */
	} else if (seat->state == SEAT_IDLE) {
		die_note("%s uses %" PRId64 " MiB: it is started again",
		    opt->argv[0], kib / 1024);
		seat_event(seat, SEAT_EXIT);
	}
}

static bool
is_due(int64_t at, int64_t now)
{
	return at != 0 && now >= at;
}

void
seat_look(struct seat *seat, int64_t now)
{
	const struct work_options *opt = &seat->worker->opt;

	if (seat->state == SEAT_PROBING && is_due(seat->deadline, now))
		seat_event(seat, SEAT_KILL);
	if (seat->state == SEAT_RUNNING && is_due(seat->deadline, now))
		seat_abort(seat, OUTCOME_TIMEOUT, "timed-out",
		    "%s ran longer than its timeout of %g s", opt->argv[0],
		    (double)(seat->deadline - seat->taken) / 1e6);
	if (!seat->co)
		seat->memory_at = 0;
	else if (is_due(seat->memory_at, now))
		look_at_memory(seat, now);
	if (is_due(seat->kill_at, now))
		seat_event(seat, SEAT_KILL);
	if (seat->co)
		look_for_reader(seat, now);
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

int64_t
seat_next_look(const struct seat *seat)
{
	int64_t at = earlier(seat->deadline, seat->kill_at);

	at = earlier(at, seat->memory_at);
	if (seat->refused_at)
		at = earlier(at, seat->refused_at + WORK_SECOND / 4 + 1000);
	return at;
}
