/* read - stored events as lines again: all, some, or those still to come. */
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "ev.h"
#include "number.h"
#include "verbs.h"

enum { PAGE = 500 }; /* rows */

/*
 * Seconds between two looks.  Writers wake their readers once in 50 ms: what
 * one of them wrote since then is found by looking again soon, and ever later.
 */
static const double idle = 1, soon = 0.002, late = 0.1;

struct reader {
	struct place place;
	struct store_query query;
	char since[CLOCK_TEXT], stream[ID_TEXT];
	bool follow;
	struct ev_io *io;
};

/* Writes all that there is: whether it was anything. */
static bool
read_all(struct reader *r)
{
	struct buf lines = BUF_INIT;
	int64_t before = r->query.after;
	struct em_err err;
	int n;

	do {
		n = store_read(
		    r->place.store, &r->query, &lines, &r->query.after, &err);
		if (n < 0)
			die_err(&err);
		ev_write(r->io, lines.data, lines.len);
		buf_truncate(&lines, 0);
	} while (n == PAGE);
	ev_flush(r->io);
	buf_clear(&lines);
	return r->query.after > before;
}

static bool
is_at_end(const struct reader *r)
{
	return !r->follow ||
	       (r->query.until && r->query.after >= r->query.until);
}

static void
run(struct reader *r)
{
	double pause = late;
	struct em_err err;

	if (r->follow && db_listen(r->place.db, STORE_CHANNEL, &err) < 0)
		die_err(&err);
	for (;;) {
		pause = read_all(r) ? soon : pause < late ? pause * 2 : late;
		if (is_at_end(r))
			return;
		if (db_wait(r->place.db, pause < late ? pause : idle, &err) < 0)
			die_err(&err);
	}
}

static void
parse_since(struct reader *r, const char *text)
{
	int64_t us;

	if (clock_parse(text, &us) < 0)
		die(EM_PERM,
		    "--since: not a time such as 2026-01-31T12:00:00Z: %s",
		    text);
	r->query.since = clock_format(us, r->since);
}

static void
take_option(struct reader *r, int c)
{
	switch (c) {
	case PLACE_OPT:
		r->place.dsn = optarg;
		break;
	case 's':
		if (!id_valid(optarg))
			die(EM_PERM, "--stream: not a UUID: %s", optarg);
		r->query.stream = optarg;
		break;
	case 't':
		r->query.type = optarg;
		break;
	case 'f':
		r->query.after =
		    number_option("from", optarg, 0, INT64_MAX) - 1;
		break;
	case 'u':
		r->query.until = number_option("to", optarg, 0, INT64_MAX);
		break;
	case 'S':
		parse_since(r, optarg);
		break;
	case 'F':
		r->follow = true;
		break;
	case 'h':
		verb_help();
	default:
		verb_usage();
	}
}

static void
choose_model(struct reader *r, const char *name)
{
	struct em_err err;

	if (store_find_model(r->place.store, name, r->stream, &err) < 0)
		die_err(&err);
	r->query.stream = r->stream;
}

int
read_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACE_LONGOPTS,
		{ "stream", required_argument, NULL, 's' },
		{ "type", required_argument, NULL, 't' },
		{ "from", required_argument, NULL, 'f' },
		{ "to", required_argument, NULL, 'u' },
		{ "since", required_argument, NULL, 'S' },
		{ "follow", no_argument, NULL, 'F' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	static char nothing[] = "/dev/null";
	static char *const no_input[] = { nothing, NULL };
	const struct ev_opts opts = EV_OPTS_INIT;
	struct reader r = { .query = { .limit = PAGE } };
	bool for_model = strcmp(verb_name(), "events-for") == 0;
	int c, code;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1)
		take_option(&r, c);
	if (argc - optind != (for_model ? 1 : 0))
		verb_usage();
	r.place.looks = !r.follow;
	place_open(&r.place);
	if (for_model)
		choose_model(&r, argv[optind]);
	r.io = ev_open(no_input, STDOUT_FILENO, &opts);
	run(&r);
	code = ev_close(r.io);
	place_close(&r.place);
	return code;
}
