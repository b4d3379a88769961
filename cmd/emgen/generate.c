/*
 * generate - the main job: starts the stages as a person would type the pipe,
 *
 *	emgen introspect DSN | emgen relations | emgen define | emgen render
 *
 * and tells what comes out at the end.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "ev.h"
#include "front.h"
#include "mem.h"
#include "pipeline.h"
#include "report.h"
#include "settings.h"

static const char usage[] =
    "usage: emgen generate [--out DIR] [--check | --diff | --dry-run] "
    "[--force]\n"
    "           [--tables GLOBS] [--exclude GLOBS] [--schema GLOBS]\n"
    "           [--search-path LIST] [--timeout SECONDS] [--cached]\n"
    "           [--stage NAME=COMMAND] [--history] [--events FILE] [--json]\n"
    "           [--quiet] [OPTION ...] [DSN]\n" FRONT_OPTIONS;

enum option_id {
	OPT_STAGE = 0x3000,
	OPT_EVENTS,
	OPT_JSON,
	OPT_TO_SOURCE, /* for emgen-introspect, as it is */
	OPT_TO_RENDER, /* for emgen-render, as it is */
	OPT_DRY_RUN,
	OPT_DIFF,
	OPT_CHECK,
	OPT_HISTORY,
};

static const struct option own_options[] = {
	{ "stage", required_argument, NULL, OPT_STAGE },
	{ "history", no_argument, NULL, OPT_HISTORY },
	{ "events", required_argument, NULL, OPT_EVENTS },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "quiet", no_argument, NULL, 'q' },
	{ "tables", required_argument, NULL, OPT_TO_SOURCE },
	{ "exclude", required_argument, NULL, OPT_TO_SOURCE },
	{ "schema", required_argument, NULL, OPT_TO_SOURCE },
	{ "search-path", required_argument, NULL, OPT_TO_SOURCE },
	{ "timeout", required_argument, NULL, OPT_TO_SOURCE },
	{ "cached", no_argument, NULL, OPT_TO_SOURCE },
	{ "force", no_argument, NULL, OPT_TO_RENDER },
	{ "check", no_argument, NULL, OPT_CHECK },
	{ "diff", no_argument, NULL, OPT_DIFF },
	{ "dry-run", no_argument, NULL, OPT_DRY_RUN },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

struct job {
	struct pipeline line;
	struct report report;
	struct settings *flags; /* to find mistakes before anything starts */
	const char *events;     /* file to record in, or NULL */
	FILE *record;
	bool json;
	bool check;
	bool prints; /* files or diffs go to stdout, so that no events come */
};

static void
take_option(struct job *job, int c, const struct option *option)
{
	struct em_err err;
	int known;

	switch (c) {
	case OPT_STAGE:
		if (pipeline_replace(&job->line, optarg, &err))
			die_err(&err);
		return;
	case OPT_EVENTS:
		if (strcmp(optarg, "-") == 0)
			job->json = true;
		else
			job->events = optarg;
		return;
	case OPT_HISTORY:
		job->line.stage[STORE].off = false;
		return;
	case OPT_JSON:
		job->json = true;
		return;
	case 'q':
		job->report.quiet = true;
		die_no_remarks();
		return;
	case 'h':
		die_help(usage);
	case OPT_CHECK:
	case OPT_DIFF:
	case OPT_DRY_RUN:
	case OPT_TO_RENDER:
		job->check |= c == OPT_CHECK;
		job->prints |= c == OPT_DIFF;
		job->report.dry |= c == OPT_DRY_RUN;
		pipeline_option(&job->line, RENDER, option->name, NULL);
		return;
	case OPT_TO_SOURCE:
		pipeline_option(&job->line, INTROSPECT, option->name, optarg);
		return;
	default:
		known = settings_option(job->flags, c, optarg, &err);
		if (known < 0)
			die_err(&err);
		if (!known)
			die_usage(usage);
		pipeline_option(&job->line, INTROSPECT, option->name, optarg);
	}
}

/* A person sees what would change, too; a program has the code or events. */
static void
show_changes(struct job *job)
{
	if (!job->check || job->report.quiet || job->json)
		return;
	pipeline_argument(&job->line, RENDER, "--diff");
	job->prints = true;
}

/* What is stored is what was written, and compared with what define says. */
static void
keep_history(struct job *job)
{
	if (job->prints || job->check || job->report.dry ||
	    job->line.stage[DEFINE].command)
		die(EM_PERM, "--history: only where files are written, and not "
			     "with a stage define of one's own");
	pipeline_keep_history(&job->line);
}

static void
take_arguments(struct job *job, int argc, char *argv[])
{
	struct option *options = settings_longopts(own_options, NULL);
	const char *out;
	struct em_err err;
	int at = 0, c;

	while ((c = getopt_long(argc, argv, "hq", options, &at)) != -1)
		take_option(job, c, &options[at]);
	free(options);
	if (settings_set_environment(job->flags, &err))
		die_err(&err);
	out = settings_string(job->flags, "out");
	job->prints |= out && strcmp(out, "-") == 0;
	show_changes(job);
	if (job->prints && (job->json || job->events))
		die(EM_PERM,
		    "%s: there are no events where files or diffs are "
		    "printed",
		    job->events ? "--events" : "--json");
	if (!job->line.stage[STORE].off)
		keep_history(job);
	if (argc - optind > 1) {
		die_note("one DSN at most: %s", argv[optind + 1]);
		die_usage(usage);
	}
	if (optind < argc && strcmp(argv[optind], "-") == 0)
		pipeline_argument(&job->line, INTROSPECT, "-");
	else if (optind < argc)
		job->line.dsn = argv[optind];
}

static void
take_line(struct job *job, struct ev_io *io, const struct ev_line *line)
{
	if (job->json)
		ev_forward(io, line);
	if (job->record &&
	    fwrite(line->bytes, 1, line->len, job->record) != line->len)
		die_errno("%s", job->events);
	report_event(&job->report, io, line);
}

/* Reads events and messages as they come, until both have ended. */
static void
watch(struct job *job, struct ev_io *io, int messages)
{
	struct pollfd fds[] = {
		{ messages, POLLIN, 0 },
		{ io ? STDIN_FILENO : -1, POLLIN, 0 },
	};
	struct buf held = BUF_INIT;
	struct ev_line line;

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			die_errno("poll");
		if (fds[0].revents &&
		    !report_messages(&job->report, messages, &held))
			fds[0].fd = -1;
		if (!fds[1].revents)
			continue;
		do {
			if (ev_next(io, &line))
				take_line(job, io, &line);
			else
				fds[1].fd = -1;
		} while (fds[1].fd >= 0 && ev_ready(io));
	}
	buf_clear(&held);
}

/* The events of the last stage become our stdin. */
static struct ev_io *
open_events(int events)
{
	struct ev_opts opts = EV_OPTS_INIT;

	if (events < 0)
		return NULL;
	if (dup2(events, STDIN_FILENO) < 0)
		die_errno("dup2");
	(void)close(events);
	opts.partial = true; /* the stages say it */
	return ev_open(NULL, STDOUT_FILENO, &opts);
}

static void
open_record(struct job *job)
{
	if (!job->events)
		return;
	job->record = fopen(job->events, "we");
	if (!job->record)
		die_errno("%s", job->events);
}

static int
run(struct job *job)
{
	int events, messages, code;
	struct em_err err;
	struct ev_io *io;

	if (pipeline_start(&job->line, job->prints, &events, &messages, &err))
		die_err(&err);
	io = open_events(events);
	watch(job, io, messages);
	(void)close(messages);
	code = pipeline_wait(&job->line);
	if (io && ev_close(io) && code == EM_OK)
		code = EM_TEMP;
	if (job->record && fclose(job->record))
		die_errno("%s", job->events);
	report_end(&job->report, code);
	return code;
}

int
generate_main(int argc, char *argv[])
{
	static char name[] = "emgen generate"; /* for getopt's messages */
	struct job job = { .flags = settings_default() };
	int code;

	argv[0] = name;
	pipeline_init(&job.line);
	take_arguments(&job, argc, argv);
	job.report.started = clock_monotonic_us();
	job.report.quiet |= job.json || job.prints;
	job.report.bar = !job.report.quiet && isatty(STDERR_FILENO);
	open_record(&job);
	code = run(&job);
	pipeline_clear(&job.line);
	settings_free(job.flags);
	return code;
}
