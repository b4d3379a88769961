/*
 * emgen-relations - which relations the keys of a schema stand for.
 *
 * A relation has two ends, so the whole schema must be there: tables are held
 * as the bytes of their lines.  At SchemaAnalyzed each is written, followed by
 * its RelationshipsDetected; all other lines pass at once.
 */
#include <stdlib.h>
#include <string.h>

#include "detect.h"
#include "die.h"
#include "ev.h"
#include "filter.h"
#include "unmatched.h"
#include "write.h"

static const char usage[] =
    "usage: emgen relations [--rejects FILE] [--max-line BYTES] [FILE ...]\n";

/* What a stream has told so far. */
struct state {
	struct settings *settings;
	struct schema schema;
	struct arena arena; /* of the line at hand */
};

static void
hold(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	const struct jsonv *ev = ev_read(io, line, &state->arena);
	const char *wrong;

	wrong = ev ? schema_add(&state->schema, ev, line->bytes, line->len,
			 settings_string(state->settings, "prefix"))
		   : NULL;
	if (wrong)
		ev_reject(io, line, "TableAnalyzed: %s", wrong);
	arena_reset(&state->arena);
}

/* It most often comes before all tables. */
static void
configure(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	filter_configure(&state->settings, io, line);
	schema_set_prefix(
	    &state->schema, settings_string(state->settings, "prefix"));
}

static void
write_table(struct ev_io *io, const struct table *table,
    const struct settings *settings, struct unmatched *unmatched)
{
	struct relations relations = RELATIONS_INIT;
	struct ev_head head = {
		.type = "RelationshipsDetected",
		.subject = table->subject,
		.after = { table->id, table->run },
	};

	detect_relations(table, settings, &relations);
	ev_write(io, table->line, table->len);
	write_relationships(ev_begin(io, &head), table, &relations);
	ev_end(io);
	warn_of_keys(table);
	unmatched_see(unmatched, &relations);
	relations_clear(&relations);
}

static void
write_schema(struct state *state, struct ev_io *io)
{
	struct schema *schema = &state->schema;
	struct unmatched unmatched;

	if (settings_bool(state->settings, "inferRelations"))
		schema_infer(
		    schema, settings_string(state->settings, "prefix"));
	schema_find_morphs(schema, settings_map(state->settings, "morphs"),
	    settings_bool(state->settings, "inferRelations"));
	schema_link(schema);
	detect_roles(schema, state->settings);
	detect_cycles(schema);
	unmatched_begin(&unmatched, state->settings);
	for (size_t i = 0; i < schema->count; i++)
		write_table(io, schema->tables[i], state->settings, &unmatched);
	unmatched_warn(&unmatched, &schema->listed);
	unmatched_warn_through(state->settings, &schema->listed);
	unmatched_clear(&unmatched);
	schema_clear(schema);
}

/*
 * An analysis that did not end well: of what its tables relate to nothing is
 * known, and without that they would pass for tables that relate to nothing.
 */
static void
let_go(struct state *state)
{
	schema_clear(&state->schema);
}

/* Only what the user named can be of a table that there is not. */
static bool
has_names(const struct settings *settings)
{
	return json_object_size(settings_map(settings, "relationNames")) > 0 ||
	       json_object_size(settings_map(settings, "morphs")) > 0 ||
	       json_array_size(settings_list(settings, "through")) > 0;
}

static void
start(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	const struct jsonv *ev = ev_read(io, line, &state->arena);

	let_go(state);
	if (!ev)
		return;
	schema_start(&state->schema, ev);
	if (has_names(state->settings))
		listed_read(&state->schema.listed, jsonv_get(ev, "data"));
	arena_reset(&state->arena);
	ev_forward(io, line);
}

static void
run(struct ev_io *io)
{
	struct state state = { settings_default(), SCHEMA_INIT, ARENA_INIT };
	struct ev_line line;

	while (ev_next(io, &line)) {
		if (ev_is(&line, "TableAnalyzed")) {
			hold(&state, io, &line);
			continue;
		}
		if (ev_is(&line, "GenerationConfigured")) {
			configure(&state, io, &line);
			continue;
		}
		if (ev_is(&line, "SchemaAnalysisStarted")) {
			start(&state, io, &line);
			continue;
		}
		if (ev_is_own(&line, "RelationshipsDetected"))
			continue;
		if (ev_is(&line, "SchemaAnalyzed"))
			write_schema(&state, io);
		else if (ev_is(&line, "SchemaAnalysisFailed"))
			let_go(&state);
		ev_forward(io, &line);
	}
	let_go(&state);
	arena_clear(&state.arena);
	settings_free(state.settings);
}

int
main(int argc, char *argv[])
{
	struct ev_io *io = filter_open(argc, argv, "emgen-relations", usage);

	run(io);
	return ev_close(io);
}
