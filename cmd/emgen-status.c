/* emgen-status - what the stages and queues of a running pipeline do. */
#include <getopt.h>
#include <jansson.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "control.h"
#include "die.h"
#include "ev.h"
#include "failed.h"
#include "place.h"
#include "queue.h"

static const char usage[] =
    "usage: emgen status [--json] [--watch [SECONDS]] [NAME ...]\n";

enum { CELL_MAX = 64 };

struct view {
	bool json;
	double every; /* 0: once */
	bool begun;   /* it is not the first time */
	bool parked;  /* some line is */
};

/* --- queues --- */

static int
count_one(void *ctx, const struct failed_job *job)
{
	(void)job;
	++*(json_int_t *)ctx;
	return 0;
}

static json_int_t
count_failed(struct queue *queue, const char *name)
{
	struct failed_query query = { .queue = name };
	struct em_err err;
	struct failed *failed = failed_on(queue_db(queue), &err);
	json_int_t n = 0;

	if (!failed || failed_each(failed, &query, count_one, &n, &err) < 0)
		die_err(&err);
	failed_close(failed);
	return n;
}

/* The numbers of one queue, in place of its name. */
static json_t *
look_at_queue(struct queue *queue, const char *name)
{
	const char *const names[] = { name, NULL };
	struct em_err err;
	size_t n;
	struct queue_counts *counts = queue_count(queue, names, &n, &err);
	json_t *facts = NULL;

	if (!counts)
		die_err(&err);
	for (size_t i = 0; i < n && !facts; i++)
		facts = json_pack("{s:s, s:I, s:I, s:I, s:I, s:b, s:I}",
		    "queue", name, "ready", (json_int_t)counts[i].ready,
		    "delayed", (json_int_t)counts[i].delayed, "reserved",
		    (json_int_t)counts[i].reserved, "oldest",
		    (json_int_t)counts[i].oldest, "paused", counts[i].paused,
		    "failed", count_failed(queue, name));
	queue_counts_free(counts, n);
	return facts;
}

static void
look_at_queues(json_t *status)
{
	json_t *names = json_object_get(status, "queues");
	struct queue *queue = NULL;
	char *dsn = place_to_look_at_take(place_dsn(NULL));
	struct em_err err;

	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *name = json_string_value(json_array_get(names, i));

		if (!queue && !(queue = queue_open(dsn, PLACE_TIMEOUT, &err)))
			die_err(&err);
		(void)json_array_set_new(names, i, look_at_queue(queue, name));
	}
	if (queue)
		queue_close(queue);
	free(dsn);
}

/* --- as a table --- */

/* As printf() takes it, a width below 0 sets to the left. */
static void
put_cell(const json_t *row, const char *key, int width)
{
	const json_t *value = json_object_get(row, key);
	char text[CELL_MAX] = "", safe[CELL_MAX];

	if (json_is_integer(value)) {
		(void)printf(
		    "%*lld", width, (long long)json_integer_value(value));
		return;
	}
	(void)snprintf(text, sizeof(text), "%s",
	    json_is_true(value)     ? "yes"
	    : json_is_string(value) ? json_string_value(value)
				    : "-");
	(void)printf("%*s", width, die_printable(safe, sizeof(safe), text));
}

struct column {
	const char *title, *key;
	int width;
};

static const struct column stage_columns[] = { { "STAGE", "stage", -20 },
	{ "STATE", "state", -8 }, { "PID", "pid", 7 },
	{ "SECONDS", "seconds", 7 }, { "STARTS", "starts", 6 },
	{ "IN", "in", 9 }, { "OUT", "out", 9 }, { "DOING", "doing", 0 } };
static const struct column queue_columns[] = { { "QUEUE", "queue", -20 },
	{ "READY", "ready", 8 }, { "DELAYED", "delayed", 8 },
	{ "RESERVED", "reserved", 8 }, { "OLDEST", "oldest", 8 },
	{ "FAILED", "failed", 8 }, { "PAUSED", "paused", 0 } };

static void
put_table(const json_t *rows, const struct column *columns, size_t n)
{
	for (size_t k = 0; k < n && json_array_size(rows) > 0; k++)
		(void)printf("%*s%s", columns[k].width, columns[k].title,
		    k + 1 < n ? "  " : "\n");
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		const char *why = ev_str(row, "why");

		for (size_t k = 0; k < n; k++) {
			(void)fputs(k > 0 ? "  " : "", stdout);
			put_cell(row, columns[k].key, columns[k].width);
		}
		(void)printf("%s%s\n", *why ? "  " : "", why);
	}
}

static void
put_status(const json_t *status)
{
	(void)printf(
	    "%s: %s\n", ev_str(status, "pipeline"), ev_str(status, "state"));
	put_table(json_object_get(status, "stages"), stage_columns,
	    sizeof(stage_columns) / sizeof(*stage_columns));
	put_table(json_object_get(status, "queues"), queue_columns,
	    sizeof(queue_columns) / sizeof(*queue_columns));
}

/* --- one look --- */

/* False when it does not run. */
static bool
look(struct view *view, const char *name)
{
	struct buf answer = BUF_INIT;
	struct em_err err;
	const json_t *stages;
	json_t *status;

	if (control_ask(name, "status", &answer, &err) < 0) {
		if (!view->begun)
			die_err(&err);
		return false;
	}
	status = json_loads(buf_peek(&answer), 0, NULL);
	buf_clear(&answer);
	if (!status)
		die(EM_TEMP, "%s: answers what is no JSON", name);
	look_at_queues(status);
	stages = json_object_get(status, "stages");
	for (size_t i = 0; i < json_array_size(stages); i++)
		view->parked |=
		    strcmp(ev_str(json_array_get(stages, i), "state"),
			"parked") == 0;
	if (!view->json)
		put_status(status);
	else if (json_dumpf(status, stdout, JSON_COMPACT) == 0)
		(void)putchar('\n');
	json_decref(status);
	return true;
}

static int
watch(struct view *view, char *names[])
{
	bool terminal = isatty(STDOUT_FILENO) && !view->json;
	bool runs;

	do {
		bool before = view->parked;

		runs = view->parked = false;
		if (terminal)
			(void)fputs("\033[H\033[J", stdout);
		for (char **name = names; *name; name++)
			runs |= look(view, *name);
		view->begun = true;
		if (!runs)
			view->parked = before; /* how it was at the end */
		die_flush();
		if (runs && view->every > 0)
			(void)poll(NULL, 0, (int)(view->every * 1000));
	} while (runs && view->every > 0);
	return view->parked ? EM_NO : EM_OK;
}

static int
watch_all(struct view *view)
{
	char **names = control_running();
	int code = EM_TEMP;

	if (*names)
		code = watch(view, names);
	else
		die_note("no pipeline runs here");
	control_free(names);
	return code;
}

static bool
is_number(const char *text)
{
	char *end;

	(void)strtod(text, &end);
	return end != text && !*end;
}

/* What --watch says: with a =, or in the next word if that is a number. */
static double
interval(const char *text, const char *next)
{
	double seconds = 2; /* as watch(1) */

	if (!text && next && is_number(next)) {
		text = next;
		optind++;
	}
	if (text)
		seconds = strtod(text, NULL);
	if ((text && !is_number(text)) || !(seconds >= 0.01 && seconds <= 3600))
		die(EM_PERM, "--watch: not a number of seconds: %s", text);
	return seconds;
}

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "watch", optional_argument, NULL, 'w' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct view view = { 0 };
	int c;

	die_setname("emgen-status");
	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		switch (c) {
		case 'j':
			view.json = true;
			break;
		case 'w':
			view.every = interval(optarg, argv[optind]);
			break;
		case 'h':
			die_help(usage);
		case 'V':
			die_version();
		default:
			die_usage(usage);
		}
	}
	return optind < argc ? watch(&view, argv + optind) : watch_all(&view);
}
