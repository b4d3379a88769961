/*
 * emgen-log - the stream as a person reads it: one line an event.
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

static const char usage[] =
    "usage: emgen log [--type GLOB] [--max-line BYTES] [FILE ...]\n";

enum {
	TEXT_MAX = 512, /* bytes of one fact */
	LINE_MAX_SHOWN = 4096,
};

/* How to show, and which. */
struct view {
	const char *type; /* glob, or NULL */
	bool colour;
};

/* Text of the database's, so that it does nothing to a terminal. */
static void
add(struct buf *out, const char *text)
{
	char safe[TEXT_MAX];

	buf_adds(out, die_printable(safe, sizeof(safe), text));
}

static void
add_names(struct buf *out, const json_t *names)
{
	const json_t *name;
	size_t i;

	json_array_foreach (names, i, name) {
		buf_adds(out, i ? ", " : "");
		add(out,
		    json_string_value(name) ? json_string_value(name) : "?");
	}
}

static size_t
count(const json_t *object, const char *key)
{
	return json_array_size(json_object_get(object, key));
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* ---- what is worth saying of each type ---- */

static void
show_started(struct buf *out, const json_t *data)
{
	size_t n = count(data, "tables");

	buf_addf(out, "%zu table%s, ", n, plural(n));
	add(out, ev_str(data, "driver"));
}

static void
show_table(struct buf *out, const json_t *data)
{
	const json_t *table = json_object_get(data, "table");
	const json_t *key =
	    json_object_get(json_object_get(table, "primaryKey"), "columns");
	size_t columns = count(table, "columns");
	size_t keys = count(table, "foreignKeys");

	buf_addf(out, "%zu column%s, ", columns, plural(columns));
	buf_adds(out, key ? "key " : "no key");
	add_names(out, key);
	if (keys)
		buf_addf(out, ", %zu foreign key%s", keys, plural(keys));
}

static void
show_analyzed(struct buf *out, const json_t *data)
{
	const json_t *schema = json_object_get(data, "schema");
	const json_t *metrics = json_object_get(data, "metrics");

	buf_addf(out, "%lld tables in %.0f ms, fingerprint ",
	    json_integer_value(json_object_get(schema, "tables")),
	    json_number_value(json_object_get(metrics, "durationMs")));
	add(out, ev_str(schema, "fingerprint"));
}

static void
show_relations(struct buf *out, const json_t *data)
{
	const json_t *relation;
	size_t i;

	if (strcmp(ev_str(data, "role"), "model") != 0)
		add(out, ev_str(data, "role"));
	json_array_foreach (
	    json_object_get(data, "relationships"), i, relation) {
		buf_adds(out, i ? ", " : "");
		add(out, ev_str(relation, "name"));
		buf_adds(out, " -> ");
		add(out, ev_str(json_object_get(relation, "related"), "name"));
	}
}

static void
show_definition(struct buf *out, const json_t *data)
{
	const json_t *facts = json_object_get(data, "attributes");

	add(out, ev_str(facts, "namespace"));
	buf_adds(out, "\\");
	add(out, ev_str(data, "name"));
	buf_addf(out, ": %zu columns, %zu relations, %zu enums",
	    count(facts, "columns"), count(facts, "relations"),
	    count(facts, "enums"));
}

static void
show_file(struct buf *out, const json_t *data)
{
	const char *why = ev_str(data, "reason");

	add(out, ev_str(data, "path"));
	if (*why) {
		buf_adds(out, ": ");
		add(out, why);
	}
}

static void
show_error(struct buf *out, const json_t *data)
{
	add(out, ev_str(data, *ev_str(data, "error") ? "error" : "reason"));
}

/* Any other event: its data, as they are. */
static void
show_data(struct buf *out, const json_t *data)
{
	char *text = json_dumps(data, JSON_COMPACT);

	add(out, text ? text : "");
	free(text);
}

/* The settings that somebody made. */
static void
show_settings(struct buf *out, const json_t *data)
{
	json_t *options = json_object_get(data, "options"), *option;
	const char *name;

	json_object_foreach (options, name, option) {
		const char *source = ev_str(option, "source");
		char *value;

		if (strcmp(source, "default") == 0)
			continue;
		value = json_dumps(json_object_get(option, "value"),
		    JSON_ENCODE_ANY | JSON_COMPACT);
		buf_adds(out, out->data[out->len - 1] == ' ' ? "" : ", ");
		add(out, name);
		buf_addc(out, '=');
		add(out, value ? value : "?");
		buf_adds(out, " (");
		add(out, source);
		buf_addc(out, ')');
		free(value);
	}
}

static void
show_nothing(struct buf *out, const json_t *data)
{
	(void)data;
	buf_truncate(out, out->len - 2);
}

static const struct {
	const char *type;
	void (*show)(struct buf *out, const json_t *data);
} shows[] = {
	{ "GenerationConfigured", show_settings },
	{ "SchemaAnalysisStarted", show_started },
	{ "TableAnalyzed", show_table },
	{ "SchemaAnalyzed", show_analyzed },
	{ "SchemaAnalysisFailed", show_error },
	{ "RelationshipsDetected", show_relations },
	{ "ModelDefinitionCreated", show_definition },
	{ "ModelDefinitionChanged", show_definition },
	{ "ModelGenerationStarted", show_nothing },
	{ "ModelGenerated", show_file },
	{ "ModelGenerationSkipped", show_file },
	{ "ModelGenerationFailed", show_error },
	{ "ModelFactoryGenerated", show_file },
	{ "DocumentationUpdated", show_file },
	{ "EventRejected", show_error },
	{ "CommandRejected", show_error },
};

/* ---- the line ---- */

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
	void (*show)(struct buf *, const json_t *) = show_data;

	for (size_t i = 0; i < sizeof(shows) / sizeof(*shows); i++)
		if (strcmp(shows[i].type, type) == 0)
			show = shows[i].show;
	/* 12:00:00.123 of 2026-01-31T12:00:00.123456Z */
	buf_addf(out, "%.12s %s", strlen(time) > 23 ? time + 11 : "-",
	    colour_of(view, type));
	add(out, type);
	buf_addf(out, "%s ", view->colour ? "\033[0m" : "");
	add(out, ev_str(ev, "subject"));
	buf_adds(out, ": ");
	show(out, ev_data(ev));
}

static void
show_line(struct buf *out, const struct view *view, const struct ev_line *line)
{
	json_t *ev = json_loadb(line->bytes, line->len, 0, NULL);

	if (json_is_object(json_object_get(ev, "data")))
		show_event(out, view, ev);
	else
		buf_addf(out, "line %zu: no event", line->number);
	json_decref(ev);
	if (out->len > LINE_MAX_SHOWN)
		buf_truncate(out, LINE_MAX_SHOWN);
	buf_addc(out, '\n');
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
