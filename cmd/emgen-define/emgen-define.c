/*
 * emgen-define - what the model of each table is, as facts.
 *
 * A table and its relations come one behind the other; the definition follows
 * them.  A table without relations (no emgen-relations in the pipe) is defined
 * when the next one comes.
 */
#include <stdlib.h>
#include <string.h>

#include "define.h"
#include "die.h"
#include "ev.h"
#include "filter.h"
#include "id.h"
#include "jsonw.h"
#include "mem.h"

static const char usage[] =
    "usage: emgen define [--rejects FILE] [--max-line BYTES] [FILE ...]\n";

/* What a stream has told so far. */
struct state {
	struct settings *settings;
	struct classes classes;
	json_t *started; /* the SchemaAnalysisStarted in force, or NULL */
	json_t *table;   /* TableAnalyzed that waits for its relations */
};

/* Classes come from the list of tables and the settings. */
static int
name_tables(struct state *state, struct em_err *err)
{
	return classes_open(
	    &state->classes, ev_data(state->started), state->settings, err);
}

static void
start(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);
	struct em_err err;

	if (!ev)
		return;
	if (!json_is_array(json_object_get(ev_data(ev), "tables"))) {
		ev_reject(io, line, "SchemaAnalysisStarted: no tables");
		json_decref(ev);
		return;
	}
	json_decref(state->started);
	state->started = ev;
	if (name_tables(state, &err))
		die_err(&err);
	ev_forward(io, line);
}

/* Defines the table that waits; cause is the event that completes it. */
static void
define(struct state *state, struct ev_io *io, const json_t *relations)
{
	const json_t *data = ev_data(state->table);
	const json_t *table = json_object_get(data, "table");
	const char *schema = ev_str(table, "schema");
	const char *name = ev_str(table, "name");
	char *label =
	    *schema ? mem_printf("%s.%s", schema, name) : mem_strdup(name);
	struct ev_head head = {
		.type = "ModelDefinitionCreated",
		.subject = label,
		.cause = relations ? relations : state->table,
	};
	struct source source = {
		.table = table,
		.relations = ev_data(relations),
		.driver = ev_str(ev_data(state->started), "driver"),
		.settings = state->settings,
		.classes = &state->classes,
	};
	char id[ID_TEXT];
	struct buf *out = ev_begin(io, &head);

	id_model(ev_str(data, "connection"), schema, name, id);
	buf_addc(out, '{');
	jsonw_text(out, "modelId", id);
	jsonw_text(out, "name", classes_find(&state->classes, schema, name));
	jsonw_name(out, "attributes");
	define_model(out, &source);
	buf_addc(out, '}');
	ev_end(io);
	free(label);
}

static void
finish_table(struct state *state, struct ev_io *io, const json_t *relations)
{
	bool is_pure = strcmp(ev_str(ev_data(relations), "role"), "pivot") == 0;

	if (state->table && !is_pure)
		define(state, io, relations);
	json_decref(state->table);
	state->table = NULL;
}

static const char *
check_table(const struct state *state, const json_t *ev)
{
	const json_t *table = json_object_get(ev_data(ev), "table");
	const char *name = ev_str(table, "name");

	if (!*name)
		return "no table.name";
	if (!json_is_array(json_object_get(table, "columns")))
		return "no table.columns";
	if (!state->started)
		return "no SchemaAnalysisStarted came before";
	if (!classes_find(&state->classes, ev_str(table, "schema"), name))
		return "SchemaAnalysisStarted does not list the table";
	return NULL;
}

static void
hold_table(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);
	const char *wrong = ev ? check_table(state, ev) : NULL;

	finish_table(state, io, NULL);
	if (wrong) {
		ev_reject(io, line, "TableAnalyzed: %s", wrong);
		json_decref(ev);
	} else if (ev) {
		state->table = ev;
		ev_forward(io, line);
	}
}

/* Whether both events are about the same table. */
static bool
is_same_table(const json_t *table, const json_t *relations)
{
	const json_t *a = json_object_get(ev_data(table), "table");
	const json_t *b = json_object_get(ev_data(relations), "table");

	return strcmp(ev_str(a, "name"), ev_str(b, "name")) == 0 &&
	       strcmp(ev_str(a, "schema"), ev_str(b, "schema")) == 0;
}

static void
join(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);

	if (!ev)
		return;
	if (state->table && is_same_table(state->table, ev)) {
		ev_forward(io, line);
		finish_table(state, io, ev);
	} else {
		ev_reject(io, line,
		    "RelationshipsDetected: not behind its TableAnalyzed");
	}
	json_decref(ev);
}

static void
run(struct ev_io *io)
{
	struct state state = { settings_default(), CLASSES_INIT, NULL, NULL };
	struct ev_line line;

	while (ev_next(io, &line)) {
		if (ev_is_own(&line, "ModelDefinitionCreated"))
			continue;
		if (ev_is(&line, "TableAnalyzed")) {
			hold_table(&state, io, &line);
		} else if (ev_is(&line, "RelationshipsDetected")) {
			join(&state, io, &line);
		} else if (ev_is(&line, "GenerationConfigured")) {
			filter_configure(&state.settings, io, &line);
		} else if (ev_is(&line, "SchemaAnalysisStarted")) {
			finish_table(&state, io, NULL);
			start(&state, io, &line);
		} else {
			if (strncmp(line.type, "SchemaAnaly", 11) == 0)
				finish_table(&state, io, NULL);
			ev_forward(io, &line);
		}
	}
	finish_table(&state, io, NULL);
	classes_close(&state.classes);
	json_decref(state.started);
	settings_free(state.settings);
}

int
main(int argc, char *argv[])
{
	struct ev_io *io = filter_open(argc, argv, "emgen-define", usage);

	run(io);
	return ev_close(io);
}
