/* define - one model as facts (define.h). */
#include "define.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "jsonw.h"
#include "kind.h"
#include "literal.h"
#include "mem.h"

static const char *
prefix_of(const struct model *model)
{
	return settings_string(model->source->settings, "prefix");
}

/* What $table holds: the prefix is the connection's. */
static char *
table_name(const struct model *model, const char *schema, const char *name)
{
	return classes_label(schema, names_unprefixed(name, prefix_of(model)));
}

static void
add_table(struct buf *out, const struct model *model)
{
	char *name = table_name(model, model->schema, model->name);

	jsonw_name(out, "table");
	buf_addc(out, '{');
	jsonw_text(out, "schema", model->schema);
	jsonw_text(out, "name", model->name);
	jsonw_text(out, "kind", ev_str(model->source->table, "kind"));
	buf_addc(out, '}');
	jsonw_text(out, "tableName", name);
	jsonw_bool(
	    out, "tableDefault", names_table_is_default(model->class, name));
	jsonw_text(out, "comment",
	    json_string_value(
		json_object_get(model->source->table, "comment")));
	free(name);
}

static void
add_key(struct buf *out, const struct model *model)
{
	size_t n = json_array_size(model->key);
	const char *first = json_string_value(json_array_get(model->key, 0));
	const json_t *column = first ? model_column(model, first) : NULL;
	const json_t *name;
	size_t i;

	jsonw_name(out, "key");
	buf_addc(out, '{');
	jsonw_text(out, "kind",
	    n == 0   ? "none"
	    : n == 1 ? "single"
		     : "composite");
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	json_array_foreach (model->key, i, name) {
		jsonw_item(out);
		jsonw_string(out, json_string_value(name));
	}
	buf_addc(out, ']');
	jsonw_text(out, "type",
	    n == 1 && column && kind_is_integer(column) ? "int" : "string");
	jsonw_bool(out, "incrementing",
	    n == 1 && json_is_true(json_object_get(column, "autoIncrement")));
	jsonw_bool(out, "default", n == 1 && strcmp(first, "id") == 0);
	buf_addc(out, '}');
}

static void
add_behaviour(struct buf *out, const struct model *model)
{
	jsonw_name(out, "timestamps");
	buf_addc(out, '{');
	jsonw_text(out, "created", model->created);
	jsonw_text(out, "updated", model->updated);
	buf_addc(out, '}');
	jsonw_bool(out, "softDeletes", model->soft_deletes);
	jsonw_text(out, "uuid", model->generated_key);
	jsonw_bool(out, "authenticatable", model->user);
	jsonw_text(out, "dateFormat", model->date_format);
}

/* Values that a new model has because the database would give them. */
static void
add_defaults(struct buf *out, const struct model *model)
{
	const json_t *column;
	size_t i;

	jsonw_name(out, "defaults");
	buf_addc(out, '[');
	if (!settings_bool(model->source->settings, "defaults")) {
		buf_addc(out, ']');
		return;
	}
	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");

		if (!json_is_true(json_object_get(column, "nullable")) &&
		    !json_is_string(json_object_get(column, "generated")) &&
		    !model_is_managed(model, name))
			(void)literal_add(out, column);
	}
	buf_addc(out, ']');
}

static bool
is_fillable(const struct model *model, const json_t *column)
{
	const char *name = ev_str(column, "name");

	return !json_is_string(json_object_get(column, "generated")) &&
	       !model_is_made(model, column) &&
	       !model_is_managed(model, name) &&
	       !(model->generated_key && model_is_key(model, name));
}

static bool
is_hidden(const struct model *model, const json_t *column)
{
	return settings_matches(
	    model->source->settings, "hidden", ev_str(column, "name"));
}

static void
add_list(struct buf *out, const char *name, const struct model *model,
    bool (*wanted)(const struct model *, const json_t *))
{
	const json_t *column;
	size_t i;

	jsonw_name(out, name);
	buf_addc(out, '[');
	json_array_foreach (model->columns, i, column) {
		if (!wanted(model, column))
			continue;
		jsonw_item(out);
		jsonw_string(out, ev_str(column, "name"));
	}
	buf_addc(out, ']');
}

/* The class of a table with its namespace; NULL if it has none. */
static char *
full_class(const struct model *model, const json_t *table)
{
	const char *class = classes_find(model->source->classes,
	    ev_str(table, "schema"), ev_str(table, "name"));

	return class ? mem_printf("%s\\%s",
			   settings_string(
			       model->source->settings, "namespace"),
			   class)
		     : NULL;
}

static const char *
first(const json_t *object, const char *key)
{
	return json_string_value(
	    json_array_get(json_object_get(object, key), 0));
}

static void
add_relation_pivot(
    struct buf *out, const struct model *model, const json_t *relation)
{
	const json_t *pivot = json_object_get(relation, "pivot");
	bool primary = json_is_true(json_object_get(relation, "primary"));
	bool related = json_is_true(json_object_get(pivot, "relatedPrimary"));
	bool has_class = json_is_true(json_object_get(pivot, "model"));
	const json_t *name;
	char *table, *class;
	size_t i;

	jsonw_name(out, "pivot");
	if (!json_is_object(pivot)) {
		buf_adds(out, "null");
		return;
	}
	table =
	    table_name(model, ev_str(pivot, "schema"), ev_str(pivot, "name"));
	class = has_class ? full_class(model, pivot) : NULL;
	buf_addc(out, '{');
	jsonw_text(out, "table", table);
	jsonw_text(out, "class", class);
	jsonw_text(out, "foreignPivotKey", first(pivot, "foreignPivotKey"));
	jsonw_text(out, "relatedPivotKey", first(pivot, "relatedPivotKey"));
	jsonw_text(
	    out, "parentKey", primary ? NULL : first(relation, "localKey"));
	jsonw_text(
	    out, "relatedKey", related ? NULL : first(pivot, "relatedKey"));
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	json_array_foreach (json_object_get(pivot, "columns"), i, name) {
		jsonw_item(out);
		jsonw_string(out, json_string_value(name));
	}
	buf_addc(out, ']');
	jsonw_bool(out, "timestamps",
	    json_is_true(json_object_get(pivot, "timestamps")));
	buf_addc(out, '}');
	free(table);
	free(class);
}

static void
add_relation(struct buf *out, struct model *model, const json_t *relation)
{
	const char *kind = ev_str(relation, "kind");
	const char *theirs =
	    strcmp(kind, "belongsTo") == 0 ? "ownerKey" : "localKey";
	char *class = full_class(model, json_object_get(relation, "related"));

	if (!class) {
		model_warn(model, "%s: its table is not in the analysis",
		    ev_str(relation, "name"));
		return;
	}
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "kind", kind);
	jsonw_text(out, "name", ev_str(relation, "name"));
	jsonw_text(out, "class", class);
	jsonw_text(out, "foreignKey", first(relation, "foreignKey"));
	jsonw_text(out, theirs,
	    json_is_true(json_object_get(relation, "primary"))
		? NULL
		: first(relation, theirs));
	jsonw_bool(out, "nullable",
	    json_is_true(json_object_get(relation, "nullable")));
	if (json_is_true(json_object_get(relation, "cycle")))
		jsonw_bool(out, "cycle", true);
	jsonw_bool(out, "many", strstr(kind, "Many") != NULL);
	add_relation_pivot(out, model, relation);
	jsonw_text(out, "lockKey", ev_str(relation, "key"));
	buf_addc(out, '}');
	free(class);
}

static void
add_relations(struct buf *out, struct model *model)
{
	const json_t *list =
	    json_object_get(model->source->relations, "relationships");
	const json_t *relation;
	size_t i;

	jsonw_name(out, "relations");
	buf_addc(out, '[');
	json_array_foreach (list, i, relation)
		add_relation(out, model, relation);
	buf_addc(out, ']');
}

/* The two keys of a Pivot, so that a row that was not loaded saves itself. */
static void
add_pivot(struct buf *out, const struct model *model)
{
	const json_t *keys = json_object_get(
	    json_object_get(model->source->relations, "pivot"), "foreignKeys");

	jsonw_name(out, "pivot");
	if (!model->pivot) {
		buf_adds(out, "null");
		return;
	}
	buf_addc(out, '{');
	jsonw_text(
	    out, "foreignKey", first(json_array_get(keys, 0), "columns"));
	jsonw_text(
	    out, "relatedKey", first(json_array_get(keys, 1), "columns"));
	buf_addc(out, '}');
}

static void
add_warnings(struct buf *out, const struct model *model)
{
	const json_t *text;
	size_t i;

	jsonw_name(out, "warnings");
	buf_addc(out, '[');
	json_array_foreach (model->warnings, i, text) {
		jsonw_item(out);
		jsonw_string(out, json_string_value(text));
	}
	buf_addc(out, ']');
}

void
define_model(struct buf *out, const struct source *source)
{
	const struct settings *settings = source->settings;
	struct model model;
	char *label;

	model_open(&model, source);
	label = classes_label(model.schema, model.name);
	buf_addc(out, '{');
	jsonw_text(out, "artifact", model.pivot ? "pivot" : "model");
	jsonw_text(out, "class", model.class);
	jsonw_text(out, "namespace", settings_string(settings, "namespace"));
	jsonw_text(out, "connection", settings_string(settings, "connection"));
	add_table(out, &model);
	add_key(out, &model);
	add_behaviour(out, &model);
	add_defaults(out, &model);
	add_list(out, "fillable", &model, is_fillable);
	add_list(out, "hidden", &model, is_hidden);
	define_columns(out, &model);
	add_relations(out, &model);
	add_pivot(out, &model);
	jsonw_text(out, "lockKey", label);
	add_warnings(out, &model);
	buf_addc(out, '}');
	model_clear(&model);
	free(label);
}
