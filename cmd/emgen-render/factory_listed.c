/* factory_listed - values that checks leave some of (factory.h). */
#include <string.h>

#include "factory.h"
#include "kind.h"
#include "sql_split.h"
#include "sql_values.h"

/* Whether the check names values that the column may have, or may not. */
static bool
read_values(const struct factory *f, size_t i, const char *check, bool allowed,
    struct sql_values *found)
{
	enum sql_dialect dialect = factory_dialect(f);
	char *text = sql_without_case(f->arena, dialect, check);

	return (allowed ? sql_values_allowed(f->arena, dialect, text, found)
			: sql_values_refused(f->arena, dialect, text, found)) &&
	       strcmp(found->column, f->def->columns[i].name) == 0;
}

static bool
has_value(const struct sql_values *found, const char *value)
{
	for (size_t i = 0; i < found->n; i++)
		if (strcmp(found->values[i], value) == 0)
			return true;
	return false;
}

/* Leaves those that are among the others, or not; all if none would be left. */
static void
keep(struct arena *arena, struct sql_values *found,
    const struct sql_values *others, bool among)
{
	const char **kept = arena_alloc(arena, found->n, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++)
		if (has_value(others, found->values[i]) == among)
			kept[n++] = found->values[i];
	if (n == 0)
		return;
	found->values = kept;
	found->n = n;
}

static const struct enumeration *
enum_of(const struct definition *def, const struct column *column)
{
	for (size_t i = 0; column->cast_enum && i < def->enum_count; i++)
		if (strcmp(def->enums[i].class, column->cast) == 0)
			return &def->enums[i];
	return NULL;
}

/* The values that the column has one of; none where that is open. */
static struct sql_values
own_values(const struct factory *f, const struct column *column)
{
	const struct enumeration *all = enum_of(f->def, column);
	size_t n = jsonv_size(column->values);
	bool has_list = n > 0 || !all;
	const char **values;

	if (!has_list)
		n = all->count;
	values = arena_alloc(f->arena, n + 1, sizeof(*values));
	for (size_t i = 0; i < n; i++)
		values[i] = has_list ? jsonv_string(jsonv_at(column->values, i))
				     : all->cases[i].value;
	return (struct sql_values){ .values = values, .n = n };
}

/* What is refused is taken out of what is allowed: it says nothing alone. */
static void
narrow_by(const struct factory *f, size_t i, const char *check, bool allowed,
    struct sql_values *found)
{
	struct sql_values next;

	if (!read_values(f, i, check, allowed, &next))
		return;
	if (found->n)
		keep(f->arena, found, &next, allowed);
	else if (allowed)
		*found = next;
}

/* What all checks leave, and one more that is not NULL. */
static void
find_values(const struct factory *f, size_t i, const char *more,
    struct sql_values *found)
{
	const struct jsonv *check;
	size_t k;

	*found = own_values(f, &f->def->columns[i]);
	for (int pass = 0; pass < 2; pass++) {
		jsonv_each (f->checks, k, check)
			narrow_by(f, i, jsonv_string(check), pass == 0, found);
		if (more)
			narrow_by(f, i, more, pass == 0, found);
	}
}

/* Whether it gets one of the values, fewer than it has of its own. */
static bool
can_choose(const struct factory *f, size_t i, const struct sql_values *found)
{
	const struct column *column = &f->def->columns[i];
	size_t own = own_values(f, column).n;

	return factory_is_made(f, i) && !f->distinct[i] &&
	       (column_is_text(column) || column_is(column, "enum")) &&
	       found->n > 0 && (!own || found->n < own);
}

bool
factory_is_listed(const struct factory *f, size_t i, struct sql_values *found)
{
	find_values(f, i, NULL, found);
	return can_choose(f, i, found);
}

bool
factory_is_listed_by(const struct factory *f, size_t i, const char *check)
{
	struct sql_values found, named;
	bool allowed = read_values(f, i, check, true, &named);

	if (!allowed && !read_values(f, i, check, false, &named))
		return false;
	find_values(f, i, check, &found);
	for (size_t k = 0; k < found.n; k++)
		if (has_value(&named, found.values[k]) != allowed)
			return false;
	return can_choose(f, i, &found);
}
