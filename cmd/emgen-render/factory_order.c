/* factory_order - numbers that a check holds in order (factory.h). */
#include <math.h>

#include "factory.h"
#include "list.h"

static bool
is_free_number(const struct factory *f, size_t i)
{
	static const char *const kinds[] = { "integer", "bigint", "decimal",
		"float", NULL };
	const struct column *column = &f->def->columns[i];

	return factory_is_made(f, i) && !f->distinct[i] && !column->cast_enum &&
	       jsonv_size(column->values) == 0 && list_has(kinds, column->kind);
}

/* The parts that hold one number below another. */
static sql_parts
parts_below(const struct factory *f, const char *check, size_t a, size_t b)
{
	const struct column *columns = f->def->columns;

	if (a == b || !is_free_number(f, a) || !is_free_number(f, b))
		return 0;
	return sql_bounds_before(
	    factory_dialect(f), check, columns[a].name, columns[b].name);
}

static struct span
span_of(struct factory *f, size_t i)
{
	struct value v = { .column = &f->def->columns[i],
		.f = f,
		.arena = f->arena,
		.bounds = factory_bounds(f, i) };

	return factory_span(&v);
}

/* Cuts what both can be in the middle, where there is room on both sides. */
static void
part(struct factory *f, size_t low, size_t high)
{
	struct span a = span_of(f, low), b = span_of(f, high);
	double step = a.step > b.step ? a.step : b.step;
	double from = a.least > b.least ? a.least : b.least;
	double to = a.most < b.most ? a.most : b.most;
	double at = from + floor((to - from) / 2 / step) * step;

	if (a.most < b.least || at < a.least || at + step > b.most)
		return;
	f->order[low].has_most = true;
	f->order[low].most = at;
	f->order[high].has_least = true;
	f->order[high].least = at + step;
}

static void
find_order(struct factory *f, const char *check)
{
	for (size_t a = 0; a < f->def->column_count; a++)
		for (size_t b = 0; b < f->def->column_count; b++)
			if (parts_below(f, check, a, b))
				part(f, a, b);
}

void
factory_find_order(struct factory *f)
{
	const struct jsonv *check;
	size_t i;

	jsonv_each (f->checks, i, check)
		find_order(f, jsonv_string(check));
}

sql_parts
factory_parts_in_order(struct factory *f, const char *check)
{
	sql_parts parts = 0, found;

	for (size_t a = 0; a < f->def->column_count; a++)
		for (size_t b = 0; b < f->def->column_count; b++) {
			found = parts_below(f, check, a, b);
			if (found && span_of(f, a).most < span_of(f, b).least)
				parts |= found;
		}
	return parts;
}
