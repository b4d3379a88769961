/* emgen-throttle - let through at most so many lines in so much time. */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "ev.h"
#include "limiter.h"
#include "number.h"
#include "place.h"

static const char usage[] =
    "usage: emgen throttle [--allow N] [--every SECONDS] [--window WINDOW]\n"
    "                      [--database DSN] [--rejects FILE]\n"
    "                      [--max-line BYTES] NAME [FILE ...]\n";

enum { HELD_MAX = 64, SECOND_US = 1000000 };

struct options {
	struct limiter_rate rate;
	const char *dsn;
	struct ev_opts ev;
};

/* Lines that have come and not passed yet; nothing blocks meanwhile. */
struct held {
	struct buf bytes;
	struct {
		size_t len;
		bool free; /* it is not counted */
	} lines[HELD_MAX];
	size_t n;
	int64_t counted;
};

/* A Barrier is between a worker and its handler. */
static void
hold(struct held *held, const struct ev_line *line)
{
	bool is_free = ev_is(line, "Barrier");

	buf_add(&held->bytes, line->bytes, line->len);
	held->lines[held->n].len = line->len;
	held->lines[held->n++].free = is_free;
	held->counted += !is_free;
}

/* Lets pass as many of those that count, and the others between them. */
static void
release(struct held *held, struct ev_io *io, int64_t permits)
{
	size_t i = 0, len = 0, left;

	for (; i < held->n && (held->lines[i].free || permits > 0); i++) {
		len += held->lines[i].len;
		permits -= !held->lines[i].free;
		held->counted -= !held->lines[i].free;
	}
	if (!len)
		return;
	ev_write(io, held->bytes.data, len);
	left = held->bytes.len - len;
	memmove(held->bytes.data, held->bytes.data + len, left);
	buf_truncate(&held->bytes, left);
	held->n -= i;
	memmove(held->lines, held->lines + i, held->n * sizeof(*held->lines));
}

static void
wait_us(int64_t us)
{
	struct timespec left = { us / SECOND_US, us % SECOND_US * 1000 };

	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		;
}

static void
run(struct ev_io *io, struct limiter *limiter, const struct limiter_rate *rate)
{
	struct held held = { .bytes = BUF_INIT };
	struct ev_line line;
	struct em_err err;

	while (ev_next(io, &line)) {
		hold(&held, &line);
		while (held.n < HELD_MAX && ev_ready(io) && ev_next(io, &line))
			hold(&held, &line);
		for (release(&held, io, 0); held.n;) {
			int64_t us, permits = limiter_take(
					limiter, rate, held.counted, &us, &err);

			if (permits < 0)
				die_err(&err);
			release(&held, io, permits);
			if (!held.n)
				break;
			ev_flush(io);
			wait_us(us);
		}
	}
	buf_clear(&held.bytes);
}

static void
read_options(struct options *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "allow", required_argument, NULL, 'a' },
		{ "every", required_argument, NULL, 'e' },
		{ "window", required_argument, NULL, 'w' },
		PLACE_LONGOPTS,
		EV_LONGOPTS,
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		if (ev_option(&o->ev, c, optarg))
			continue;
		switch (c) {
		case 'a':
			o->rate.allow =
			    number_option("allow", optarg, 1, INT32_MAX);
			break;
		case 'e':
			o->rate.every =
			    number_option("every", optarg, 1, INT32_MAX);
			break;
		case 'w':
			o->rate.window = limiter_window_option(optarg);
			break;
		case PLACE_OPT:
			o->dsn = optarg;
			break;
		case 'h':
			die_help(usage);
		case 'V':
			die_version();
		default:
			die_usage(usage);
		}
	}
	if (optind == argc || !*argv[optind])
		die_usage(usage);
	o->rate.name = argv[optind++];
}

int
main(int argc, char *argv[])
{
	/* of the seed's RateLimitedJob */
	struct options o = {
		.rate = { .allow = 10, .every = 60, .window = LIMITER_FIXED },
		.ev = EV_OPTS_INIT,
	};
	struct limiter *limiter;
	struct em_err err;
	struct ev_io *io;
	char *dsn;

	die_setname("emgen-throttle");
	read_options(&o, argc, argv);
	dsn = place_dsn(o.dsn);
	limiter = limiter_open(dsn, PLACE_TIMEOUT, &err);
	free(dsn);
	if (!limiter)
		die_err(&err);
	io = ev_open(argv + optind, STDOUT_FILENO, &o.ev);
	run(io, limiter, &o.rate);
	limiter_close(limiter);
	return ev_close(io);
}
