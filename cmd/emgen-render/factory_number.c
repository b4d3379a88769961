/* factory_number - numbers that keep a column's rules (factory.h). */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "factory.h"
#include "fnv.h"
#include "kind.h"
#include "source.h"
#include "sqltype.h"

enum { FEW = 1 << 16 }; /* numbers that somebody may want all of */

/* 99999 as 99_999 */
static char *
grouped(struct arena *arena, double n)
{
	double thousands = floor(n / 1000);

	if (n < 0)
		return source_printf(arena, "-%s", grouped(arena, -n));
	if (n < 1000)
		return source_printf(arena, "%.0f", n);
	return source_printf(arena, "%s_%03.0f", grouped(arena, thousands),
	    n - 1000 * thousands);
}

/* The number without zeros that say nothing. */
static char *
number(struct arena *arena, double n, int scale)
{
	char *text;
	size_t len;

	if (n == floor(n))
		return grouped(arena, n);
	text = source_printf(arena, "%.*f", scale, n);
	len = strlen(text);
	while (len && text[len - 1] == '0')
		text[--len] = '\0';
	return text;
}

/* Keeps the wider side of each number that is excluded. */
static void
exclude(const struct sql_range *range, double step, double *least, double *most)
{
	for (size_t i = 0; i < range->n_excluded; i++) {
		double number = range->excluded[i];

		if (number < *least || number > *most)
			continue;
		if (*most - number >= number - *least)
			*least = number + step;
		else
			*most = number - step;
	}
}

void
factory_narrow(
    const struct sql_range *range, double step, double *least, double *most)
{
	double span = *most - *least;

	if (range->has_least) {
		*least = ceil(range->least / step) * step;
		if (range->above && *least == range->least)
			*least += step;
	}
	if (range->has_most) {
		*most = floor(range->most / step) * step;
		if (range->below && *most == range->most)
			*most -= step;
		if (!range->has_least && *most < *least)
			*least = *most - span;
	} else if (*most < *least) {
		*most = *least + span;
	}
	exclude(range, step, least, most);
}

/* The largest number of the type, but none that PHP may not hold. */
static double
largest(const struct factory *f, const struct column *column)
{
	const char *driver = jsonv_string(jsonv_get(f->def->json, "driver"));
	int bits = column->database_type ? sqltype_bits(driver ? driver : "",
					       column->database_type)
					 : 0;

	if (bits == 0 || bits > 31)
		return 2147483647;
	return (double)((1ULL << (column->is_unsigned ? bits : bits - 1)) - 1);
}

/*
 * Faker's unique() keeps one list of the numbers of all columns, in all
 * factories: where there are few to begin with, a column has a stretch of its
 * own, by its name, so that nobody else's numbers use them up.
 */
static double
own_start(const struct value *v)
{
	enum { STRETCH = 100000, STRETCHES = 20000 };
	const char *name = source_printf(
	    v->arena, "%s %s", v->f->def->table_name, v->column->name);
	uint32_t hash = fnv32(FNV32_BASIS, name, strlen(name));

	return (1 + hash % STRETCHES) * (double)STRETCH;
}

static char *
own_stretch(const struct value *v, double least, double most)
{
	double from = own_start(v);

	return source_printf(v->arena, "%s->numberBetween(%s, %s) - %s",
	    v->fake, grouped(v->arena, from + least),
	    grouped(v->arena, from + most), grouped(v->arena, from));
}

/* The smallest integer of any server holds 127; distinct ones need more. */
static struct span
integer_span(const struct value *v)
{
	struct span span = { 1, largest(v->f, v->column), 1, 0 };

	if (column_is_year(v->column, factory_dialect(v->f))) {
		span.least = 1970;
		span.most = 2069;
	} else if (!v->distinct && span.most > 127) {
		span.most = 127;
	}
	return span;
}

static struct span
decimal_span(const struct value *v)
{
	struct span span = { .step = 1 };
	int precision, digits;
	bool is_float = !column_digits(v->column, &precision, &span.scale) &&
			column_is(v->column, "float");

	if (span.scale == NO_NUMBER)
		span.scale = 2;
	digits = precision == NO_NUMBER ? 5 : precision - span.scale;
	span.most = is_float ? 999 : 0;
	for (int i = 0; i < digits && i < 5 && !is_float; i++)
		span.most = span.most * 10 + 9;
	for (int i = 0; i < span.scale; i++)
		span.step /= 10;
	if (digits <= 0 && !is_float)
		span.most = pow(10, digits) - span.step;
	span.step *= pow(10, column_zeros(v->column));
	return span;
}

struct span
factory_span(const struct value *v)
{
	struct span span =
	    column_is_integer(v->column) ? integer_span(v) : decimal_span(v);

	factory_narrow(&v->bounds.value, span.step, &span.least, &span.most);
	return span;
}

char *
factory_integer(const struct value *v)
{
	struct span span = factory_span(v);

	if (v->distinct && span.most - span.least < FEW)
		return own_stretch(v, span.least, span.most);
	return source_printf(v->arena, "%s->numberBetween(%s, %s)", v->fake,
	    grouped(v->arena, span.least), grouped(v->arena, span.most));
}

char *
factory_decimal(const struct value *v)
{
	struct span span = factory_span(v);

	return source_printf(v->arena, "%s->randomFloat(%d, %s, %s)", v->fake,
	    span.scale, number(v->arena, span.least, span.scale),
	    number(v->arena, span.most, span.scale));
}

char *
factory_distinct_boolean(const struct value *v)
{
	char *from = grouped(v->arena, own_start(v));
	char *next = grouped(v->arena, own_start(v) + 1);

	return source_printf(v->arena, "%s->numberBetween(%s, %s) === %s",
	    v->fake, from, next, next);
}
