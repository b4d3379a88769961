/* facts - what is worth saying of an event (facts.h). */
#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "change_text.h"
#include "die.h"
#include "ev.h"
#include "findings.h"

enum { TEXT_MAX = 512 }; /* bytes of one fact */

void
facts_add_text(struct buf *out, const char *text)
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
		facts_add_text(out,
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

static void
show_started(struct buf *out, const json_t *data)
{
	size_t n = count(data, "tables");

	buf_addf(out, "%zu table%s, ", n, plural(n));
	facts_add_text(out, ev_str(data, "driver"));
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
	json_int_t n = json_integer_value(json_object_get(schema, "tables"));

	buf_addf(out, "%lld table%s in %.0f ms, fingerprint ", n,
	    n == 1 ? "" : "s",
	    json_number_value(json_object_get(metrics, "durationMs")));
	facts_add_text(out, ev_str(schema, "fingerprint"));
}

/* The table at the other end; of a morph it is any. */
static const char *
related_name(const json_t *relation)
{
	const json_t *related = json_object_get(relation, "related");

	return json_is_object(related) ? ev_str(related, "name") : "any";
}

static void
show_relations(struct buf *out, const json_t *data)
{
	const json_t *relation;
	size_t i;

	if (strcmp(ev_str(data, "role"), "model") != 0)
		facts_add_text(out, ev_str(data, "role"));
	json_array_foreach (
	    json_object_get(data, "relationships"), i, relation) {
		buf_adds(out, i ? ", " : "");
		facts_add_text(out, ev_str(relation, "name"));
		buf_adds(out, " -> ");
		facts_add_text(out, related_name(relation));
	}
}

/* The class, with its namespace where that is told. */
static void
show_class(struct buf *out, const json_t *data)
{
	const char *namespace =
	    ev_str(json_object_get(data, "attributes"), "namespace");

	facts_add_text(out, namespace);
	buf_adds(out, *namespace ? "\\" : "");
	facts_add_text(out, ev_str(data, "name"));
}

static void
show_definition(struct buf *out, const json_t *data)
{
	const json_t *facts = json_object_get(data, "attributes");
	size_t columns = count(facts, "columns");
	size_t relations = count(facts, "relations");
	size_t enums = count(facts, "enums");

	show_class(out, data);
	buf_addf(out, ": %zu column%s, %zu relation%s, %zu enum%s", columns,
	    plural(columns), relations, plural(relations), enums,
	    plural(enums));
}

static void
show_changes(struct buf *out, const json_t *data)
{
	const json_t *change;
	size_t i;

	show_class(out, data);
	json_array_foreach (json_object_get(data, "changes"), i, change) {
		buf_adds(out, i ? "; " : ": ");
		change_text(out, change);
	}
}

static void
show_file(struct buf *out, const json_t *data)
{
	const char *why = ev_str(data, "reason");

	facts_add_text(out, ev_str(data, "path"));
	if (*why) {
		buf_adds(out, ": ");
		facts_add_text(out, why);
	}
}

static void
show_error(struct buf *out, const json_t *data)
{
	facts_add_text(
	    out, ev_str(data, *ev_str(data, "error") ? "error" : "reason"));
}

/* A member that is a number, behind what stands before it. */
static void
add_number(struct buf *out, const json_t *data, const char *before,
    const char *name, const char *behind)
{
	const json_t *number = json_object_get(data, name);

	if (json_is_integer(number))
		buf_addf(out, "%s%" JSON_INTEGER_FORMAT "%s", before,
		    json_integer_value(number), behind);
}

/* What came of a job, of which the subject is the uuid. */
static void
show_job(struct buf *out, const json_t *data)
{
	const json_t *job = json_object_get(data, "job");

	facts_add_text(out, ev_str(job, "type"));
	buf_adds(out, " on ");
	facts_add_text(out, ev_str(job, "queue"));
	add_number(out, job, ", attempt ", "attempts", "");
	add_number(out, data, ", ", "durationMs", " ms");
	add_number(out, data, ", again in ", "delay", " s");
	if (*ev_str(data, "error")) {
		buf_adds(out, ": ");
		show_error(out, data);
	}
}

/* A stage of a pipeline, which the subject names. */
static void
show_stage(struct buf *out, const json_t *data)
{
	add_number(out, data, "start ", "starts", "");
	add_number(out, data, ", process ", "pid", "");
	add_number(out, data, ", code ", "code", "");
	add_number(out, data, ", killed by signal ", "signal", "");
	if (*ev_str(data, "reason")) {
		buf_adds(out, ": ");
		show_error(out, data);
	}
}

/* Any other event: its data, as they are. */
static void
show_data(struct buf *out, const json_t *data)
{
	char *text = json_dumps(data, JSON_COMPACT);

	facts_add_text(out, text ? text : "");
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
		facts_add_text(out, name);
		buf_addc(out, '=');
		facts_add_text(out, value ? value : "?");
		buf_adds(out, " (");
		facts_add_text(out, source);
		buf_addc(out, ')');
		free(value);
	}
	if (out->data[out->len - 1] == ' ')
		buf_adds(out, "nothing but defaults");
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
	{ "ModelDefinitionChanged", show_changes },
	{ "ModelDefinitionRemoved", show_class },
	{ "ModelGenerationStarted", show_nothing },
	{ "ModelGenerated", show_file },
	{ "ModelGenerationSkipped", show_file },
	{ "ModelGenerationFailed", show_error },
	{ "ModelFactoryGenerated", show_file },
	{ "DocumentationUpdated", show_file },
	{ "DocumentationUpdateFailed", show_error },
	{ "ModelAnalyzed", findings_count },
	{ "ModelAnalysisFailed", show_error },
	{ "JobProcessed", show_job },
	{ "JobReleased", show_job },
	{ "JobFailed", show_job },
	{ "ChainFailed", show_job },
	{ "StageStarted", show_stage },
	{ "StageExited", show_stage },
	{ "StageParked", show_stage },
	{ "EventRejected", show_error },
	{ "CommandRejected", show_error },
};

void
facts_add(struct buf *out, const char *type, const json_t *data)
{
	void (*show)(struct buf *, const json_t *) = show_data;

	for (size_t i = 0; i < sizeof(shows) / sizeof(*shows); i++)
		if (strcmp(shows[i].type, type) == 0)
			show = shows[i].show;
	show(out, data);
}
