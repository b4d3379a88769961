/*
 * drift - whether a database has moved away from the definitions that are
 * stored: the stages up to define, which says what is new,
 *
 *	emgen introspect DSN | emgen relations | emgen define --since-store
 *
 * and that in sentences.  Nothing is written, and nothing stored.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "change_text.h"
#include "die.h"
#include "ev.h"
#include "front.h"
#include "mem.h"
#include "pipeline.h"
#include "settings.h"

static const char usage[] =
    "usage: emgen drift [--database DSN] [--tables GLOBS] [--exclude GLOBS]\n"
    "           [--schema GLOBS] [--search-path LIST] [--timeout SECONDS]\n"
    "           [--json] [--quiet] [OPTION ...] [DSN]\n" FRONT_OPTIONS;

enum option_id {
	OPT_TO_SOURCE = 0x3000, /* for emgen-introspect, as it is */
	OPT_DATABASE,
	OPT_JSON,
};

static const struct option own_options[] = {
	{ "database", required_argument, NULL, OPT_DATABASE },
	{ "tables", required_argument, NULL, OPT_TO_SOURCE },
	{ "exclude", required_argument, NULL, OPT_TO_SOURCE },
	{ "schema", required_argument, NULL, OPT_TO_SOURCE },
	{ "search-path", required_argument, NULL, OPT_TO_SOURCE },
	{ "timeout", required_argument, NULL, OPT_TO_SOURCE },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "quiet", no_argument, NULL, 'q' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

struct drift {
	struct pipeline line;
	struct settings *flags; /* to find mistakes before anything starts */
	const char *database;   /* of the store, or NULL */
	bool json, quiet;
	char *run; /* the correlationid of what is new */
	struct buf said;
	size_t created, changed, removed, same;
};

static void
take_option(struct drift *d, int c, const struct option *option)
{
	struct em_err err;
	int known = 1;

	switch (c) {
	case OPT_DATABASE:
		d->database = optarg;
		return;
	case OPT_JSON:
		d->json = true;
		return;
	case 'q':
		d->quiet = true;
		die_no_remarks();
		return;
	case 'h':
		die_help(usage);
	case OPT_TO_SOURCE:
		break;
	default:
		known = settings_option(d->flags, c, optarg, &err);
	}
	if (known < 0)
		die_err(&err);
	if (!known)
		die_usage(usage);
	pipeline_option(&d->line, INTROSPECT, option->name, optarg);
}

static void
take_arguments(struct drift *d, int argc, char *argv[])
{
	struct option *options = settings_longopts(own_options, NULL);
	int at = 0, c;

	while ((c = getopt_long(argc, argv, "hq", options, &at)) != -1)
		take_option(d, c, &options[at]);
	free(options);
	if (argc - optind > 1) {
		die_note("one DSN at most: %s", argv[optind + 1]);
		die_usage(usage);
	}
	if (optind < argc)
		d->line.dsn = argv[optind];
	d->line.stage[RENDER].off = true;
	pipeline_option(&d->line, DEFINE, "since-store", d->database);
}

/* --- what is new --- */

/* "Order (orders)", safe for a terminal. */
static void
add_model(struct buf *out, const json_t *ev)
{
	char class[256], table[512];

	buf_addf(out, "%s (%s)",
	    die_printable(class, sizeof(class), ev_str(ev_data(ev), "name")),
	    die_printable(table, sizeof(table), ev_str(ev, "subject")));
}

static void
add_changes(struct buf *out, const json_t *ev)
{
	const json_t *change;
	size_t i;

	buf_adds(out, " has changed:\n");
	json_array_foreach (
	    json_object_get(ev_data(ev), "changes"), i, change) {
		buf_adds(out, "    ");
		change_text(out, change);
		buf_addc(out, '\n');
	}
}

static void
say(struct drift *d, const json_t *ev)
{
	const char *type = ev_str(ev, "type");

	add_model(&d->said, ev);
	if (strcmp(type, "ModelDefinitionCreated") == 0) {
		d->created++;
		buf_adds(&d->said, " is new\n");
	} else if (strcmp(type, "ModelDefinitionRemoved") == 0) {
		d->removed++;
		buf_adds(&d->said, " is gone\n");
	} else {
		d->changed++;
		add_changes(&d->said, ev);
	}
}

/* What the store has already has the id of an earlier run. */
static void
take_definition(struct drift *d, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);

	if (!ev)
		return;
	if (!d->run || strcmp(ev_str(ev, "correlationid"), d->run) != 0) {
		d->same++;
	} else {
		if (d->json)
			ev_forward(io, line);
		say(d, ev);
	}
	json_decref(ev);
}

static void
take_run(struct drift *d, const struct ev_line *line)
{
	struct buf run = BUF_INIT;

	free(d->run);
	(void)ev_peek(line, "correlationid", &run);
	d->run = buf_detach(&run);
}

static void
watch(struct drift *d, struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line)) {
		if (ev_is(&line, "SchemaAnalysisStarted"))
			take_run(d, &line);
		else if (strncmp(line.type, "ModelDefinition", 15) == 0)
			take_definition(d, io, &line);
	}
}

static int
judge(const struct drift *d)
{
	size_t stored = d->same + d->changed + d->removed;

	if (!stored && d->created)
		die_note("none of these models is stored: emgen generate "
			 "--history does that");
	if (!d->quiet && !d->json)
		(void)printf("%s%zu model%s as stored, %zu changed, %zu new, "
			     "%zu gone\n",
		    buf_peek(&d->said), d->same, d->same == 1 ? "" : "s",
		    d->changed, d->created, d->removed);
	die_flush();
	return d->created + d->changed + d->removed > 0 ? EM_NO : EM_OK;
}

static int
run(struct drift *d)
{
	struct ev_opts opts = EV_OPTS_INIT;
	struct em_err err;
	struct ev_io *io;
	int events, code, end;

	if (pipeline_start(&d->line, false, &events, NULL, &err))
		die_err(&err);
	if (dup2(events, STDIN_FILENO) < 0)
		die_errno("dup2");
	(void)close(events);
	opts.partial = true; /* the stages say it */
	io = ev_open(NULL, STDOUT_FILENO, &opts);
	watch(d, io);
	end = ev_close(io);
	code = pipeline_wait(&d->line);
	return code != EM_OK ? code : end;
}

int
drift_main(int argc, char *argv[])
{
	static char name[] = "emgen drift"; /* for getopt's messages */
	struct drift d = { .flags = settings_default() };
	int code;

	argv[0] = name;
	(void)unsetenv("EMGEN_CORRELATION_ID"); /* a run of its own */
	pipeline_init(&d.line);
	take_arguments(&d, argc, argv);
	code = run(&d);
	if (code == EM_OK)
		code = judge(&d);
	pipeline_clear(&d.line);
	settings_free(d.flags);
	buf_clear(&d.said);
	free(d.run);
	return code;
}
