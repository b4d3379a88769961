/*
 * request_rule - rules that keep what a column keeps (request.h).
 *
 * What they let through the database stores as it is, as far as the catalogue
 * tells; what it would cut off, round or refuse they refuse.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "kind.h"
#include "request.h"
#include "source.h"
#include "sql_bounds.h"
#include "sqltype.h"

static enum sql_dialect
dialect_of(const struct request *request)
{
	return sql_dialect_of(jsonv_str(request->def->json, "driver"));
}

static struct sql_bounds
bounds_of(const struct request *request, const struct column *column)
{
	struct sql_bounds bounds = { .value = { .has_least = false } };
	const struct jsonv *check;
	size_t i;

	jsonv_each (request->def->checks, i, check)
		sql_bounds_add(&bounds, dialect_of(request),
		    jsonv_string(check), column->name);
	jsonv_each (column->checks, i, check)
		sql_bounds_add(
		    &bounds, dialect_of(request), jsonv_string(check), "VALUE");
	column_within(column, dialect_of(request), &bounds.value);
	return bounds;
}

/* Appends a rule, behind a comma where it is not the first. */
#define add(out, ...)                                                          \
	do {                                                                   \
		buf_adds(out, (out)->len ? ", " : "");                         \
		buf_addf(out, __VA_ARGS__);                                    \
	} while (0)

/* Whether the database has no value of its own for a row without one. */
static bool
is_needed(const struct column *column)
{
	return column->required && !column->has_default;
}

/* An empty list is a value, but nothing to "required". */
static void
add_presence(
    struct request *request, struct buf *out, const struct column *column)
{
	if (column->nullable)
		add(out, "'nullable'");
	else if (request_is_array(column))
		add(out, "%s",
		    is_needed(column)
			? "$this->isMethod('PATCH') ? 'sometimes' : 'present'"
			: "'sometimes'");
	else if (is_needed(column))
		add(out, "...$required");
	else
		add(out, "'sometimes', 'required'");
	request->required |=
	    is_needed(column) && !column->nullable && !request_is_array(column);
}

/* Of whole numbers "gt" is said by the next one: it knows no lengths. */
static void
add_range(struct buf *out, const struct sql_range *range, bool whole)
{
	double least =
	    whole ? floor(range->least) + range->above : range->least;
	double most = whole ? ceil(range->most) - range->below : range->most;

	if (range->has_least)
		add(out, "'%s:%.15g'", range->above && !whole ? "gt" : "min",
		    least);
	if (range->has_most)
		add(out, "'%s:%.15g'", range->below && !whole ? "lt" : "max",
		    most);
}

/* Single numbers that it is not. */
static void
add_excluded(struct buf *out, const struct sql_range *range)
{
	for (size_t i = 0; i < range->n_excluded; i++)
		buf_addf(
		    out, "%s%.15g", i ? "," : ", 'not_in:", range->excluded[i]);
	if (range->n_excluded > 0)
		buf_addc(out, '\'');
}

/*
 * Of MySQL's year those of four digits: what has fewer is another year to it.
 * SQLite holds 64 bits whatever the type is called.
 */
static void
add_integer(struct request *request, struct buf *out,
    const struct column *column, const struct sql_bounds *bounds)
{
	const char *driver = jsonv_str(request->def->json, "driver");
	int bits = column->database_type && strcmp(driver, "sqlite") != 0
		       ? sqltype_bits(driver, column->database_type)
		       : 0;
	bool is_year = column_is_year(column, dialect_of(request));
	bool has_most = is_year || (bits != 0 && bits <= 62);
	int64_t least = is_year ? 1901 : 0, most = is_year ? 2155 : 0;

	add(out, "'integer'");
	add_range(out, &bounds->value, true);
	add_excluded(out, &bounds->value);
	if (has_most && !is_year) {
		most =
		    (INT64_C(1) << (column->is_unsigned ? bits : bits - 1)) - 1;
		least = column->is_unsigned ? 0 : -most - 1;
	}
	if (!bounds->value.has_least && (has_most || column->is_unsigned))
		add(out, "'min:%lld'", (long long)least);
	if (!bounds->value.has_most && has_most)
		add(out, "'max:%lld'", (long long)most);
}

/* 999.99 for (5, 2), 0.0099 for (2, 4) */
static void
add_digits(struct buf *out, int precision, int scale)
{
	int digits = precision - scale;

	for (int i = 0; i < digits; i++)
		buf_addc(out, '9');
	if (digits <= 0)
		buf_addc(out, '0');
	if (scale > 0)
		buf_addc(out, '.');
	for (int i = 0; i < scale; i++)
		buf_addc(out, i < -digits ? '0' : '9');
}

static void
add_number(struct buf *out, const struct column *column,
    const struct sql_bounds *bounds)
{
	struct buf most = BUF_INIT;
	int precision, scale;
	bool has_digits = column_digits(column, &precision, &scale);

	add(out, "'numeric'");
	add_range(out, &bounds->value, false);
	add_excluded(out, &bounds->value);
	if (has_digits) {
		add_digits(&most, precision, scale);
		add(out, "'decimal:0,%d'", scale);
	}
	if (column_zeros(column) > 0)
		add(out, "'multiple_of:%.0f'", pow(10, column_zeros(column)));
	if (!bounds->value.has_least && column->is_unsigned)
		add(out, "'min:0'");
	else if (!bounds->value.has_least && has_digits)
		add(out, "'min:-%s'", most.data);
	if (!bounds->value.has_most && has_digits)
		add(out, "'max:%s'", most.data);
	buf_clear(&most);
}

static void
add_string(struct buf *out, const struct column *column,
    const struct sql_bounds *bounds)
{
	add(out, "'string'");
	add_range(out, &bounds->length, true);
	if (column->length != NO_NUMBER && !bounds->length.has_most)
		add(out, "'max:%d'", column->length);
}

/* To "in" true is 1, and false the empty text. */
static void
add_boolean(struct buf *out, const struct column *column,
    const struct sql_bounds *bounds)
{
	bool yes = column_may_be(column, &bounds->value, true),
	     no = column_may_be(column, &bounds->value, false);

	add(out, "'boolean'");
	if (yes != no)
		add(out, yes ? "'in:1'" : "'not_in:1'");
}

static void
add_listed(
    struct request *request, struct buf *out, const struct column *column)
{
	size_t count;
	char **items = source_literals(request->arena, column->values, &count);

	buf_addf(out, "%s%s::in(", out->len ? ", " : "",
	    imports_name(&request->imports, CLASS_RULE));
	buf_adds(out, source_list(request->arena, items, count,
			  (struct source_place){ .column = SOURCE_ITEM_INDENT,
			      .indent = SOURCE_ITEM_INDENT,
			      .behind = (unsigned)out->len }));
	buf_addc(out, ')');
}

static void
add_type(struct request *request, struct buf *out, const struct column *column)
{
	struct sql_bounds bounds = bounds_of(request, column);
	const char *rule = request_simple_rule(column);

	if (column_takes_enum(column))
		add(out, "%s::enum(%s::class)",
		    imports_name(&request->imports, CLASS_RULE),
		    imports_name(&request->imports, column->cast));
	else if (column_is_listed(column))
		add_listed(request, out, column);
	else if (rule)
		add(out, "%s", rule);
	else if (column_is(column, "boolean"))
		add_boolean(out, column, &bounds);
	else if (column_is_integer(column))
		add_integer(request, out, column, &bounds);
	else if (column_is(column, "decimal") || column_is(column, "float"))
		add_number(out, column, &bounds);
	else
		add_string(out, column, &bounds);
}

void
request_rules(
    struct request *request, struct buf *out, const struct column *column)
{
	add_presence(request, out, column);
	add_type(request, out, column);
}
