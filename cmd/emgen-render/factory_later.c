/* factory_later - dates that a check holds in order (factory.h). */
#include <string.h>

#include "factory.h"
#include "kind.h"
#include "source.h"

static bool
is_free_date(const struct factory *f, size_t i)
{
	return factory_is_made(f, i) && !f->distinct[i] &&
	       column_is_moment(&f->def->columns[i]);
}

static bool
is_called(const char *name, const char *wanted)
{
	return wanted && strcmp(name, wanted) == 0;
}

/* Whether save() sets the column to now. */
static bool
is_stamp(const struct factory *f, size_t i)
{
	const char *name = f->def->columns[i].name;

	return is_called(name, f->def->created) ||
	       is_called(name, f->def->updated);
}

bool
factory_is_set_by_others(const struct factory *f, size_t i)
{
	const struct column *column = &f->def->columns[i];

	return !column->required &&
	       (is_stamp(f, i) || (column->nullable && column->has_default &&
				      !factory_is_nulled(f->def, column)));
}

/* Whether it is a date that is made, or now: a default can be little else. */
static bool
is_past_date(const struct factory *f, size_t i)
{
	const struct column *column = &f->def->columns[i];

	return is_free_date(f, i) ||
	       (factory_is_set_by_others(f, i) && !column_is(column, "time") &&
		   column_is_moment(column));
}

/* The parts that hold one date before another. */
static sql_parts
parts_before(const struct factory *f, const char *check, size_t a, size_t b)
{
	const struct column *columns = f->def->columns;

	if (a == b || !is_past_date(f, a) ||
	    (!is_free_date(f, b) && !is_stamp(f, b)) ||
	    strcmp(columns[a].kind, columns[b].kind) != 0)
		return 0;
	return sql_bounds_before(
	    factory_dialect(f), check, columns[a].name, columns[b].name);
}

static void
find_later(struct factory *f, const char *check)
{
	for (size_t a = 0; a < f->def->column_count; a++) {
		if (!is_past_date(f, a))
			continue;
		for (size_t b = 0; b < f->def->column_count; b++)
			if (is_free_date(f, b) && parts_before(f, check, a, b))
				f->later[b] = true;
	}
}

void
factory_find_later(struct factory *f)
{
	const struct jsonv *check;
	size_t i;

	jsonv_each (f->checks, i, check)
		find_later(f, jsonv_string(check));
}

char *
factory_earlier_value(const struct value *v)
{
	const struct factory *f = v->f;
	size_t i = (size_t)(v->column - f->def->columns);

	if (!is_free_date(f, i) || !column_is(v->column, "time"))
		return NULL;
	for (size_t k = 0; k < f->def->column_count; k++)
		if (f->later[k] && column_is(&f->def->columns[k], "time"))
			return source_printf(
			    v->arena, "fake()->time('08:i:s')");
	return NULL;
}

char *
factory_later_value(const struct value *v)
{
	bool is_day = column_is(v->column, "date");

	if (column_is(v->column, "time"))
		return source_printf(v->arena, "fake()->time('17:i:s')");
	return source_printf(v->arena,
	    "fake()->dateTimeBetween('+1 day', '+1 year')%s",
	    is_day ? "->format('Y-m-d')" : "");
}

/* Where three are in a row, the second is not before the third. */
sql_parts
factory_parts_later(const struct factory *f, const char *check)
{
	sql_parts parts = 0;

	for (size_t a = 0; a < f->def->column_count; a++) {
		if (f->later[a] || !is_past_date(f, a))
			continue;
		for (size_t b = 0; b < f->def->column_count; b++)
			if (f->later[b] || is_stamp(f, b))
				parts |= parts_before(f, check, a, b);
	}
	return parts;
}

sql_parts
factory_parts_beside(const struct factory *f, size_t i, const char *check)
{
	const struct column *columns = f->def->columns;
	enum sql_dialect dialect = factory_dialect(f);
	sql_parts parts = 0;

	if (!factory_is_set_by_others(f, i))
		return 0;
	if (sql_check_allows_null(dialect, check, columns[i].name))
		return sql_bounds_all(dialect, check);
	for (size_t k = 0; k < f->def->column_count; k++)
		parts |= sql_bounds_before(
			     dialect, check, columns[i].name, columns[k].name) |
			 sql_bounds_before(
			     dialect, check, columns[k].name, columns[i].name);
	return parts;
}
