/*
 * constraint - what the database holds rows to, and finds them by (define.h).
 *
 * No renderer of ours needs most of it; whoever judges a model does.  What is
 * null, false or empty is most of it and left out.
 */
#include <string.h>

#include "define.h"
#include "ev.h"
#include "jsonw.h"

static void
add_text(struct buf *out, const json_t *object, const char *name)
{
	if (*ev_str(object, name))
		jsonw_text(out, name, ev_str(object, name));
}

static void
add_columns(struct buf *out, const json_t *owner)
{
	const json_t *name;
	size_t i;

	jsonw_name(out, "columns");
	buf_addc(out, '[');
	json_array_foreach (json_object_get(owner, "columns"), i, name) {
		jsonw_item(out);
		jsonw_string(out, json_string_value(name));
	}
	buf_addc(out, ']');
}

/* --- indexes --- */

static void
add_index(struct buf *out, const json_t *index, bool unique)
{
	jsonw_item(out);
	buf_addc(out, '{');
	add_text(out, index, "name");
	add_columns(out, index);
	if (unique)
		jsonw_bool(out, "unique", true);
	if (json_is_true(json_object_get(index, "partial")))
		jsonw_bool(out, "partial", true);
	buf_addc(out, '}');
}

static void
add_indexes(struct buf *out, const json_t *table)
{
	const json_t *uniques = json_object_get(table, "uniqueKeys");
	const json_t *others = json_object_get(table, "indexes");
	const json_t *index;
	size_t i;

	if (json_array_size(uniques) + json_array_size(others) == 0)
		return;
	jsonw_name(out, "indexes");
	buf_addc(out, '[');
	json_array_foreach (uniques, i, index)
		add_index(out, index, true);
	json_array_foreach (others, i, index)
		add_index(
		    out, index, json_is_true(json_object_get(index, "unique")));
	buf_addc(out, ']');
}

/* --- foreign keys --- */

/* Of a list of relations, or of a pivot's keys, the one by these columns. */
static const json_t *
find_by(const json_t *list, const char *member, const json_t *columns)
{
	const json_t *item;
	size_t i;

	json_array_foreach (list, i, item)
		if (json_equal(json_object_get(item, member), columns))
			return item;
	return NULL;
}

/* The type of what a key refers to; "" where it is the key's own. */
static const char *
other_type(const struct model *model, const json_t *key)
{
	const json_t *facts = model->source->relations;
	const json_t *columns = json_object_get(key, "columns");
	const json_t *keys =
	    json_object_get(json_object_get(facts, "pivot"), "foreignKeys");
	const json_t *found = find_by(
	    json_object_get(facts, "relationships"), "foreignKey", columns);

	if (found && *ev_str(found, "ownerType"))
		return ev_str(found, "ownerType");
	return ev_str(find_by(keys, "columns", columns), "relatedType");
}

static void
add_references(struct buf *out, const struct model *model, const json_t *key)
{
	const json_t *to = json_object_get(key, "references");
	const char *type = other_type(model, key);
	const char *class = classes_full(
	    model->source->classes, ev_str(to, "schema"), ev_str(to, "table"));

	jsonw_name(out, "references");
	buf_addc(out, '{');
	add_text(out, to, "schema");
	jsonw_text(out, "table", ev_str(to, "table"));
	add_columns(out, to);
	if (*type)
		jsonw_text(out, "type", type);
	if (class)
		jsonw_text(out, "class", class);
	buf_addc(out, '}');
}

static void
add_action(struct buf *out, const json_t *key, const char *name)
{
	if (strcmp(ev_str(key, name), "NO ACTION") != 0)
		add_text(out, key, name);
}

static void
add_foreign_keys(struct buf *out, const struct model *model)
{
	const json_t *list =
	    json_object_get(model->source->table, "foreignKeys");
	const json_t *key;
	size_t i;

	if (json_array_size(list) == 0)
		return;
	jsonw_name(out, "foreignKeys");
	buf_addc(out, '[');
	json_array_foreach (list, i, key) {
		jsonw_item(out);
		buf_addc(out, '{');
		add_text(out, key, "name");
		add_columns(out, key);
		add_references(out, model, key);
		add_action(out, key, "onDelete");
		add_action(out, key, "onUpdate");
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void
add_checks(struct buf *out, const json_t *table)
{
	const json_t *checks = json_object_get(table, "checks");
	const json_t *check;
	size_t i;

	if (json_array_size(checks) == 0)
		return;
	jsonw_name(out, "checks");
	buf_addc(out, '[');
	json_array_foreach (checks, i, check) {
		jsonw_item(out);
		jsonw_string(out, ev_str(check, "expression"));
	}
	buf_addc(out, ']');
}

void
define_constraints(struct buf *out, const struct model *model)
{
	const json_t *table = model->source->table;

	jsonw_text(out, "driver", model->source->driver);
	add_indexes(out, table);
	add_foreign_keys(out, model);
	add_checks(out, table);
}
