/*
 * emgen-render - definitions become files.
 *
 * Everything passes; behind each definition come the events that tell what
 * became of it.  emgen.lock is written at the end.
 */
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "artifact.h"
#include "die.h"
#include "ev.h"
#include "filter.h"
#include "mem.h"
#include "templates.h"

static const char usage[] =
    "usage: emgen render [--out DIR] [--enums DIR] [--factories DIR] "
    "[--docs DIR]\n"
    "           [--templates DIR] [--artifact NAME] [--lock FILE] [--force]\n"
    "           [--check] [--diff | --dry-run] [--rejects FILE]\n"
    "           [--max-line BYTES] [FILE ...]\n";

enum option_id {
	OPT_ARTIFACT = 0x3000,
	OPT_CHECK,
	OPT_DIFF,
	OPT_DRY_RUN,
	OPT_FORCE,
};

static const struct option own_options[] = {
	EV_LONGOPTS,
	{ "artifact", required_argument, NULL, OPT_ARTIFACT },
	{ "check", no_argument, NULL, OPT_CHECK },
	{ "diff", no_argument, NULL, OPT_DIFF },
	{ "dry-run", no_argument, NULL, OPT_DRY_RUN },
	{ "force", no_argument, NULL, OPT_FORCE },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

/* Settings that flags of this program beat. */
static const char *const flag_names[] = { "out", "enums", "factories", "docs",
	"templates", "lock", NULL };

struct run {
	struct ev_opts opts;
	struct settings *flags;    /* from the command line */
	struct settings *settings; /* in force */
	enum output_mode mode;
	bool check, force;
	struct doc_index index;
	struct output output;
	struct renderer renderer;
	bool is_open;   /* output and templates are */
	json_t *listed; /* tables that the analysis has */
	json_t *last;   /* the definition that came last */
};

static void
take_option(struct run *run, int c)
{
	struct em_err err;
	unsigned artifact;
	int known;

	if (ev_option(&run->opts, c, optarg))
		return;
	switch (c) {
	case OPT_ARTIFACT:
		artifact = artifact_find(optarg);
		if (!artifact)
			die(EM_PERM,
			    "--artifact: not model, enum, factory or "
			    "documentation: %s",
			    optarg);
		run->renderer.artifacts |= artifact;
		return;
	case OPT_CHECK:
		run->check = true;
		return;
	case OPT_DIFF:
		run->mode = OUTPUT_DIFF;
		return;
	case OPT_DRY_RUN:
		run->mode = OUTPUT_DRY_RUN;
		return;
	case OPT_FORCE:
		run->force = true;
		return;
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

static bool
prints(const struct settings *settings)
{
	const char *out = settings_string(settings, "out");

	return out && strcmp(out, "-") == 0;
}

static void
take_arguments(struct run *run, int argc, char *argv[])
{
	struct option *options = settings_longopts(own_options, flag_names);
	int c;

	while ((c = getopt_long(argc, argv, "hV", options, NULL)) != -1)
		take_option(run, c);
	free(options);
	if (run->check && run->mode == OUTPUT_WRITE)
		run->mode = OUTPUT_DRY_RUN;
	if (!run->renderer.artifacts)
		run->renderer.artifacts = ARTIFACT_ALL;
}

/* Where files or diffs go to stdout, no events do. */
static void
choose_mode(struct run *run, struct ev_io *io)
{
	settings_override(run->settings, run->flags);
	if (prints(run->settings))
		run->mode = OUTPUT_PRINT;
	if (run->mode == OUTPUT_PRINT || run->mode == OUTPUT_DIFF)
		ev_mute(io);
}

/* The lock that was asked for; it moves along with an --out of our own. */
static const char *
given_lock(const struct run *run)
{
	bool moved = settings_source(run->flags, "out") == SETTINGS_FLAG &&
		     settings_source(run->flags, "lock") != SETTINGS_FLAG;

	return moved || settings_source(run->settings, "lock") ==
			    SETTINGS_DEFAULT
		   ? NULL
		   : settings_string(run->settings, "lock");
}

/* Opens folders and templates, once the settings are known. */
static void
open_output(struct run *run, struct ev_io *io)
{
	struct renderer *renderer = &run->renderer;
	struct em_err err;

	if (output_open(&run->output, run->settings, given_lock(run), run->mode,
		run->force, &err))
		die_err(&err);
	renderer->settings = run->settings;
	renderer->output = &run->output;
	renderer->index = &run->index;
	renderer->io = io;
	renderer->templates =
	    templates_open(settings_string(run->settings, "templates"));
	run->is_open = true;
}

static void
render(struct run *run, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);

	if (!ev)
		return;
	if (!run->is_open)
		open_output(run, io);
	ev_forward(io, line);
	artifact_render(&run->renderer, ev);
	json_decref(run->last);
	run->last = ev;
}

/* Which tables there are: the models of others are of dropped ones. */
static void
list_tables(struct run *run, struct ev_io *io, const struct ev_line *line)
{
	static const char *const lists[] = { "tables", "omitted" };
	json_t *ev = ev_parse(io, line);
	const json_t *table;
	size_t i;

	if (!ev)
		return;
	for (size_t k = 0; k < 2; k++)
		json_array_foreach (
		    json_object_get(ev_data(ev), lists[k]), i, table) {
			const char *schema = ev_str(table, "schema");
			char *label = mem_printf("%s%s%s", schema,
			    *schema ? "." : "", ev_str(table, "name"));

			(void)json_object_set_new(
			    run->listed, label, json_true());
			free(label);
		}
	ev_forward(io, line);
	json_decref(ev);
}

/* Says which files are of tables that are gone; we never remove them. */
static void
say_gone(const struct run *run)
{
	const char *table, *path;
	json_t *files, *digest;

	json_object_foreach (lock_files(run->output.old), table, files) {
		if (json_object_get(run->listed, table) ||
		    json_object_get(run->output.done, table))
			continue;
		json_object_foreach (files, path, digest)
			die_note("%s: its table %s is gone", path, table);
	}
}

static bool
is_own_output(const struct ev_line *line)
{
	return ev_is_own(line, "ModelGenerationStarted") ||
	       ev_is_own(line, "ModelGenerated") ||
	       ev_is_own(line, "ModelGenerationSkipped") ||
	       ev_is_own(line, "ModelGenerationFailed") ||
	       ev_is_own(line, "ModelFactoryGenerated") ||
	       ev_is_own(line, "DocumentationUpdated");
}

static void
read_events(struct run *run, struct ev_io *io)
{
	struct ev_line line;

	choose_mode(run, io);
	while (ev_next(io, &line)) {
		if (is_own_output(&line))
			continue;
		if (ev_is(&line, "ModelDefinitionCreated") ||
		    ev_is(&line, "ModelDefinitionChanged")) {
			render(run, io, &line);
		} else if (ev_is(&line, "GenerationConfigured") &&
			   !run->is_open) {
			filter_configure(&run->settings, io, &line);
			choose_mode(run, io);
		} else if (ev_is(&line, "SchemaAnalysisStarted")) {
			list_tables(run, io, &line);
		} else {
			ev_forward(io, &line);
		}
	}
}

/* What can be said and written only when everything has come. */
static int
finish(struct run *run, struct ev_io *io)
{
	bool complete = ev_complete(io);
	struct em_err err;
	int code;

	if (run->is_open) {
		artifact_render_index(&run->renderer, run->last);
		if (output_finish(&run->output, &err)) {
			die_note("%s", err.msg);
			ev_failed(io, err.code);
		}
		if (complete && run->mode != OUTPUT_PRINT)
			say_gone(run);
	}
	code = ev_close(io);
	if (code == EM_OK && run->check && !complete) {
		die_note("the analysis is not complete: nothing is judged");
		code = EM_TEMP;
	}
	if (code == EM_OK && run->check && run->output.stale > 0)
		code = EM_NO;
	return fflush(stdout) && code == EM_OK ? EM_TEMP : code;
}

int
main(int argc, char *argv[])
{
	struct run run = {
		.opts = EV_OPTS_INIT,
		.flags = settings_default(),
		.settings = settings_default(),
		.index = DOC_INDEX_INIT,
		.listed = json_object(),
	};
	struct ev_io *io;
	int code;

	die_setname("emgen-render");
	take_arguments(&run, argc, argv);
	io = ev_open(argv + optind, STDOUT_FILENO, &run.opts);
	read_events(&run, io);
	code = finish(&run, io);
	if (run.is_open) {
		output_close(&run.output);
		mustache_close(run.renderer.templates);
	}
	doc_index_clear(&run.index);
	json_decref(run.listed);
	json_decref(run.last);
	settings_free(run.flags);
	settings_free(run.settings);
	return code;
}
