/*
 * subscribe - events go to a handler, and a checkpoint remembers how far.
 *
 * At least once: the handler digests a batch, what it wrote goes downstream,
 * then the checkpoint moves.  With --append what it wrote is stored in the
 * transaction that moves the checkpoint: that effect is there exactly once.
 *
 * A batch that fails is tried again event by event; one that fails too often,
 * or for good (100), is parked, and those behind it go on.
 *
 * With --member it is one of several, each with a share of the streams.
 */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "proc.h"
#include "subscriber.h"

static const double idle = 1; /* seconds between two looks, at the most */

/* --- what the handler wrote --- */

/* Stores its lines; those that are no events are the handler's fault. */
static int
append_output(struct subscriber *s, struct em_err *err)
{
	static const struct store_expect any = { STORE_ANY, 0 };
	const char *p = s->output.data, *end = p + s->output.len, *next;
	struct store_event event;
	int rc = 0;

	for (; rc == 0 && p < end; p = next) {
		next = memchr(p, '\n', (size_t)(end - p));
		next = next ? next + 1 : end;
		if (store_event_read(&event, p, (size_t)(next - p), err) < 0)
			return -1;
		if (store_append(s->place.store, &event, &any, err) < 0)
			rc = -1;
		store_event_clear(&event);
	}
	return rc;
}

static int
append_and_advance(struct subscriber *s, int64_t position, struct em_err *err)
{
	if (store_begin(s->place.store, err) < 0)
		return -1;
	if (append_output(s, err) == 0 &&
	    subscription_advance(s->sub, position, err) == 0 &&
	    db_commit(s->place.db, err) == 0)
		return 0;
	db_rollback(s->place.db);
	return -1;
}

static void
write_output(struct subscriber *s)
{
	ev_write(s->io, s->output.data, s->output.len);
	ev_flush(s->io);
}

/* The batch is done: the effects, then the acknowledgement. */
static int
finish(struct subscriber *s, int64_t position, struct em_err *err)
{
	if (!s->append) {
		write_output(s);
		return subscription_advance(s->sub, position, err);
	}
	if (append_and_advance(s, position, err) < 0)
		return -1;
	write_output(s);
	return 0;
}

/* --- what failed --- */

static void
pause_before_retry(const struct subscriber *s)
{
	size_t at = s->attempts < s->backoffs ? s->attempts : s->backoffs;

	(void)sleep(s->backoffs ? (unsigned)s->backoff[at - 1] : 0);
}

static void
park(struct subscriber *s, int64_t position, const char *why)
{
	struct em_err err;

	if (db_begin(s->place.db, &err) < 0)
		die_err(&err);
	if (subscription_park(s->sub, position, s->attempts, why, &err) < 0 ||
	    subscription_advance(s->sub, position, &err) < 0 ||
	    db_commit(s->place.db, &err) < 0) {
		db_rollback(s->place.db);
		die_err(&err);
	}
	die_note("position %" PRId64 " is parked after %u attempts: %s",
	    position, s->attempts, why);
	s->attempts = 0;
}

/* One attempt on n events up to position has failed, for good or not. */
static void
fail(struct subscriber *s, int n, int64_t position, bool for_good,
    const char *why)
{
	s->attempts++;
	if (n > 1) {
		s->single_until = position;
		s->attempts = 0;
	} else if (for_good || s->attempts >= s->park_after) {
		park(s, position, why);
	} else {
		die_note("position %" PRId64 ": attempt %u: %s", position,
		    s->attempts, why);
		pause_before_retry(s);
	}
}

/* --- the loop --- */

static bool
is_member(const struct subscriber *s)
{
	return s->query.share.members > 1;
}

static int64_t
newest(struct subscriber *s)
{
	struct em_err err;
	int64_t position = store_newest(s->place.store, &err);

	if (position < 0)
		die_err(&err);
	return position;
}

/*
 * Nothing more up to there is this member's.  So all members are at the same
 * position when all have read everything.
 */
static void
pass_over(struct subscriber *s)
{
	struct em_err err;

	if (s->query.until > s->query.after &&
	    subscription_advance(s->sub, s->query.until, &err) < 0)
		die_err(&err);
}

/* Reads what is next into lines: how many events, up to *position. */
static int
read_batch(struct subscriber *s, int64_t *position)
{
	struct em_err err;
	int n;

	s->query.after = subscription_position(s->sub);
	s->query.limit = s->query.after < s->single_until ? 1 : s->batch;
	if (is_member(s))
		s->query.until = newest(s);
	buf_truncate(&s->lines, 0);
	n = store_read(s->place.store, &s->query, &s->lines, position, &err);
	if (n < 0)
		die_err(&err);
	return n;
}

static void
digest(struct subscriber *s, int n, int64_t position)
{
	struct em_err err;
	int code;

	buf_truncate(&s->output, 0);
	code = handler_run(&s->handler, &s->lines, position, s->attempts + 1,
	    &s->output, &err);
	if (code < 0)
		fail(s, n, position, err.code == EM_PERM, err.msg);
	else if (code != EM_OK)
		fail(s, n, position, code == EM_PERM, proc_explain(code));
	else if (finish(s, position, &err) == 0)
		s->attempts = 0;
	else if (err.code == EM_TEMP)
		die_err(&err);
	else
		fail(s, n, position, true, err.msg);
}

static void
run(struct subscriber *s)
{
	struct em_err err;
	int64_t position;
	int n;

	if (db_listen(s->place.db, STORE_CHANNEL, &err) < 0)
		die_err(&err);
	for (;;) {
		n = read_batch(s, &position);
		if (n == 0 && is_member(s))
			pass_over(s);
		if (n > 0)
			digest(s, n, position);
		else if (s->stop_when_empty)
			return;
		else if (db_wait(s->place.db, idle, &err) < 0)
			die_err(&err);
	}
}

static void
open_all(struct subscriber *s)
{
	static char nothing[] = "/dev/null";
	static char *const no_input[] = { nothing, NULL };
	static const struct ev_opts opts = EV_OPTS_INIT;
	struct em_err err;

	place_open(&s->place);
	s->sub = subscription_open(
	    s->place.store, s->handler.name, &s->query.share, &err);
	if (!s->sub)
		die_err(&err);
	s->io = ev_open(no_input, STDOUT_FILENO, &opts);
}

int
subscribe_main(int argc, char *argv[])
{
	struct subscriber s;
	int code;

	subscriber_parse(&s, argc, argv);
	open_all(&s);
	run(&s);
	code = ev_close(s.io);
	subscription_close(s.sub);
	place_close(&s.place);
	handler_clear(&s.handler);
	buf_clear(&s.lines);
	buf_clear(&s.output);
	return code;
}
