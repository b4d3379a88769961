/* relation - the relations of a model (define.h). */
#include <stdlib.h>
#include <string.h>

#include "define.h"
#include "ev.h"
#include "jsonw.h"

/* The class of a table with its namespace; NULL if it has none. */
static const char *
full_class(const struct model *model, const json_t *table)
{
	return classes_full(model->source->classes, ev_str(table, "schema"),
	    ev_str(table, "name"));
}

/* Only a Pivot can be one; what a person has written may be another model. */
static bool
is_pivot_class(const struct model *model, const json_t *pivot)
{
	const json_t *written = classes_written(model->source->classes,
	    ev_str(pivot, "schema"), ev_str(pivot, "name"));

	return json_is_true(json_object_get(pivot, "model")) &&
	       (!written || json_is_true(json_object_get(written, "pivot")));
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
	const json_t *name;
	char *table;
	size_t i;

	jsonw_name(out, "pivot");
	if (!json_is_object(pivot)) {
		buf_adds(out, "null");
		return;
	}
	table = model_table_name(
	    model, ev_str(pivot, "schema"), ev_str(pivot, "name"));
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
	json_array_foreach (json_object_get(pivot, "columns"), i, name) {
		jsonw_item(out);
		jsonw_string(out, json_string_value(name));
	}
	buf_addc(out, ']');
	jsonw_bool(out, "timestamps",
	    json_is_true(json_object_get(pivot, "timestamps")));
	if (json_is_true(json_object_get(pivot, "repeats")))
		jsonw_bool(out, "repeats", true);
	buf_addc(out, '}');
	free(table);
}

/* In has() and withCount(), "users"."id" is of the inner one of two users. */
static void
warn_of_namesake(struct model *model, const json_t *relation)
{
	const json_t *related = json_object_get(relation, "related");
	const char *schema = model->schema ? model->schema : "";

	if (strcmp(ev_str(related, "name"), model->name) == 0 &&
	    strcmp(ev_str(related, "schema"), schema) != 0)
		model_warn(model,
		    "%s: to Eloquent's has() and withCount(), both tables "
		    "are one",
		    ev_str(relation, "name"));
}

static void
add_relation(struct buf *out, struct model *model, const json_t *relation)
{
	const char *kind = ev_str(relation, "kind");
	const char *theirs =
	    strcmp(kind, "belongsTo") == 0 ? "ownerKey" : "localKey";
	const char *class =
	    full_class(model, json_object_get(relation, "related"));

	if (!class) {
		model_warn(model, "%s: its table is not in the analysis",
		    ev_str(relation, "name"));
		return;
	}
	warn_of_namesake(model, relation);
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
}

void
define_relations(struct buf *out, struct model *model)
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
void
define_pivot(struct buf *out, const struct model *model)
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
