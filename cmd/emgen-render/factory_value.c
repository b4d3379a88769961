/* factory_value - values that keep a column's rules (factory.h). */
#include <string.h>
#include <strings.h>

#include "factory.h"
#include "factory_mysql.h"
#include "factory_type.h"
#include "kind.h"
#include "model_parts.h"
#include "source.h"
#include "sql_check.h"

/* One of so many values that the column is restricted to. */
static char *
one_of(const struct value *v, char *const items[], size_t count)
{
	char *head =
	    source_printf(v->arena, "            %s => %s->randomElement(",
		source_literal(v->arena, v->column->name), v->fake);

	return source_printf(v->arena, "%s->randomElement(%s)", v->fake,
	    source_list(v->arena, items, count,
		(struct source_place){ .column = (unsigned)strlen(head),
		    .indent = SOURCE_ITEM_INDENT,
		    .behind = 2 }));
}

static char *
listed_value(const struct value *v)
{
	size_t count;
	char **items = source_literals(v->arena, v->column->values, &count);
	bool integers = strcmp(v->column->type, "int") == 0;

	for (size_t i = 0; i < count && integers; i++)
		items[i] = source_value(
		    v->arena, "integer", jsonv_at(v->column->values, i));
	return one_of(v, items, count);
}

/* The same of a check that is met in one way of several. */
static char *
chosen_value(const struct value *v, const struct sql_values *found)
{
	char **items = arena_alloc(v->arena, found->n, sizeof(*items));

	for (size_t i = 0; i < found->n; i++)
		items[i] = source_literal(v->arena, found->values[i]);
	return found->n == 1 ? items[0] : one_of(v, items, found->n);
}

/* --- kinds --- */

/* A boolean that has to be one of both, or each but once; NULL for any. */
static char *
settled_boolean(const struct value *v)
{
	bool yes = column_may_be(v->column, &v->bounds.value, true),
	     no = column_may_be(v->column, &v->bounds.value, false);

	if (yes != no)
		return source_printf(v->arena, yes ? "true" : "false");
	if (factory_is_exception(v->f, v->column->name))
		return source_printf(v->arena, "false");
	return v->distinct ? factory_distinct_boolean(v) : NULL;
}

/* Digits are an element of most types; an empty array is one of all. */
static char *
array_value(const struct value *v)
{
	return v->distinct
		   ? source_printf(v->arena,
			 "'{'.%s->numberBetween(1, 32_767).'}'", v->fake)
		   : source_printf(v->arena, "'{}'");
}

/* No server has rows of more. */
static bool
is_row(const struct column *column)
{
	return column->fields > 0 && column->fields <= 1600;
}

/* A row of nulls; digits are a value of most types. */
static char *
row_value(const struct value *v)
{
	char *commas =
	    source_printf(v->arena, "%*s", v->column->fields - 1, "");

	memset(commas, ',', strlen(commas));
	return v->distinct ? source_printf(v->arena,
				 "'('.%s->numberBetween(1, 32_767).'%s)'",
				 v->fake, commas)
			   : source_printf(v->arena, "'(%s)'", commas);
}

/* Whether one of the checks asks for an object. */
static bool
is_object(const struct value *v, const struct jsonv *checks, const char *name)
{
	const struct jsonv *check;
	const char *type;
	size_t i;

	jsonv_each (checks, i, check) {
		type = sql_check_json_type(
		    v->arena, factory_dialect(v->f), jsonv_string(check), name);
		if (type && strcasecmp(type, "object") == 0)
			return true;
	}
	return false;
}

static bool
is_named(struct arena *arena, const struct sql_token *tokens, size_t n,
    const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(sql_text(arena, &tokens[i]), name) == 0)
			return true;
	return false;
}

/* Whether one of them asks for more than JSON of a type: not an empty list. */
static bool
is_more(const struct value *v, const struct jsonv *checks, const char *name)
{
	enum sql_dialect dialect = factory_dialect(v->f);
	const struct jsonv *check;
	size_t i;

	jsonv_each (checks, i, check) {
		const char *text = jsonv_string(check);
		struct sql_token *tokens;
		size_t n = sql_tokens(v->arena, dialect, text, &tokens);

		if (is_named(v->arena, tokens, n, name) &&
		    !sql_is_json_check(v->arena, dialect, text, name) &&
		    !sql_check_json_type(v->arena, dialect, text, name))
			return true;
	}
	return false;
}

static char *
json_value(const struct value *v)
{
	const char *key = is_object(v, v->f->checks, v->column->name) ||
				  is_object(v, v->column->checks, "VALUE")
			      ? "'key' => "
			      : "";

	if (!v->distinct && !*key &&
	    !is_more(v, v->f->checks, v->column->name) &&
	    !is_more(v, v->column->checks, "VALUE"))
		return source_printf(v->arena, "[]");
	return source_printf(v->arena, "[%s%s->%s()]", key, v->fake,
	    v->distinct ? "uuid" : "word");
}

static char *
kind_value(const struct value *v)
{
	const struct column *column = v->column;

	if (column_is_integer(column))
		return factory_integer(v);
	if (column_is(column, "decimal") || column_is(column, "float"))
		return factory_decimal(v);
	if (column_is(column, "json"))
		return json_value(v);
	if (column_is(column, "ulid"))
		return source_printf(v->arena, "(string) %s::ulid()",
		    imports_name(&v->f->imports, CLASS_STR));
	if (column_is(column, "binary"))
		return factory_bytes(v);
	if (column_is(column, "array"))
		return array_value(v);
	if (column_is(column, "range"))
		return factory_range(v);
	return factory_text(v);
}

enum sql_dialect
factory_dialect(const struct factory *f)
{
	const char *driver = jsonv_string(jsonv_get(f->def->json, "driver"));

	return sql_dialect_of(driver ? driver : "");
}

static void
add_bounds(struct sql_bounds *bounds, const struct factory *f,
    const struct jsonv *checks, const char *name)
{
	const struct jsonv *check;
	size_t i;

	jsonv_each (checks, i, check)
		sql_bounds_add(
		    bounds, factory_dialect(f), jsonv_string(check), name);
}

/* Narrows the range by the order that the column has among others. */
static void
add_order(struct sql_range *range, const struct sql_range *order)
{
	if (order->has_least) {
		range->has_least = true;
		range->least = order->least;
		range->above = false;
	}
	if (order->has_most) {
		range->has_most = true;
		range->most = order->most;
		range->below = false;
	}
}

struct sql_bounds
factory_bounds(const struct factory *f, size_t i)
{
	struct sql_bounds bounds = { .value = { .has_least = false } };
	const struct column *column = &f->def->columns[i];

	add_bounds(&bounds, f, f->checks, column->name);
	add_bounds(&bounds, f, column->checks, "VALUE");
	column_within(column, factory_dialect(f), &bounds.value);
	add_order(&bounds.value, &f->order[i]);
	return bounds;
}

/* What follows from the type alone, as the server of the definition has it. */
static char *
typed_value(const struct value *v)
{
	char *value = is_row(v->column) ? row_value(v) : factory_bytea(v);

	if (!value && factory_dialect(v->f) == SQL_MYSQL)
		value = factory_mysql_value(v->arena, v->column, v->fake);
	return value ? value : factory_type_value(v->arena, v->column, v->fake);
}

char *
factory_value(struct factory *f, size_t column)
{
	struct value v = { .f = f,
		.arena = f->arena,
		.column = &f->def->columns[column],
		.distinct = f->distinct[column],
		.within = f->within[column],
		.fake = f->distinct[column] ? "fake()->unique()" : "fake()" };
	struct sql_values found;
	char *simple;

	if (factory_is_listed(f, column, &found))
		return chosen_value(&v, &found);
	if (column_takes_enum(v.column))
		return source_printf(f->arena, "%s->randomElement(%s::cases())",
		    v.fake, imports_name(&f->imports, v.column->cast));
	if (column_is_listed(v.column))
		return listed_value(&v);
	if (f->later[column])
		return factory_later_value(&v);
	v.bounds = factory_bounds(f, column);
	simple = column_is(v.column, "boolean")
		     ? settled_boolean(&v)
		     : factory_morph_value(f, column);
	if (!simple)
		simple = factory_earlier_value(&v);
	if (!simple)
		simple = factory_moment(&v);
	if (!simple)
		simple = typed_value(&v);
	if (simple)
		return simple;
	v.pattern = factory_pattern(f, column);
	return kind_value(&v);
}
