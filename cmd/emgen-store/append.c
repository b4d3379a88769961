/*
 * append - lines go into the store, and downstream after COMMIT.
 *
 * Lines that are there already are gathered into one transaction; it is
 * committed when the next read would block, or when the batch is full.  No
 * timer is needed: while one commit is on its way to the disk, the lines of the
 * next gather in the pipe.
 */
#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "die.h"
#include "ev.h"
#include "mem.h"
#include "number.h"
#include "verbs.h"

enum { BATCH = 100 }; /* lines, while others share the database */

/* A line that waits for its commit. */
struct waiting {
	struct store_event event; /* without a type, a line only passes */
	char *bytes;
	size_t len;
};

struct append {
	struct place place;
	struct ev_io *io;
	const char *types; /* joined by commas; NULL for all */
	struct store_expect expect;
	json_t *streams; /* whose version has been checked */
	struct waiting *batch;
	size_t n, max;
	const struct store_event **events; /* of the batch, for the store */
	struct arena arena;                /* for the bytes of what waits */
};

static bool
is_in(const char *types, const char *type)
{
	size_t len = strlen(type), n;

	for (; *types; types += n + (types[n] == ',')) {
		n = strcspn(types, ",");
		if (n == len && memcmp(types, type, n) == 0)
			return true;
	}
	return false;
}

/* A Barrier is between a worker and its handler, and nothing that happened. */
static bool
is_stored(const struct append *a, const struct ev_line *line)
{
	return a->types ? is_in(a->types, line->type) : !ev_is(line, "Barrier");
}

/* Only the first event of a stream is the caller's to expect something of. */
static const struct store_expect *
expected(struct append *a, const struct store_event *event)
{
	static const struct store_expect any = { STORE_ANY, 0 };

	if (json_object_get(a->streams, event->stream))
		return &any;
	(void)json_object_set_new(a->streams, event->stream, json_true());
	return &a->expect;
}

static int
append_expected(struct append *a, size_t n, struct em_err *err)
{
	for (size_t i = 0; i < n; i++)
		if (store_append(a->place.store, a->events[i],
			expected(a, a->events[i]), err) < 0)
			return -1;
	return 0;
}

static int
append_all(struct append *a, struct em_err *err)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (a->batch[i].event.type)
			a->events[n++] = &a->batch[i].event;
	return a->expect.what == STORE_ANY
		   ? store_append_all(a->place.store, a->events, n, err)
		   : append_expected(a, n, err);
}

static void
pass_on(struct append *a)
{
	for (size_t i = 0; i < a->n; i++) {
		ev_write(a->io, a->batch[i].bytes, a->batch[i].len);
		store_event_clear(&a->batch[i].event);
	}
	a->n = 0;
	arena_reset(&a->arena);
}

/* What was committed before is downstream before the program ends. */
static _Noreturn void
give_up(struct append *a, const struct em_err *err)
{
	ev_flush(a->io);
	die_err(err);
}

/* Commits what waits, and writes it downstream; dies if it cannot. */
static void
commit(struct append *a)
{
	struct em_err err;
	int rc;

	if (a->n == 0)
		return;
	if (store_begin(a->place.store, &err) < 0)
		give_up(a, &err);
	if (append_all(a, &err) < 0 || db_commit(a->place.db, &err) < 0) {
		db_rollback(a->place.db);
		give_up(a, &err);
	}
	rc = db_notify(a->place.db, STORE_CHANNEL, &err);
	pass_on(a);
	if (rc < 0)
		give_up(a, &err);
}

static void
take_line(struct append *a, const struct ev_line *line)
{
	struct waiting *next = &a->batch[a->n];
	struct em_err err;

	*next = (struct waiting){ .bytes = arena_alloc(&a->arena, line->len, 1),
		.len = line->len };
	memcpy(next->bytes, line->bytes, line->len);
	if (!is_stored(a, line) ||
	    store_event_read(&next->event, next->bytes, next->len, &err) == 0) {
		a->n++;
		return;
	}
	commit(a); /* what stood before the bad line is good */
	ev_reject(a->io, line, "%s", err.msg);
}

static void
run(struct append *a)
{
	struct ev_line line;

	while (ev_next(a->io, &line)) {
		take_line(a, &line);
		if (a->n == a->max || !ev_ready(a->io))
			commit(a);
	}
	commit(a);
}

static void
take_option(struct append *a, int c)
{
	switch (c) {
	case PLACE_OPT:
		a->place.dsn = optarg;
		break;
	case 't':
		a->types = optarg;
		break;
	case 'e':
		if (store_expect_parse(&a->expect, optarg) < 0)
			die(EM_PERM,
			    "--expect-version: neither a number nor any, none "
			    "or exists: %s",
			    optarg);
		break;
	case 'b':
		a->max = (size_t)number_option("batch", optarg, 1, 100000);
		break;
	case 'h':
		verb_help();
	default:
		verb_usage();
	}
}

int
append_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		EV_LONGOPTS,
		PLACE_LONGOPTS,
		{ "type", required_argument, NULL, 't' },
		{ "expect-version", required_argument, NULL, 'e' },
		{ "batch", required_argument, NULL, 'b' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct append a = { .max = BATCH };
	struct ev_opts opts = EV_OPTS_INIT;
	int c, code;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1)
		if (!ev_option(&opts, c, optarg))
			take_option(&a, c);
	place_open(&a.place);
	a.streams = json_object();
	a.batch = mem_zalloc(a.max, sizeof(*a.batch));
	a.events = mem_zalloc(a.max, sizeof(*a.events));
	a.io = ev_open(argv + optind, STDOUT_FILENO, &opts);
	if (strcmp(verb_name(), "import") == 0)
		ev_mute(a.io);
	run(&a);
	code = ev_close(a.io);
	json_decref(a.streams);
	free(a.batch);
	free(a.events);
	arena_clear(&a.arena);
	place_close(&a.place);
	return code;
}
