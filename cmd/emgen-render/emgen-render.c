/*
 * emgen-render - definitions become files.
 *
 * Everything passes; behind each definition come the events that tell what
 * became of it.  emgen.lock is written at the end.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "artifact.h"
#include "diagram.h"
#include "die.h"
#include "ev.h"
#include "filter.h"
#include "mem.h"
#include "options.h"

struct run {
	struct options options;
	struct ev_io *io;
	struct settings *settings; /* in force */

	/* From the first definition to the end, or other settings. */
	bool is_open;
	struct output output;
	struct templates templates;
	struct doc_index index;
	struct renderer renderer;
	bool knows_tables;
	struct map tables;            /* set of all that the analyses have */
	struct buf last_id, last_run; /* of the definition that came last */

	struct arena arena; /* of the line at hand, and what is made of it */
	size_t stale;
};

static bool
prints(const struct settings *settings)
{
	const char *out = settings_string(settings, "out");

	return out && strcmp(out, "-") == 0;
}

/* Where files or diffs go to stdout, no events do. */
static void
choose_mode(struct run *run)
{
	struct options *options = &run->options;

	settings_override(run->settings, options->flags);
	if (prints(run->settings))
		options->mode = OUTPUT_PRINT;
	if (options->mode == OUTPUT_PRINT || options->mode == OUTPUT_DIFF)
		ev_mute(run->io);
}

/* The lock that was asked for; it moves along with an --out of our own. */
static const char *
given_lock(const struct run *run)
{
	const struct settings *flags = run->options.flags;
	bool moved = settings_source(flags, "out") == SETTINGS_FLAG &&
		     settings_source(flags, "lock") != SETTINGS_FLAG;

	return moved || settings_source(run->settings, "lock") ==
			    SETTINGS_DEFAULT
		   ? NULL
		   : settings_string(run->settings, "lock");
}

/* Opens folders and templates, once the settings are known. */
static void
open_output(struct run *run)
{
	const char *folder = settings_string(run->settings, "templates");
	struct em_err err;

	run->renderer = (struct renderer){ .settings = run->settings,
		.templates = &run->templates,
		.output = &run->output,
		.io = run->io,
		.arena = &run->arena,
		.artifacts = run->options.artifacts,
		.artifact_count = run->options.artifact_count,
		.index = &run->index };
	run->index.svg = diagram_is_wanted(run->settings);
	run->index.settings = run->settings;
	if (diagram_check(run->settings, &err) ||
	    output_open(&run->output, run->settings, given_lock(run),
		run->options.mode, run->options.force, &err) ||
	    templates_open(&run->templates, folder, &err) ||
	    artifact_check(&run->renderer, &err))
		die_err(&err);
	run->is_open = true;
}

/* What can be said and written only when everything has come. */
static void
close_output(struct run *run)
{
	bool complete = ev_complete(run->io);
	struct em_err err;

	if (!run->is_open)
		return;
	if (complete)
		artifact_render_index(
		    &run->renderer, (struct ev_cause){ buf_peek(&run->last_id),
					buf_peek(&run->last_run) });
	if (output_finish(&run->output,
		complete && run->knows_tables ? &run->tables : NULL, &err)) {
		die_note("%s", err.msg);
		ev_failed(run->io, err.code);
	}
	run->stale += run->output.stale;
	output_close(&run->output);
	templates_close(&run->templates);
	doc_index_clear(&run->index);
	map_clear(&run->tables);
	run->knows_tables = false;
	run->is_open = false;
}

/* --- events --- */

static void
configure(struct run *run, const struct ev_line *line)
{
	close_output(run);
	filter_configure(&run->settings, run->io, line);
	choose_mode(run);
}

static void
keep(struct buf *kept, const char *text)
{
	buf_truncate(kept, 0);
	buf_adds(kept, text);
}

static void
render(struct run *run, const struct ev_line *line)
{
	const struct jsonv *ev = ev_read(run->io, line, &run->arena);

	if (!ev)
		return;
	if (!run->is_open)
		open_output(run);
	ev_forward(run->io, line);
	artifact_render(&run->renderer, ev);
	keep(&run->last_id, jsonv_str(ev, "id"));
	keep(&run->last_run, jsonv_str(ev, "correlationid"));
	arena_reset(&run->arena);
}

/*
 * Nothing that a person may have built on is removed.  Where all tables are
 * known, and any has a model, output_finish() names the files that stay.
 */
static void
say_removed(struct run *run, const struct ev_line *line)
{
	json_t *ev = ev_parse(run->io, line);

	if (!ev)
		return;
	if (!run->knows_tables || !run->is_open)
		die_note("%s: its table %s is gone; its files stay",
		    ev_str(ev_data(ev), "name"), ev_str(ev, "subject"));
	ev_forward(run->io, line);
	json_decref(ev);
}

static void
add_table(struct map *tables, const struct jsonv *table)
{
	const char *schema = jsonv_str(table, "schema");
	struct buf label = BUF_INIT;

	if (*schema)
		buf_addf(&label, "%s.", schema);
	buf_adds(&label, jsonv_str(table, "name"));
	map_add(tables, buf_peek(&label));
	buf_clear(&label);
}

/* Which tables there are: the models of others are of dropped ones. */
static void
list_tables(struct run *run, const struct ev_line *line)
{
	static const char *const lists[] = { "tables", "omitted" };
	const struct jsonv *ev = ev_read(run->io, line, &run->arena), *table;
	size_t i;

	if (!ev)
		return;
	run->knows_tables = true;
	for (size_t k = 0; k < 2; k++)
		jsonv_each (
		    jsonv_get(jsonv_get(ev, "data"), lists[k]), i, table)
			add_table(&run->tables, table);
	ev_forward(run->io, line);
	arena_reset(&run->arena);
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
read_events(struct run *run)
{
	struct ev_line line;

	choose_mode(run);
	while (ev_next(run->io, &line)) {
		if (is_own_output(&line))
			continue;
		if (ev_is(&line, "ModelDefinitionCreated") ||
		    ev_is(&line, "ModelDefinitionChanged"))
			render(run, &line);
		else if (ev_is(&line, "ModelDefinitionRemoved"))
			say_removed(run, &line);
		else if (ev_is(&line, "GenerationConfigured"))
			configure(run, &line);
		else if (ev_is(&line, "SchemaAnalysisStarted"))
			list_tables(run, &line);
		else
			ev_forward(run->io, &line);
	}
}

static int
finish(struct run *run)
{
	bool complete = ev_complete(run->io);
	int code;

	close_output(run);
	code = ev_close(run->io);
	if (code == EM_OK && run->options.check && !complete) {
		die_note("the analysis is not complete: nothing is judged");
		code = EM_TEMP;
	}
	if (code == EM_OK && run->options.check && run->stale > 0)
		code = EM_NO;
	if (code == EM_OK)
		die_flush();
	return code;
}

int
main(int argc, char *argv[])
{
	struct run run = { .index = DOC_INDEX_INIT };
	int code;

	die_setname("emgen-render");
	run.settings = settings_default();
	options_take(&run.options, argc, argv);
	run.io = ev_open(argv + optind, STDOUT_FILENO, &run.options.ev);
	read_events(&run);
	code = finish(&run);
	map_clear(&run.tables);
	buf_clear(&run.last_id);
	buf_clear(&run.last_run);
	arena_clear(&run.arena);
	settings_free(run.settings);
	options_clear(&run.options);
	return code;
}
