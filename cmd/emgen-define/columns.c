/* columns - the columns of a model (define.h). */
#include <stdlib.h>
#include <string.h>

#include "cast.h"
#include "define.h"
#include "jsonw.h"
#include "kind.h"

/* Rows are told apart by what is never null, whatever the database allows. */
static bool
is_nullable(const struct column *column)
{
	return column->is_nullable && !column->is_key;
}

/* Whether rows without a value would all have the same one, that must differ.
 */
static bool
repeats_default(const struct column *column)
{
	return column->is_unique &&
	       (column->literal ||
		   (column->is_null_once && !column->expression));
}

/*
 * MySQL's date that is none, which a server refuses in Laravel's strict mode,
 * even where nobody but the column's default wants it.
 */
static bool
defaults_to_no_date(const struct column *column)
{
	return kind_is_date(column) && column->literal &&
	       strncmp(column->literal, "0000-00-00", 10) == 0;
}

/* Whether a row needs a value that neither side makes up. */
static bool
is_required(const struct model *model, const struct column *column)
{
	return (!is_nullable(column) || repeats_default(column) ||
		   defaults_to_no_date(column)) &&
	       !column->is_generated && column->is_attribute &&
	       !column->is_managed && !model_is_made(column) &&
	       !((model->generated_key || model->made_key) && column->is_key);
}

/* Members that are null or false say nothing, and are most: left out. */
static void
add_text(struct buf *out, const char *name, const char *text)
{
	if (text)
		jsonw_text(out, name, text);
}

static void
add_integer(struct buf *out, const char *name, const struct jsonv *integer)
{
	if (jsonv_is(integer, JSONV_INTEGER))
		jsonw_int(out, name, jsonv_integer(integer));
}

static void
add_flag(struct buf *out, const char *name, bool flag)
{
	if (flag)
		jsonw_bool(out, name, true);
}

/* What a new row gets; DEFAULT NULL is what it gets anyway. */
static void
add_default(struct buf *out, const struct column *column)
{
	if (!column->literal && !column->expression)
		return;
	jsonw_name(out, "default");
	buf_addc(out, '{');
	add_text(out, "literal", column->literal);
	add_text(out, "expression", column->expression);
	buf_addc(out, '}');
}

/* What a column is restricted to, where its enum does not say it. */
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
is_date_by_name(const struct model *model, const struct column *column)
{
	return column->is_managed &&
	       (!model->joins || !model->created == !model->updated);
}

static void
add_column(struct buf *out, const struct model *model,
    const struct column *column, const char *enum_class)
{
	char text[CAST_MAX];
	const char *type = enum_class, *cast = enum_class;
	const struct jsonv *values = narrow_values(model, column);

	if (!type && is_date_by_name(model, column)) {
		type = "date";
	} else if (!type) {
		type = cast_type(model, column);
		cast = cast_find(model, column, text);
	}
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "name", column->name);
	jsonw_text(out, "type", type);
	jsonw_text(out, "kind", column->kind_name);
	if (*column->type)
		jsonw_text(out, "databaseType", column->type);
	add_text(out, "baseType", column->base_type);
	add_integer(out, "fields", column->fields);
	add_integer(out, "srid", column->srid);
	jsonw_bool(out, "nullable", is_nullable(column));
	add_flag(out, "enum", enum_class);
	add_flag(out, "readOnly", column->is_generated);
	add_flag(out, "invisible", column->is_invisible);
	add_text(out, "cast", cast);
	add_flag(out, "castEnum", enum_class);
	add_text(out, "comment", column->comment);
	add_integer(out, "length", column->length);
	add_integer(out, "precision", column->precision);
	add_integer(out, "scale", column->scale);
	add_default(out, column);
	if (!enum_class || values != column->values)
		add_values(out, values);
	define_checks(out, column->checks);
	add_flag(out, "unsigned", column->is_unsigned);
	add_flag(out, "unique", column->is_unique);
	add_flag(out, "required", is_required(model, column));
	buf_addc(out, '}');
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
warn_of_invisible(struct model *model, const struct column *column)
{
	if (column->is_invisible)
		model_warn(model,
		    "column %s is invisible: a model has it only if the query "
		    "names it",
		    column->name);
}

static void
warn_of_name(struct model *model, const struct column *column)
{
	const char *name = column->name;

	if (names_column_is_member(name))
		model_warn(model,
		    "column %s is hidden by a property of Eloquent's: use "
		    "getAttribute()",
		    name);
	if (!column->is_attribute)
		model_warn(model,
		    "column %s is no name to Eloquent: use raw SQL", name);
	if (strncmp(name, "pivot_", 6) == 0 && has_many_to_many(model))
		model_warn(model,
		    "belongsToMany takes column %s for one of the pivot's",
		    name);
}

static void
warn_of_float(struct model *model, const struct column *column)
{
	bool is_pgsql = strcmp(model->source->driver, "pgsql") == 0;

	if (column->is_key && column->kind == KIND_FLOAT)
		model_warn(model,
		    "%s of the key is a float: %sa row is found only if PHP's "
		    "digits are those of its value; update() of another "
		    "changes nothing and returns true",
		    column->name, is_pgsql ? "from PHP 8.4 on " : "");
}

void
define_columns(struct buf *out, struct model *model)
{
	struct buf enums = BUF_INIT;

	buf_addc(&enums, '[');
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	for (size_t i = 0; i < model->column_count; i++) {
		const struct column *column = &model->columns[i];
		bool is_new; /* not another column's enum, too */
		char *class = enum_class(model, column, &is_new);

		add_column(out, model, column, class);
		if (is_new)
			enum_add(&enums, model, column, class);
		warn_of_name(model, column);
		warn_of_invisible(model, column);
		warn_of_float(model, column);
		free(class);
	}
	buf_addc(out, ']');
	jsonw_name(out, "enums");
	buf_add(out, enums.data, enums.len);
	buf_addc(out, ']');
	buf_clear(&enums);
}
