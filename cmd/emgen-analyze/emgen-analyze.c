/*
 * emgen-analyze - what is wrong with a schema and the models made of it.
 *
 * Behind each definition comes a ModelAnalyzed; an AnalyzeModel job becomes
 * one.  All else passes.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "ev.h"
#include "filter.h"
#include "jsonw.h"
#include "lint.h"

static const char usage[] =
    "usage: emgen analyze [--rule NAME=SEVERITY] [--fail-on SEVERITY]\n"
    "           [--rejects FILE] [--max-line BYTES] [FILE ...]\n"
    "       emgen analyze --list\n";

enum option_id {
	OPT_FAIL_ON = 0x3000,
	OPT_LIST,
};

struct run {
	struct ev_opts opts;
	struct settings *flags;
	enum severity fail_on; /* SEVERITY_OFF: whatever is found is fine */
	struct ev_io *io;
	struct settings *settings; /* in force */
	enum severity worst;       /* found so far */
};

/* --- events --- */

static void
fail(struct run *run, const json_t *ev, const struct em_err *err)
{
	const struct ev_head head = { .type = "ModelAnalysisFailed",
		.subject = ev_str(ev, "subject"),
		.cause = ev };
	struct buf *out = ev_begin(run->io, &head);

	buf_addc(out, '{');
	jsonw_text(out, "model", ev_str(ev_data(ev), "name"));
	jsonw_text(out, "error", err->msg);
	jsonw_text(out, "exception", "bad-definition");
	buf_addc(out, '}');
	ev_end(run->io);
	die_note("%s: %s", ev_str(ev_data(ev), "name"), err->msg);
	ev_failed(run->io, err->code);
}

static void
analyze(struct run *run, const json_t *ev, const struct model *model,
    const struct settings *settings)
{
	const struct ev_head head = { .type = "ModelAnalyzed",
		.subject = ev_str(model->facts, "lockKey"),
		.cause = ev };
	struct buf *out = ev_begin(run->io, &head);
	enum severity worst;

	buf_addc(out, '{');
	jsonw_text(out, "model", model->class);
	worst = lint_model(out, model, settings);
	buf_addc(out, '}');
	ev_end(run->io);
	if (worst > run->worst)
		run->worst = worst;
}

/* Settings of a job: its own, and flags of ours beat them; NULL if wrong. */
static struct settings *
job_settings(struct run *run, const json_t *ev, struct em_err *err)
{
	json_t *options = json_object_get(ev_data(ev), "options");
	struct settings *settings = settings_default();

	if (options && settings_set_options(settings, options, err) < 0) {
		settings_free(settings);
		return NULL;
	}
	settings_override(settings, run->flags);
	return settings;
}

static void
do_job(struct run *run, const struct ev_line *line)
{
	json_t *ev = ev_parse(run->io, line);
	struct settings *settings;
	struct model model;
	struct em_err err;

	if (!ev)
		return;
	if (!*ev_str(ev_data(ev), "name")) {
		ev_reject(run->io, line, "AnalyzeModel: no name");
		json_decref(ev);
		return;
	}
	settings = job_settings(run, ev, &err);
	if (!settings || model_read(&model, ev_data(ev), &err) < 0)
		fail(run, ev, &err);
	else
		analyze(run, ev, &model, settings);
	settings_free(settings);
	json_decref(ev);
}

static void
judge(struct run *run, const struct ev_line *line)
{
	json_t *ev = ev_parse(run->io, line);
	struct model model;
	struct em_err err;

	if (!ev)
		return;
	ev_forward(run->io, line);
	if (model_read(&model, ev_data(ev), &err) < 0)
		fail(run, ev, &err);
	else
		analyze(run, ev, &model, run->settings);
	json_decref(ev);
}

static void
configure(struct run *run, const struct ev_line *line)
{
	filter_configure(&run->settings, run->io, line);
	lint_warn_unknown(run->settings);
	settings_override(run->settings, run->flags);
}

static void
read_events(struct run *run)
{
	struct ev_line line;

	while (ev_next(run->io, &line)) {
		if (ev_is_own(&line, "ModelAnalyzed") ||
		    ev_is_own(&line, "ModelAnalysisFailed"))
			continue;
		if (ev_is(&line, "AnalyzeModel"))
			do_job(run, &line);
		else if (ev_is(&line, "ModelDefinitionCreated") ||
			 ev_is(&line, "ModelDefinitionChanged"))
			judge(run, &line);
		else if (ev_is(&line, "GenerationConfigured"))
			configure(run, &line);
		else
			ev_forward(run->io, &line);
	}
}

/* --- options --- */

static _Noreturn void
list_rules(void)
{
	for (const struct rule *rule = rules; rule->name; rule++)
		(void)printf("%-22s %-8s %s\n", rule->name,
		    severity_name(rule->severity), rule->what);
	die_flush();
	exit(EM_OK);
}

static void
take_option(struct run *run, int c)
{
	struct em_err err;
	int known;

	if (ev_option(&run->opts, c, optarg))
		return;
	switch (c) {
	case OPT_FAIL_ON:
		run->fail_on = severity_of(optarg);
		if (run->fail_on == SEVERITY_OFF)
			die(EM_PERM,
			    "--fail-on: \"%s\" is not info, warning "
			    "or error",
			    optarg);
		return;
	case OPT_LIST:
		list_rules();
	case 'h':
		die_help(usage);
	case 'V':
		die_version();
	default:
		known = settings_option(run->flags, c, optarg, &err);
		if (known < 0)
			die_err(&err);
		if (!known)
			die_usage(usage);
	}
}

static void
take_options(struct run *run, int argc, char *argv[])
{
	static const struct option own[] = {
		EV_LONGOPTS,
		{ "fail-on", required_argument, NULL, OPT_FAIL_ON },
		{ "list", no_argument, NULL, OPT_LIST },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	static const char *const names[] = { "rules", NULL };
	struct option *longopts = settings_longopts(own, names);
	int c;

	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1)
		take_option(run, c);
	free(longopts);
}

int
main(int argc, char *argv[])
{
	struct run run = { .opts = EV_OPTS_INIT };
	int code;

	die_setname("emgen-analyze");
	run.flags = settings_default();
	take_options(&run, argc, argv);
	lint_warn_unknown(run.flags);
	run.settings = settings_copy(run.flags);
	run.io = ev_open(argv + optind, STDOUT_FILENO, &run.opts);
	read_events(&run);
	code = ev_close(run.io);
	settings_free(run.settings);
	settings_free(run.flags);
	if (code == EM_OK && run.fail_on && run.worst >= run.fail_on)
		return EM_NO;
	return code;
}
