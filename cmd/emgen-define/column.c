/* column - the columns of a model (define.h). */
#include <stdlib.h>
#include <string.h>

#include "cast.h"
#include "define.h"
#include "ev.h"
#include "jsonw.h"
#include "kind.h"
#include "mem.h"

/* A column with what was decided for it. */
struct decided {
	const struct jsonv *column;
	const char *name;
	char *enum_class; /* namespace and class, or NULL; owned */
	bool enum_is_new; /* not another column's, too */
	bool nullable;
	bool generated;
};

static bool
is_unique(const struct model *model, const char *column)
{
	const struct jsonv *keys =
	    jsonv_get(model->source->table, "uniqueKeys");
	const struct jsonv *key;
	size_t i;

	jsonv_each (keys, i, key) {
		const struct jsonv *columns = jsonv_get(key, "columns");

		if (jsonv_size(columns) == 1 &&
		    strcmp(jsonv_string(jsonv_at(columns, 0)), column) == 0)
			return true;
	}
	return jsonv_size(model->key) == 1 && model_is_key(model, column);
}

/* Whether rows without a value would all have the same one, that must differ.
 */
static bool
repeats_default(const struct model *model, const struct decided *it)
{
	const struct jsonv *initial = jsonv_get(it->column, "default");

	return jsonv_is(jsonv_get(initial, "literal"), JSONV_STRING) &&
	       is_unique(model, it->name);
}

/*
 * MySQL's date that is none, which a server refuses in Laravel's strict mode,
 * even where nobody but the column's default wants it.
 */
static bool
defaults_to_no_date(const struct decided *it)
{
	const struct jsonv *text =
	    jsonv_get(jsonv_get(it->column, "default"), "literal");

	return strncmp(jsonv_str(it->column, "kind"), "date", 4) == 0 &&
	       jsonv_is(text, JSONV_STRING) &&
	       strncmp(jsonv_string(text), "0000-00-00", 10) == 0;
}

/* Whether a row needs a value that neither side makes up. */
static bool
is_required(const struct model *model, const struct decided *it)
{
	return (!it->nullable || repeats_default(model, it) ||
		   defaults_to_no_date(it)) &&
	       !it->generated && names_can_be_attribute(it->name) &&
	       !model_is_managed(model, it->name) &&
	       !model_is_made(model, it->column) &&
	       !((model->generated_key || model->made_key) &&
		   model_is_key(model, it->name));
}

/* Members that are null or false say nothing, and are most: left out. */
static void
copy_member(struct buf *out, const struct jsonv *column, const char *name)
{
	const struct jsonv *value = jsonv_get(column, name);

	if (jsonv_is(value, JSONV_INTEGER))
		jsonw_int(out, name, jsonv_integer(value));
	else if (jsonv_is(value, JSONV_STRING))
		jsonw_text(out, name, jsonv_string(value));
}

static void
add_flag(struct buf *out, const char *name, bool flag)
{
	if (flag)
		jsonw_bool(out, name, true);
}

/* What a new row gets; DEFAULT NULL is what it gets anyway. */
static void
add_default(struct buf *out, const struct jsonv *column)
{
	static const char *const kinds[] = { "literal", "expression" };
	const struct jsonv *initial = jsonv_get(column, "default");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const struct jsonv *text = jsonv_get(initial, kinds[i]);

		if (!jsonv_is(text, JSONV_STRING))
			continue;
		jsonw_name(out, "default");
		buf_addc(out, '{');
		jsonw_text(out, kinds[i], jsonv_string(text));
		buf_addc(out, '}');
	}
}

/* What a column is restricted to, where no enum says it. */
static void
add_values(struct buf *out, const struct jsonv *values)
{
	const struct jsonv *value;
	size_t i;

	if (jsonv_size(values) == 0)
		return;
	jsonw_name(out, "values");
	buf_addc(out, '[');
	jsonv_each (values, i, value) {
		jsonw_item(out);
		jsonw_string(out, jsonv_string(value));
	}
	buf_addc(out, ']');
}

/*
 * Whether Eloquent knows the column for a date without a cast.  Of a pivot that
 * has one of the two timestamps it is attach() that gives it.
 */
static bool
is_date_by_name(const struct model *model, const char *name)
{
	return model_is_managed(model, name) &&
	       (!model->pivot || !model->created == !model->updated);
}

static void
add_column(struct buf *out, const struct model *model, const struct decided *it)
{
	char text[CAST_MAX];
	const char *type = it->enum_class, *cast = it->enum_class;

	if (!type && is_date_by_name(model, it->name)) {
		type = "date";
	} else if (!type) {
		type = cast_type(model, it->column);
		cast = cast_find(model, it->column, text);
	}
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "name", it->name);
	jsonw_text(out, "type", type);
	jsonw_text(out, "kind", jsonv_str(it->column, "kind"));
	if (*jsonv_str(it->column, "type"))
		jsonw_text(out, "databaseType", jsonv_str(it->column, "type"));
	jsonw_bool(out, "nullable", it->nullable);
	add_flag(out, "enum", it->enum_class);
	add_flag(out, "readOnly", it->generated);
	add_flag(out, "invisible", jsonv_flag(it->column, "invisible"));
	if (cast)
		jsonw_text(out, "cast", cast);
	add_flag(out, "castEnum", it->enum_class);
	copy_member(out, it->column, "comment");
	copy_member(out, it->column, "length");
	copy_member(out, it->column, "precision");
	copy_member(out, it->column, "scale");
	add_default(out, it->column);
	if (!it->enum_class)
		add_values(out, jsonv_get(it->column, "values"));
	define_checks(out, it->column);
	add_flag(out, "unsigned", jsonv_flag(it->column, "unsigned"));
	add_flag(out, "unique", is_unique(model, it->name));
	add_flag(out, "required", is_required(model, it));
	buf_addc(out, '}');
}

static struct decided
decide(const struct model *model, const struct jsonv *column,
    const char *namespace)
{
	struct decided it = {
		.column = column,
		.name = jsonv_str(column, "name"),
		.generated =
		    jsonv_is(jsonv_get(column, "generated"), JSONV_STRING),
	};

	it.nullable =
	    jsonv_flag(column, "nullable") && !model_is_key(model, it.name);
	it.enum_class = enum_class(model, column, namespace, &it.enum_is_new);
	return it;
}

static bool
has_many_to_many(const struct model *model)
{
	const struct jsonv *list =
	    jsonv_get(model->source->relations, "relationships");
	const struct jsonv *relation;
	size_t i;

	jsonv_each (list, i, relation)
		if (jsonv_is(jsonv_get(relation, "pivot"), JSONV_OBJECT))
			return true;
	return false;
}

static void
warn_of_invisible(struct model *model, const struct jsonv *column)
{
	if (jsonv_flag(column, "invisible"))
		model_warn(model,
		    "column %s is invisible: a model has it only if the query "
		    "names it",
		    jsonv_str(column, "name"));
}

static void
warn_of_name(struct model *model, const char *column)
{
	if (names_column_is_member(column))
		model_warn(model,
		    "column %s is hidden by a property of Eloquent's: use "
		    "getAttribute()",
		    column);
	if (!names_can_be_attribute(column))
		model_warn(model,
		    "column %s is no name to Eloquent: use raw SQL", column);
	if (strncmp(column, "pivot_", 6) == 0 && has_many_to_many(model))
		model_warn(model,
		    "belongsToMany takes column %s for one of the pivot's",
		    column);
}

void
define_columns(struct buf *out, struct model *model)
{
	char *namespace = settings_enums_namespace(model->source->settings);
	struct buf enums = BUF_INIT;
	const struct jsonv *column;
	size_t i;

	buf_addc(&enums, '[');
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	jsonv_each (model->columns, i, column) {
		struct decided it = decide(model, column, namespace);

		add_column(out, model, &it);
		if (it.enum_is_new)
			enum_add(&enums, model, column, it.enum_class);
		warn_of_name(model, it.name);
		warn_of_invisible(model, column);
		free(it.enum_class);
	}
	buf_addc(out, ']');
	jsonw_name(out, "enums");
	buf_add(out, enums.data, enums.len);
	buf_addc(out, ']');
	buf_clear(&enums);
	free(namespace);
}
