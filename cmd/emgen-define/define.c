/* define - one model as facts (define.h). */
#include "define.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "jsonw.h"
#include "kind.h"
#include "literal.h"
#include "mem.h"

static void
add_table(struct buf *out, const struct model *model)
{
	char *name = model_own_table(model);

	jsonw_name(out, "table");
	buf_addc(out, '{');
	jsonw_text(out, "schema", model->schema);
	jsonw_text(out, "name", model->name);
	jsonw_text(out, "kind", jsonv_str(model->source->table, "kind"));
	buf_addc(out, '}');
	jsonw_text(out, "tableName", name);
	jsonw_bool(
	    out, "tableDefault", names_table_is_default(model->class, name));
	jsonw_text(out, "comment",
	    jsonv_string(jsonv_get(model->source->table, "comment")));
	free(name);
}

static void
add_key(struct buf *out, const struct model *model)
{
	size_t n = jsonv_size(model->key);
	const char *first = jsonv_string(jsonv_at(model->key, 0));
	const struct column *column = model_column(model, first);
	const struct jsonv *name;
	size_t i;

	jsonw_name(out, "key");
	buf_addc(out, '{');
	jsonw_text(out, "kind",
	    n == 0   ? "none"
	    : n == 1 ? "single"
		     : "composite");
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	jsonv_each (model->key, i, name) {
		jsonw_item(out);
		jsonw_string(out, jsonv_string(name));
	}
	buf_addc(out, ']');
	jsonw_text(out, "type",
	    n == 1 && column && model_has_integer_key(model, column)
		? "int"
		: "string");
	jsonw_bool(out, "incrementing",
	    n == 1 && column && model_is_incrementing(model, column));
	jsonw_bool(out, "default", first && n == 1 && strcmp(first, "id") == 0);
	if (model->made_key)
		jsonw_text(out, "made", model->made_key);
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

/*
 * Whether a new model has what the database would give the column.  attach()
 * writes a Pivot's defaults over the two keys that it has just set.
 */
static bool
may_have_default(const struct model *model, const struct column *column)
{
	return !column->is_nullable && !column->is_invisible &&
	       !column->is_generated && column->is_attribute &&
	       !column->is_managed && !model_is_paired(model, column->name);
}

static void
add_defaults(struct buf *out, const struct model *model)
{
	jsonw_name(out, "defaults");
	buf_addc(out, '[');
	if (!settings_bool(model->source->settings, "defaults")) {
		buf_addc(out, ']');
		return;
	}
	for (size_t i = 0; i < model->column_count; i++)
		if (may_have_default(model, &model->columns[i]))
			(void)literal_add(out, &model->columns[i]);
	buf_addc(out, ']');
}

static bool
is_fillable(const struct model *model, const struct column *column)
{
	return !column->is_generated && !column->is_invisible &&
	       column->is_attribute && !column->is_managed &&
	       !model_is_made(column) &&
	       !(model->generated_key && column->is_key);
}

static bool
is_hidden(const struct model *model, const struct column *column)
{
	(void)model;
	return column->is_hidden;
}

static void
add_list(struct buf *out, const char *name, const struct model *model,
    bool (*wanted)(const struct model *, const struct column *))
{
	jsonw_name(out, name);
	buf_addc(out, '[');
	for (size_t i = 0; i < model->column_count; i++) {
		if (!wanted(model, &model->columns[i]))
			continue;
		jsonw_item(out);
		jsonw_string(out, model->columns[i].name);
	}
	buf_addc(out, ']');
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

/* The class, and the file that a person has written it in. */
static void
add_class(struct buf *out, const struct model *model)
{
	const struct classes *classes = model->source->classes;
	const char *full = classes_full(classes, model->schema, model->name);
	const json_t *written =
	    classes_written(classes, model->schema, model->name);
	char *namespace = mem_strndup(full, (size_t)(model->class - full) - 1);

	jsonw_text(out, "class", model->class);
	jsonw_text(out, "namespace", namespace);
	if (written)
		jsonw_text(out, "written", ev_str(written, "path"));
	free(namespace);
}

void
define_model(struct buf *out, const struct source *source)
{
	const struct settings *settings = source->settings;
	struct model model;
	char *label;

	model_open(&model, source);
	label = classes_label(source->classes, model.schema, model.name);
	buf_addc(out, '{');
	jsonw_text(out, "artifact", model.pivot ? "pivot" : "model");
	add_class(out, &model);
	jsonw_text(out, "connection", settings_string(settings, "connection"));
	add_table(out, &model);
	add_key(out, &model);
	add_behaviour(out, &model);
	add_defaults(out, &model);
	add_list(out, "fillable", &model, is_fillable);
	add_list(out, "hidden", &model, is_hidden);
	define_columns(out, &model);
	define_relations(out, &model);
	define_pivot(out, &model);
	define_constraints(out, &model);
	jsonw_text(out, "lockKey", label);
	add_warnings(out, &model);
	buf_addc(out, '}');
	model_clear(&model);
	free(label);
}
