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
add_text(struct buf *out, const struct jsonv *object, const char *name)
{
	const char *text = jsonv_str(object, name);

	if (*text)
		jsonw_text(out, name, text);
}

static void
add_columns(struct buf *out, const struct jsonv *owner)
{
	const struct jsonv *name;
	size_t i;

	jsonw_name(out, "columns");
	buf_addc(out, '[');
	jsonv_each (jsonv_get(owner, "columns"), i, name) {
		jsonw_item(out);
		jsonw_string(out, jsonv_string(name));
	}
	buf_addc(out, ']');
}

/* --- indexes --- */

/* What holds the beginning of columns only. */
static void
add_prefixes(struct buf *out, const struct jsonv *index)
{
	const struct jsonv *list = jsonv_get(index, "prefixes"), *prefix;
	size_t i;

	if (jsonv_size(list) == 0)
		return;
	jsonw_name(out, "prefixes");
	buf_addc(out, '[');
	jsonv_each (list, i, prefix) {
		jsonw_item(out);
		buf_addc(out, '{');
		jsonw_int(out, "position",
		    jsonv_integer(jsonv_get(prefix, "position")));
		jsonw_text(out, "column", jsonv_str(prefix, "column"));
		jsonw_int(
		    out, "length", jsonv_integer(jsonv_get(prefix, "length")));
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void
add_index(struct buf *out, const struct jsonv *index, bool unique)
{
	jsonw_item(out);
	buf_addc(out, '{');
	add_text(out, index, "name");
	add_columns(out, index);
	if (unique)
		jsonw_bool(out, "unique", true);
	if (jsonv_flag(index, "partial"))
		jsonw_bool(out, "partial", true);
	if (jsonv_flag(index, "nullsNotDistinct"))
		jsonw_bool(out, "nullsNotDistinct", true);
	add_text(out, index, "method");
	add_prefixes(out, index);
	buf_addc(out, '}');
}

static void
add_indexes(struct buf *out, const struct jsonv *table)
{
	const struct jsonv *uniques = jsonv_get(table, "uniqueKeys");
	const struct jsonv *others = jsonv_get(table, "indexes");
	const struct jsonv *index;
	size_t i;

	if (jsonv_size(uniques) + jsonv_size(others) == 0)
		return;
	jsonw_name(out, "indexes");
	buf_addc(out, '[');
	jsonv_each (uniques, i, index)
		add_index(out, index, true);
	jsonv_each (others, i, index)
		add_index(out, index, jsonv_flag(index, "unique"));
	buf_addc(out, ']');
}

/* --- foreign keys --- */

/* Of a list of relations, or of a pivot's keys, the one by these columns. */
static const struct jsonv *
find_by(
    const struct jsonv *list, const char *member, const struct jsonv *columns)
{
	const struct jsonv *item;
	size_t i;

	jsonv_each (list, i, item)
		if (jsonv_same_texts(jsonv_get(item, member), columns))
			return item;
	return NULL;
}

/* The type of what a key refers to; "" where it is the key's own. */
static const char *
other_type(const struct model *model, const struct jsonv *key)
{
	const struct jsonv *facts = model->source->relations;
	const struct jsonv *columns = jsonv_get(key, "columns");
	const struct jsonv *keys =
	    jsonv_get(jsonv_get(facts, "pivot"), "foreignKeys");
	const struct jsonv *found =
	    find_by(jsonv_get(facts, "relationships"), "foreignKey", columns);

	if (found && *jsonv_str(found, "ownerType"))
		return jsonv_str(found, "ownerType");
	return jsonv_str(find_by(keys, "columns", columns), "relatedType");
}

static void
add_references(
    struct buf *out, const struct model *model, const struct jsonv *key)
{
	const struct jsonv *to = jsonv_get(key, "references");
	const char *type = other_type(model, key);
	const char *class = classes_full(model->source->classes,
	    jsonv_str(to, "schema"), jsonv_str(to, "table"));

	jsonw_name(out, "references");
	buf_addc(out, '{');
	add_text(out, to, "schema");
	jsonw_text(out, "table", jsonv_str(to, "table"));
	add_columns(out, to);
	if (*type)
		jsonw_text(out, "type", type);
	if (class)
		jsonw_text(out, "class", class);
	buf_addc(out, '}');
}

static void
add_action(struct buf *out, const struct jsonv *key, const char *name)
{
	if (strcmp(jsonv_str(key, name), "NO ACTION") != 0)
		add_text(out, key, name);
}

static void
add_foreign_keys(struct buf *out, const struct model *model)
{
	const struct jsonv *list =
	    jsonv_get(model->source->table, "foreignKeys");
	const struct jsonv *key;
	size_t i;

	if (jsonv_size(list) == 0)
		return;
	jsonw_name(out, "foreignKeys");
	buf_addc(out, '[');
	jsonv_each (list, i, key) {
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

void
define_checks(struct buf *out, const struct jsonv *checks)
{
	const struct jsonv *check;
	size_t i;

	if (jsonv_size(checks) == 0)
		return;
	jsonw_name(out, "checks");
	buf_addc(out, '[');
	jsonv_each (checks, i, check) {
		jsonw_item(out);
		jsonw_string(out, jsonv_str(check, "expression"));
	}
	buf_addc(out, ']');
}

void
define_constraints(struct buf *out, const struct model *model)
{
	const struct jsonv *table = model->source->table;

	jsonw_text(out, "driver", model->source->driver);
	add_indexes(out, table);
	add_foreign_keys(out, model);
	define_checks(out, jsonv_get(table, "checks"));
	add_text(out, table, "partition");
}
