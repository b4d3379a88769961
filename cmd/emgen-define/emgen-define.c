/*
 * emgen-define - what the model of each table is, as facts.
 *
 * A table and its relations come one behind the other; the definition follows
 * them.  A table without relations (no emgen-relations in the pipe) is defined
 * when the next one comes.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "define.h"
#include "die.h"
#include "ev.h"
#include "filter.h"
#include "id.h"
#include "mem.h"
#include "since.h"

static const char usage[] =
    "usage: emgen define [--since-store[=DSN]] [--rejects FILE]\n"
    "           [--max-line BYTES] [FILE ...]\n";

/* What a stream has told so far. */
struct state {
	struct settings *settings;
	struct classes classes;
	const struct jsonv
	    *started; /* data of the analysis in force, or NULL */
	const struct jsonv
	    *table;            /* TableAnalyzed that waits for its relations */
	struct arena analysis; /* of the first */
	struct arena held, passing; /* of that line; of the one at hand */
	struct buf attributes;      /* of the definition at hand */
	struct map said;            /* warnings that are not told yet */
	struct since since;
};

static void
start(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	struct arena arena = ARENA_INIT;
	const struct jsonv *ev = ev_read(io, line, &arena);
	const struct jsonv *data = jsonv_get(ev, "data");
	struct em_err err;

	if (!jsonv_is(jsonv_get(data, "tables"), JSONV_ARRAY)) {
		if (ev)
			ev_reject(io, line, "SchemaAnalysisStarted: no tables");
		arena_clear(&arena);
		return;
	}
	arena_clear(&state->analysis);
	state->analysis = arena;
	state->started = data;
	if (classes_open(&state->classes, data, state->settings, &err) < 0)
		die_err(&err);
	classes_warn(state->settings, data);
	since_start(&state->since, io, line);
	ev_forward(io, line);
}

/* Defines the table that waits; cause is the event that completes it. */
static void
define(struct state *state, struct ev_io *io, const struct jsonv *relations)
{
	const struct jsonv *data = jsonv_get(state->table, "data");
	const struct jsonv *table = jsonv_get(data, "table");
	const char *schema = jsonv_str(table, "schema");
	const char *name = jsonv_str(table, "name");
	char *label =
	    *schema ? mem_printf("%s.%s", schema, name) : mem_strdup(name);
	struct ev_head head = {
		.subject = label,
		.after = ev_cause(relations ? relations : state->table),
	};
	struct source source = {
		.arena = &state->held,
		.table = table,
		.relations = jsonv_get(relations, "data"),
		.driver = jsonv_str(state->started, "driver"),
		.settings = state->settings,
		.classes = &state->classes,
		.said = &state->said,
	};
	char id[ID_TEXT];

	id_model(jsonv_str(data, "connection"), schema, name, id);
	buf_truncate(&state->attributes, 0);
	define_model(&state->attributes, &source);
	since_define(&state->since, io, &head, id,
	    classes_find(&state->classes, schema, name), &state->attributes);
	free(label);
}

/* A table that only joins others has no model; it may have had one. */
static void
leave(struct state *state)
{
	const struct jsonv *data = jsonv_get(state->table, "data");
	const struct jsonv *table = jsonv_get(data, "table");
	char id[ID_TEXT];

	id_model(jsonv_str(data, "connection"), jsonv_str(table, "schema"),
	    jsonv_str(table, "name"), id);
	since_leave(&state->since, id);
}

static void
finish_table(
    struct state *state, struct ev_io *io, const struct jsonv *relations)
{
	const struct jsonv *facts = jsonv_get(relations, "data");
	bool is_pure = strcmp(jsonv_str(facts, "role"), "pivot") == 0;

	if (state->table && is_pure)
		leave(state);
	else if (state->table)
		define(state, io, relations);
	state->table = NULL;
	arena_reset(&state->held);
}

static const char *
check_table(const struct state *state, const struct jsonv *ev)
{
	const struct jsonv *table = jsonv_get(jsonv_get(ev, "data"), "table");
	const char *name = jsonv_str(table, "name");

	if (!*name)
		return "no table.name";
	if (!jsonv_is(jsonv_get(table, "columns"), JSONV_ARRAY))
		return "no table.columns";
	if (!state->started)
		return "no SchemaAnalysisStarted came before";
	if (!classes_find(&state->classes, jsonv_str(table, "schema"), name))
		return "SchemaAnalysisStarted does not list the table";
	return NULL;
}

static void
hold_table(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	const struct jsonv *ev;
	const char *wrong;

	finish_table(state, io, NULL);
	ev = ev_read(io, line, &state->held);
	wrong = ev ? check_table(state, ev) : NULL;
	if (wrong) {
		ev_reject(io, line, "TableAnalyzed: %s", wrong);
	} else if (ev) {
		state->table = ev;
		ev_forward(io, line);
	}
}

/* Whether both events are about the same table. */
static bool
is_same_table(const struct jsonv *table, const struct jsonv *relations)
{
	const struct jsonv *a = jsonv_get(jsonv_get(table, "data"), "table");
	const struct jsonv *b =
	    jsonv_get(jsonv_get(relations, "data"), "table");

	return strcmp(jsonv_str(a, "name"), jsonv_str(b, "name")) == 0 &&
	       strcmp(jsonv_str(a, "schema"), jsonv_str(b, "schema")) == 0;
}

static void
join(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	const struct jsonv *ev = ev_read(io, line, &state->passing);

	if (ev && state->table && is_same_table(state->table, ev)) {
		ev_forward(io, line);
		finish_table(state, io, ev);
	} else if (ev) {
		ev_reject(io, line,
		    "RelationshipsDetected: not behind its TableAnalyzed");
	}
	arena_reset(&state->passing);
}

/* Nothing is gone unless the analysis says that it is complete. */
static void
end(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);

	finish_table(state, io, NULL);
	said_tell(&state->said);
	if (!ev)
		return;
	since_finish(&state->since, io, ev);
	ev_forward(io, line);
	json_decref(ev);
}

static bool
is_own_output(const struct ev_line *line)
{
	return ev_is_own(line, "ModelDefinitionCreated") ||
	       ev_is_own(line, "ModelDefinitionChanged") ||
	       ev_is_own(line, "ModelDefinitionRemoved");
}

static void
run(struct state *state, struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line)) {
		if (is_own_output(&line))
			continue;
		if (ev_is(&line, "TableAnalyzed")) {
			hold_table(state, io, &line);
		} else if (ev_is(&line, "RelationshipsDetected")) {
			join(state, io, &line);
		} else if (ev_is(&line, "GenerationConfigured")) {
			filter_configure(&state->settings, io, &line);
		} else if (ev_is(&line, "SchemaAnalysisStarted")) {
			finish_table(state, io, NULL);
			start(state, io, &line);
		} else if (ev_is(&line, "SchemaAnalyzed")) {
			end(state, io, &line);
		} else {
			if (ev_is(&line, "SchemaAnalysisFailed"))
				finish_table(state, io, NULL);
			ev_forward(io, &line);
		}
	}
	/* A table that waits here is one whose relations were cut off. */
	said_tell(&state->said);
	arena_clear(&state->analysis);
	arena_clear(&state->held);
	arena_clear(&state->passing);
	buf_clear(&state->attributes);
}

static struct ev_io *
open_input(struct state *state, int argc, char *argv[])
{
	static const struct option longopts[] = {
		EV_LONGOPTS,
		{ "since-store", optional_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	static struct ev_opts opts = EV_OPTS_INIT;
	int c;

	while ((c = getopt_long(argc, argv, "hV", longopts, NULL)) != -1) {
		if (ev_option(&opts, c, optarg))
			continue;
		if (c == 'h')
			die_help(usage);
		if (c == 'V')
			die_version();
		if (c != 's')
			die_usage(usage);
		state->since.on = true;
		state->since.place.dsn = optarg;
	}
	return ev_open(argv + optind, STDOUT_FILENO, &opts);
}

int
main(int argc, char *argv[])
{
	struct state state = { .classes = CLASSES_INIT,
		.attributes = BUF_INIT,
		.said = MAP_INIT };
	struct ev_io *io;

	die_setname("emgen-define");
	io = open_input(&state, argc, argv);
	state.settings = settings_default();
	since_open(&state.since);
	run(&state, io);
	since_close(&state.since);
	classes_close(&state.classes);
	settings_free(state.settings);
	return ev_close(io);
}
