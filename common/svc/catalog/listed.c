/* listed - the tables that a SchemaAnalysisStarted event names (listed.h). */
#include "listed.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"

/* With its schema, and without the prefix, a person may write it, too. */
static void
add_names(struct listed *listed, const struct jsonv *data, const char *schema,
    const char *name, const char *label)
{
	const char *prefix = jsonv_str(jsonv_get(data, "selection"), "prefix");
	size_t len = strlen(prefix);
	char *full = mem_printf("%s.%s", schema, name);

	(void)json_object_set_new(listed->names, label, json_string(label));
	if (*schema)
		(void)json_object_set_new(
		    listed->names, full, json_string(label));
	if (len && strncmp(name, prefix, len) == 0 && name[len])
		(void)json_object_set_new(
		    listed->names, name + len, json_string(label));
	free(full);
}

static void
add_tables(struct listed *listed, const struct jsonv *data, const char *member)
{
	const char *own = jsonv_str(data, "defaultSchema");
	bool is_read = strcmp(member, "tables") == 0;
	const struct jsonv *table;
	size_t i;

	jsonv_each (jsonv_get(data, member), i, table) {
		const char *schema = jsonv_str(table, "schema");
		const char *name = jsonv_str(table, "name");
		bool bare = !*schema || strcmp(schema, own) == 0;
		char *label = mem_printf(
		    "%s%s%s", bare ? "" : schema, bare ? "" : ".", name);

		(void)json_object_set_new(
		    listed->labels, label, json_boolean(is_read));
		if (is_read)
			add_names(listed, data, schema, name, label);
		free(label);
	}
}

void
listed_read(struct listed *listed, const struct jsonv *data)
{
	const struct jsonv *schemas =
	    jsonv_get(jsonv_get(data, "selection"), "schemas");
	const struct jsonv *schema;
	size_t i;

	listed_clear(listed);
	listed->labels = json_object();
	listed->names = json_object();
	listed->schemas = schemas ? json_object() : NULL;
	jsonv_each (schemas, i, schema)
		if (jsonv_string(schema))
			(void)json_object_set_new(
			    listed->schemas, jsonv_string(schema), json_true());
	add_tables(listed, data, "omitted");
	add_tables(listed, data, "tables");
}

void
listed_clear(struct listed *listed)
{
	json_decref(listed->labels);
	json_decref(listed->names);
	json_decref(listed->schemas);
	*listed = (struct listed)LISTED_INIT;
}

bool
listed_is_read(const struct listed *listed, const char *label)
{
	return json_is_true(json_object_get(listed->labels, label));
}

bool
listed_is_missing(const struct listed *listed, const char *label)
{
	const char *dot = strchr(label, '.');
	char *schema;
	bool looked;

	if (!listed->labels || json_object_get(listed->labels, label))
		return false;
	if (!dot || !listed->schemas)
		return true;
	schema = mem_strndup(label, (size_t)(dot - label));
	looked = json_object_get(listed->schemas, schema) != NULL;
	free(schema);
	return looked;
}

const char *
listed_hint(const struct listed *listed, const char *label)
{
	struct nearest nearest;
	const char *name;
	json_t *meant;

	nearest_begin(&nearest, label);
	json_object_foreach (listed->names, name, meant)
		nearest_offer(&nearest, name);
	if (nearest.best)
		nearest.best = json_string_value(
		    json_object_get(listed->names, nearest.best));
	return nearest_hint(&nearest);
}
