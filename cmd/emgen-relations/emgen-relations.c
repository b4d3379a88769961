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
#include "peek.h"
#include "write.h"

static const char usage[] =
    "usage: emgen relations [--rejects FILE] [--max-line BYTES] [FILE ...]\n";

/* What a stream has told so far. */
struct state {
	struct settings *settings;
	struct schema schema;
};

static void
hold(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);
	const char *wrong;

	if (!ev)
		return;
	wrong = schema_add(&state->schema, ev, line->bytes, line->len);
	if (wrong)
		ev_reject(io, line, "TableAnalyzed: %s", wrong);
	json_decref(ev);
}

/* The event that a line holds, as far as what follows from it must know. */
static json_t *
cause_of(const struct table *table)
{
	static const char *const members[] = { "id", "correlationid" };
	struct buf value = BUF_INIT;
	json_t *cause = json_object();

	for (size_t i = 0; i < 2; i++) {
		(void)peek_string(table->line, table->len, members[i], &value);
		(void)json_object_set_new(
		    cause, members[i], json_string(buf_peek(&value)));
	}
	buf_clear(&value);
	return cause;
}

static void
write_table(struct ev_io *io, const struct table *table,
    const struct settings *settings)
{
	struct relations relations = RELATIONS_INIT;
	json_t *cause = cause_of(table);
	struct ev_head head = {
		.type = "RelationshipsDetected",
		.subject = table->subject,
		.cause = cause,
	};

	detect_relations(table, settings, &relations);
	ev_write(io, table->line, table->len);
	write_relationships(ev_begin(io, &head), table, &relations);
	ev_end(io);
	warn_of_keys(table);
	relations_clear(&relations);
	json_decref(cause);
}

static void
write_schema(struct state *state, struct ev_io *io)
{
	struct schema *schema = &state->schema;

	schema_link(schema);
	detect_roles(schema, state->settings);
	detect_cycles(schema);
	for (size_t i = 0; i < schema->count; i++)
		write_table(io, schema->tables[i], state->settings);
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

static void
start(struct state *state, struct ev_io *io, const struct ev_line *line)
{
	json_t *ev = ev_parse(io, line);

	let_go(state);
	if (!ev)
		return;
	schema_start(&state->schema, ev);
	json_decref(ev);
	ev_forward(io, line);
}

static void
run(struct ev_io *io)
{
	struct state state = { settings_default(), SCHEMA_INIT };
	struct ev_line line;

	while (ev_next(io, &line)) {
		if (ev_is(&line, "TableAnalyzed")) {
			hold(&state, io, &line);
			continue;
		}
		if (ev_is(&line, "GenerationConfigured")) {
			filter_configure(&state.settings, io, &line);
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
	settings_free(state.settings);
}

int
main(int argc, char *argv[])
{
	struct ev_io *io = filter_open(argc, argv, "emgen-relations", usage);

	run(io);
	return ev_close(io);
}
