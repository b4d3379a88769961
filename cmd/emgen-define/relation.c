/* relation - the relations of a model (define.h). */
#include <stdlib.h>
#include <string.h>

#include "define.h"
#include "ev.h"
#include "jsonw.h"

/* The class of a table with its namespace; NULL if it has none. */
static const char *
full_class(const struct model *model, const struct jsonv *table)
{
	return classes_full(model->source->classes, jsonv_str(table, "schema"),
	    jsonv_str(table, "name"));
}

/* Only a Pivot can be one; what a person has written may be another model. */
static bool
is_pivot_class(const struct model *model, const struct jsonv *pivot)
{
	const json_t *written = classes_written(model->source->classes,
	    jsonv_str(pivot, "schema"), jsonv_str(pivot, "name"));

	return jsonv_flag(pivot, "model") &&
	       (!written || json_is_true(json_object_get(written, "pivot")));
}

static const char *
first(const struct jsonv *object, const char *key)
{
	return jsonv_string(jsonv_at(jsonv_get(object, key), 0));
}

static void
add_relation_pivot(
    struct buf *out, const struct model *model, const struct jsonv *relation)
{
	const struct jsonv *pivot = jsonv_get(relation, "pivot");
	const struct jsonv *name;
	bool primary, related;
	char *table;
	size_t i;

	jsonw_name(out, "pivot");
	if (!jsonv_is(pivot, JSONV_OBJECT)) {
		buf_adds(out, "null");
		return;
	}
	primary = jsonv_flag(relation, "primary");
	related = jsonv_flag(pivot, "relatedPrimary");
	table = model_table_name(
	    model, jsonv_str(pivot, "schema"), jsonv_str(pivot, "name"));
	buf_addc(out, '{');
	jsonw_text(out, "table", table);
	jsonw_text(out, "class",
	    is_pivot_class(model, pivot) ? full_class(model, pivot) : NULL);
	jsonw_text(out, "foreignPivotKey", first(pivot, "foreignPivotKey"));
	jsonw_text(out, "relatedPivotKey", first(pivot, "relatedPivotKey"));
	jsonw_text(
	    out, "parentKey", primary ? NULL : first(relation, "localKey"));
	jsonw_text(
	    out, "relatedKey", related ? NULL : first(pivot, "relatedKey"));
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	jsonv_each (jsonv_get(pivot, "columns"), i, name) {
		jsonw_item(out);
		jsonw_string(out, jsonv_string(name));
	}
	buf_addc(out, ']');
	jsonw_bool(out, "timestamps", jsonv_flag(pivot, "timestamps"));
	if (jsonv_flag(pivot, "repeats"))
		jsonw_bool(out, "repeats", true);
	if (*jsonv_str(pivot, "accessor"))
		jsonw_text(out, "accessor", jsonv_str(pivot, "accessor"));
	if (jsonv_flag(pivot, "softDeletes"))
		jsonw_bool(out, "softDeletes", true);
	buf_addc(out, '}');
	free(table);
}

/* The columns of a morph, where the relation is one, and whose it may be. */
static void
add_morph(struct buf *out, const struct model *model, const struct jsonv *morph)
{
	const struct jsonv *table = jsonv_get(morph, "table");
	const char *class;

	if (!jsonv_is(morph, JSONV_OBJECT))
		return;
	jsonw_name(out, "morph");
	buf_addc(out, '{');
	jsonw_text(out, "name", jsonv_str(morph, "name"));
	jsonw_text(out, "type", jsonv_str(morph, "type"));
	if (jsonv_is(table, JSONV_OBJECT) && (class = full_class(model, table)))
		jsonw_text(out, "class", class);
	buf_addc(out, '}');
}

/* The model at the other end; of a morph it is any. */
static const char *
related_class(const struct model *model, const struct jsonv *relation)
{
	const struct jsonv *related = jsonv_get(relation, "related");

	if (strcmp(jsonv_str(relation, "kind"), "morphTo") == 0)
		return "Illuminate\\Database\\Eloquent\\Model";
	return full_class(model, related);
}

/* The model between, where the relation goes through one. */
static void
add_through(
    struct buf *out, const struct model *model, const struct jsonv *through)
{
	if (!jsonv_is(through, JSONV_OBJECT))
		return;
	jsonw_name(out, "through");
	buf_addc(out, '{');
	jsonw_text(out, "class", full_class(model, through));
	jsonw_text(out, "foreignKey", first(through, "foreignKey"));
	jsonw_text(out, "localKey",
	    jsonv_flag(through, "primary") ? NULL : first(through, "localKey"));
	buf_addc(out, '}');
}

/* Whether the analysis lists the table that a relation may go through. */
static bool
leads_through(const struct model *model, const struct jsonv *relation)
{
	const struct jsonv *through = jsonv_get(relation, "through");

	return !jsonv_is(through, JSONV_OBJECT) || full_class(model, through);
}

/* This model's column that is referred to, or the other's; none of a morph. */
static void
add_other_key(struct buf *out, const struct jsonv *relation)
{
	const char *kind = jsonv_str(relation, "kind");
	const char *key =
	    strcmp(kind, "belongsTo") == 0 ? "ownerKey" : "localKey";

	if (strcmp(kind, "morphTo") != 0)
		jsonw_text(out, key,
		    jsonv_flag(relation, "primary") ? NULL
						    : first(relation, key));
}

static void
add_relation(struct buf *out, struct model *model, const struct jsonv *relation)
{
	const char *kind = jsonv_str(relation, "kind");
	const char *class = related_class(model, relation);

	if (!class || !leads_through(model, relation)) {
		model_warn(model, "%s: its table is not in the analysis",
		    jsonv_str(relation, "name"));
		return;
	}
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "kind", kind);
	jsonw_text(out, "name", jsonv_str(relation, "name"));
	jsonw_text(out, "class", class);
	jsonw_text(out, "foreignKey", first(relation, "foreignKey"));
	add_other_key(out, relation);
	add_morph(out, model, jsonv_get(relation, "morph"));
	add_through(out, model, jsonv_get(relation, "through"));
	jsonw_bool(out, "nullable", jsonv_flag(relation, "nullable"));
	if (jsonv_flag(relation, "cycle"))
		jsonw_bool(out, "cycle", true);
	jsonw_bool(out, "many", strstr(kind, "Many") != NULL);
	add_relation_pivot(out, model, relation);
	jsonw_text(out, "lockKey", jsonv_str(relation, "key"));
	buf_addc(out, '}');
}

void
define_relations(struct buf *out, struct model *model)
{
	const struct jsonv *list =
	    jsonv_get(model->source->relations, "relationships");
	const struct jsonv *relation;
	size_t i;

	jsonw_name(out, "relations");
	buf_addc(out, '[');
	jsonv_each (list, i, relation)
		add_relation(out, model, relation);
	buf_addc(out, ']');
}

static const struct jsonv *
pivot_keys(const struct model *model)
{
	return jsonv_get(
	    jsonv_get(model->source->relations, "pivot"), "foreignKeys");
}

bool
model_is_joint(const struct model *model)
{
	return jsonv_size(pivot_keys(model)) > 0;
}

bool
model_is_paired(const struct model *model, const char *column)
{
	const struct jsonv *key;
	size_t i;

	if (!model->joins)
		return false;
	jsonv_each (pivot_keys(model), i, key)
		if (strcmp(first(key, "columns"), column) == 0)
			return true;
	return false;
}

/* The two keys of a Pivot, so that a row that was not loaded saves itself. */
void
define_pivot(struct buf *out, const struct model *model)
{
	const struct jsonv *keys = pivot_keys(model);

	jsonw_name(out, "pivot");
	if (!model->joins) {
		buf_adds(out, "null");
		return;
	}
	buf_addc(out, '{');
	jsonw_text(out, "foreignKey", first(jsonv_at(keys, 0), "columns"));
	jsonw_text(out, "relatedKey", first(jsonv_at(keys, 1), "columns"));
	buf_addc(out, '}');
}
