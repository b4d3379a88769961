/* factory_check - which CHECKs the rows of a factory may break (factory.h). */
#include <string.h>
#include <strings.h>

#include "factory.h"
#include "kind.h"
#include "list.h"
#include "source.h"
#include "sql_check.h"
#include "sql_values.h"

static bool
is_bounded(const struct sql_range *range)
{
	return range->has_least || range->has_most || range->n_excluded > 0;
}

/* Whether what is made for a column can follow these bounds. */
static bool
can_follow(const struct factory *f, size_t i, const struct sql_bounds *bounds)
{
	static const char *const numbers[] = { "boolean", "integer", "bigint",
		"decimal", "float", NULL };
	static const char *const texts[] = { "string", "text", NULL };
	static const char *const extents[] = { "string", "text", "binary",
		NULL };
	const struct column *column = &f->def->columns[i];
	struct sql_values found;
	bool is_chosen = column->cast_enum || column_is_listed(column) ||
			 factory_is_listed(f, i, &found);
	bool is_short = column->length != NO_NUMBER && column->length < 4;

	if (is_bounded(&bounds->value) &&
	    (is_chosen || !list_has(numbers, column->kind)))
		return false;
	if (is_bounded(&bounds->length) &&
	    (is_chosen || !list_has(extents, column->kind)))
		return false;
	return !bounds->differs ||
	       (!is_chosen && !is_short && list_has(texts, column->kind));
}

bool
factory_is_made(const struct factory *f, size_t i)
{
	return f->def->columns[i].required && !f->parents[i].relation &&
	       !f->parents[i].key;
}

/* --- what is kept --- */

/* The parts that are true of a column whatever the caller does. */
static sql_parts
kept_parts(
    const struct factory *f, size_t i, const char *check, const char *name)
{
	const struct column *column = &f->def->columns[i];
	struct sql_bounds bounds = { .differs = false };
	sql_parts parts = 0;

	if (!column->nullable || column->required ||
	    factory_is_set_by_others(f, i))
		parts =
		    sql_bounds_add(&bounds, factory_dialect(f), check, name);
	if (factory_is_made(f, i))
		return can_follow(f, i, &bounds) ? parts : 0;
	return parts | (sql_bounds_of_null(factory_dialect(f), check, name) &
			   ~factory_parts_beside(f, i, check));
}

/* Whether it is of JSON that is well formed, or of the type that is made. */
static bool
is_json_kept(const struct factory *f, const char *check, const char *name)
{
	enum sql_dialect dialect = factory_dialect(f);
	const char *type = sql_check_json_type(f->arena, dialect, check, name);

	return sql_is_json_check(f->arena, dialect, check, name) ||
	       (type && (strcasecmp(type, "object") == 0 ||
			    strcasecmp(type, "array") == 0));
}

/* Whether it takes some out of the values that the column has one of. */
static bool
is_refusal(const struct factory *f, const struct column *column,
    const char *check, const char *name)
{
	struct sql_values found;

	return (column->cast_enum || jsonv_size(column->values) > 0) &&
	       sql_values_refused(
		   f->arena, factory_dialect(f), check, &found) &&
	       strcasecmp(found.column, name) == 0;
}

/* Whether it is a list of values, or takes some out of one, or is of JSON. */
static bool
is_read(const struct factory *f, const char *check)
{
	const struct column *column = f->def->columns;
	struct sql_values found;

	for (size_t i = 0; i < f->def->column_count; i++, column++)
		if ((column_is(column, "json") &&
			is_json_kept(f, check, column->name)) ||
		    is_refusal(f, column, check, column->name))
			return true;
	return sql_values_allowed(f->arena, factory_dialect(f), check, &found);
}

bool
factory_keeps(struct factory *f, const char *check)
{
	sql_parts all = sql_bounds_all(factory_dialect(f), check);
	sql_parts kept =
	    factory_parts_later(f, check) | factory_parts_in_order(f, check);

	for (size_t i = 0; i < f->def->column_count; i++) {
		const struct column *column = &f->def->columns[i];

		if (!column->required && column->nullable &&
		    !column->has_default &&
		    sql_check_allows_null(
			factory_dialect(f), check, column->name))
			return true;
		if (factory_fits(f, i, check, column->name) ||
		    factory_has_extent(f, i, check, column->name) ||
		    factory_is_listed_by(f, i, check))
			return true;
		kept |= kept_parts(f, i, check, column->name) |
			factory_moment_parts(f, i, check, column->name);
	}
	return all && (kept & all) == all;
}

static void
add_check(struct factory *f, struct view *list, const char *check)
{
	view_text(f->arena, list, NULL, source_doc(f->arena, check));
}

/* Of the types of the columns that are made. */
static void
add_of_types(struct factory *f, struct view *list)
{
	for (size_t i = 0; i < f->def->column_count; i++) {
		const struct column *column = &f->def->columns[i];
		const struct jsonv *check;
		size_t k;

		jsonv_each (column->checks, k, check) {
			const char *text = jsonv_string(check);
			sql_parts all =
			    sql_bounds_all(factory_dialect(f), text);

			if (!column->required || is_read(f, text) ||
			    (column_is(column, "json") &&
				is_json_kept(f, text, "VALUE")) ||
			    is_refusal(f, column, text, "VALUE") ||
			    factory_fits(f, i, text, "VALUE") ||
			    factory_has_extent(f, i, text, "VALUE") ||
			    (all && (kept_parts(f, i, text, "VALUE") |
					factory_moment_parts(
					    f, i, text, "VALUE")) == all))
				continue;
			add_check(f, list,
			    source_printf(
				f->arena, "%s: %s", column->name, text));
		}
	}
}

void
factory_add_checks(struct factory *f, struct view *list)
{
	const struct jsonv *check;
	size_t i;

	jsonv_each (f->checks, i, check)
		if (!is_read(f, jsonv_string(check)) &&
		    !factory_keeps(f, jsonv_string(check)))
			add_check(f, list, jsonv_string(check));
	add_of_types(f, list);
}
