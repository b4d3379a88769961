/* factory_listed - values that checks leave some of (factory.h). */
#include <stdint.h>
#include <string.h>

#include "factory.h"
#include "kind.h"
#include "sql_split.h"
#include "sql_values.h"

static bool
read_values(
    const struct factory *f, const char *check, struct sql_values *found)
{
	enum sql_dialect dialect = factory_dialect(f);
	char *text = sql_without_case(f->arena, dialect, check);

	return sql_values_allowed(f->arena, dialect, text, found);
}

static bool
has_value(const struct sql_values *found, const char *value)
{
	for (size_t i = 0; i < found->n; i++)
		if (strcmp(found->values[i], value) == 0)
			return true;
	return false;
}

/* Leaves those that are among the others, too; all where none would be left. */
static void
meet(struct arena *arena, struct sql_values *found,
    const struct sql_values *others)
{
	const char **kept = arena_alloc(arena, found->n, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++)
		if (has_value(others, found->values[i]))
			kept[n++] = found->values[i];
	if (n == 0)
		return;
	found->values = kept;
	found->n = n;
}

/* How many values the column has one of; more than any where that is open. */
static size_t
count_own(const struct definition *def, const struct column *column)
{
	size_t n = jsonv_size(column->values);

	for (size_t i = 0; !n && column->cast_enum && i < def->enum_count; i++)
		if (strcmp(def->enums[i].class, column->cast) == 0)
			n = def->enums[i].count;
	return n ? n : SIZE_MAX;
}

/* What all checks leave, and one more that is not NULL; of none, no values. */
static void
find_values(const struct factory *f, size_t i, const char *check,
    struct sql_values *found)
{
	const char *name = f->def->columns[i].name;
	size_t n = jsonv_size(f->checks);
	struct sql_values next;

	*found = (struct sql_values){ .n = 0 };
	for (size_t k = 0; k < n + (check != NULL); k++) {
		const char *text =
		    k < n ? jsonv_string(jsonv_at(f->checks, k)) : check;

		if (!read_values(f, text, &next) ||
		    strcmp(next.column, name) != 0)
			continue;
		if (found->n)
			meet(f->arena, found, &next);
		else
			*found = next;
	}
}

/* Whether it gets one of the values, fewer than it has of its own. */
static bool
can_choose(const struct factory *f, size_t i, const struct sql_values *found)
{
	const struct column *column = &f->def->columns[i];

	return factory_is_made(f, i) && !f->distinct[i] &&
	       (column_is_text(column) || column_is(column, "enum")) &&
	       found->n > 0 && found->n < count_own(f->def, column);
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
	struct sql_values found, wanted;

	if (!read_values(f, check, &wanted) ||
	    strcmp(wanted.column, f->def->columns[i].name) != 0)
		return false;
	find_values(f, i, check, &found);
	for (size_t k = 0; k < found.n; k++)
		if (!has_value(&wanted, found.values[k]))
			return false;
	return can_choose(f, i, &found);
}
