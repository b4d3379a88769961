/*
 * emgen-log - the stream as a person reads it: one line an event, and more for
 * what emgen-analyze found.
 *
 * A viewer: what it cannot read it shows as such, and goes on.
 */
#include <fnmatch.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "ev.h"
#include "facts.h"
#include "findings.h"

static const char usage[] =
    "usage: emgen log [--type GLOB] [--max-line BYTES] [FILE ...]\n";

enum { LINE_MAX_SHOWN = 4096 }; /* bytes */

/* How to show, and which. */
struct view {
	const char *type; /* glob, or NULL */
	bool colour;
};

static const char *
colour_of(const struct view *view, const char *type)
{
	if (!view->colour)
		return "";
	if (strstr(type, "Failed") || strstr(type, "Rejected"))
		return "\033[31m";
	return strstr(type, "Skipped") ? "\033[33m" : "\033[36m";
}

static void
show_event(struct buf *out, const struct view *view, const json_t *ev)
{
	const char *type = ev_str(ev, "type"), *time = ev_str(ev, "time");
	/* 12:00:00.123 of 2026-01-31T12:00:00.123456Z */
	buf_addf(out, "%.12s %s", strlen(time) > 23 ? time + 11 : "-",
	    colour_of(view, type));
	facts_add_text(out, type);
	buf_addf(out, "%s ", view->colour ? "\033[0m" : "");
	facts_add_text(out, ev_str(ev, "subject"));
	buf_adds(out, ": ");
	facts_add(out, type, ev_data(ev));
}

static void
show_line(struct buf *out, const struct view *view, const struct ev_line *line)
{
	json_t *ev = json_loadb(line->bytes, line->len, 0, NULL);

	if (json_is_object(json_object_get(ev, "data")))
		show_event(out, view, ev);
	else
		buf_addf(out, "line %zu: no event", line->number);
	if (out->len > LINE_MAX_SHOWN)
		buf_truncate(out, LINE_MAX_SHOWN);
	buf_addc(out, '\n');
	if (strcmp(line->type, "ModelAnalyzed") == 0)
		findings_add(out, ev_data(ev), view->colour);
	json_decref(ev);
}

static void
run(struct ev_io *io, const struct view *view)
{
	struct buf out = BUF_INIT;
	struct ev_line line;

	while (ev_next(io, &line)) {
		if (view->type && fnmatch(view->type, line.type, 0) != 0)
			continue;
		buf_truncate(&out, 0);
		show_line(&out, view, &line);
		ev_write(io, out.data, out.len);
	}
	buf_clear(&out);
}

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		EV_LONGOPTS,
		{ "type", required_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct view view = { .type = NULL };
	struct ev_opts opts = EV_OPTS_INIT;
	struct ev_io *io;
	int c;

	die_setname("emgen-log");
	while ((c = getopt_long(argc, argv, "ht:V", longopts, NULL)) != -1) {
		if (ev_option(&opts, c, optarg))
			continue;
		switch (c) {
		case 't':
			view.type = optarg;
			break;
		case 'h':
			die_help(usage);
		case 'V':
			die_version();
		default:
			die_usage(usage);
		}
	}
	view.colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
	opts.partial = true;
	io = ev_open(argv + optind, STDOUT_FILENO, &opts);
	run(io, &view);
	return ev_close(io);
}
