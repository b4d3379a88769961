/*
 * factory_branch - checks that rows can keep in several ways (factory.h).
 *
 * Of alternatives, `a IS NULL AND b = 0 OR a > 1 AND b > 0`, the first that a
 * factory keeps takes the place of the whole, each of its parts as a check of
 * its own.
 */
#include <string.h>

#include "factory.h"
#include "kind.h"
#include "sql_alike.h"
#include "sql_split.h"

/* What is to be kept, so far. */
struct list {
	struct jsonv *items;
	size_t size;
};

static void
add(struct factory *f, struct list *list, const char *check)
{
	list->items =
	    arena_grow(f->arena, list->items, list->size, sizeof(*list->items));
	list->items[list->size++] = (struct jsonv){
		.type = JSONV_STRING, .size = strlen(check), .string = check
	};
}

static const struct jsonv *
as_array(struct factory *f, const struct list *list)
{
	struct jsonv *array = arena_alloc(f->arena, 1, sizeof(*array));

	*array = (struct jsonv){
		.type = JSONV_ARRAY, .size = list->size, .items = list->items
	};
	return array;
}

static void
add_parts(struct factory *f, struct list *list, const char *check)
{
	char **parts;
	size_t n = sql_split_all(f->arena, factory_dialect(f), check, &parts);

	for (size_t i = 0; i < n; i++)
		add(f, list, parts[i]);
}

const struct jsonv *
factory_rules(struct factory *f)
{
	struct list list = { .size = 0 };
	const struct jsonv *check;
	size_t i;

	jsonv_each (f->def->checks, i, check)
		add_parts(f, &list, jsonv_string(check));
	if (f->def->partition)
		add_parts(f, &list, f->def->partition);
	return as_array(f, &list);
}

/* --- alternatives --- */

static bool
keeps_all(struct factory *f, char *const parts[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!factory_keeps(f, parts[i]))
			return false;
	return true;
}

/* The ways that there are; one where the check is none of alternatives. */
static size_t
find_ways(struct factory *f, const char *check, char ***ways)
{
	enum sql_dialect dialect = factory_dialect(f);
	size_t n = sql_split_nonnulls(f->arena, dialect, check, ways);

	if (!n)
		n = sql_alike(f->arena, dialect, check, ways);
	return n ? n : sql_split(f->arena, dialect, check, "OR", ways);
}

/* Adds the parts of the first alternative that is kept; false for none. */
static bool
add_kept(struct factory *f, struct list *list, const char *check)
{
	char **ways, **parts;
	size_t n = find_ways(f, check, &ways);

	for (size_t i = 0; n > 1 && i < n; i++) {
		size_t count = sql_split(
		    f->arena, factory_dialect(f), ways[i], "AND", &parts);

		if (!keeps_all(f, parts, count))
			continue;
		for (size_t k = 0; k < count; k++)
			add(f, list, parts[k]);
		return true;
	}
	return false;
}

/* --- columns that may be null, but not all --- */

/* The column that a part wants not to be null, and may be given; NULL. */
static struct column *
wanted_by(struct factory *f, const char *part)
{
	for (size_t i = 0; i < f->def->column_count; i++) {
		struct column *column = &f->columns[i];
		struct sql_bounds bounds = { .differs = false };
		enum sql_dialect dialect = factory_dialect(f);

		if (column->nullable && !column->required &&
		    !column->read_only && !f->parents[i].circular &&
		    sql_bounds_all(dialect, part) == 1 &&
		    sql_bounds_add(&bounds, dialect, part, column->name) &&
		    !sql_bounds_of_null(dialect, part, column->name))
			return column;
	}
	return NULL;
}

static bool
is_related(const struct factory *f, const struct column *column)
{
	return f->parents[column - f->columns].relation;
}

/* Whether all parts are kept, some by columns that the factory may give. */
static bool
can_give_all(struct factory *f, char *const parts[], size_t count, bool related)
{
	for (size_t i = 0; i < count; i++) {
		struct column *column = wanted_by(f, parts[i]);

		if (column ? !related && is_related(f, column)
			   : !factory_keeps(f, parts[i]))
			return false;
	}
	return true;
}

static void
give_all(struct factory *f, char *const parts[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct column *column = wanted_by(f, parts[i]);

		if (column)
			column->required = true;
	}
}

/* Rows of other tables are made only where nothing else will do. */
static bool
add_given(struct factory *f, struct list *list, const char *check, bool related)
{
	char **ways, **parts;
	size_t n = find_ways(f, check, &ways);

	for (size_t i = 0; i < n; i++) {
		size_t count = sql_split(
		    f->arena, factory_dialect(f), ways[i], "AND", &parts);

		if (!can_give_all(f, parts, count, related))
			continue;
		give_all(f, parts, count);
		for (size_t k = 0; k < count; k++)
			add(f, list, parts[k]);
		return true;
	}
	return false;
}

static void
add_check(struct factory *f, struct list *list, const char *check)
{
	if (factory_keeps(f, check) ||
	    (!add_kept(f, list, check) && !add_given(f, list, check, false) &&
		!add_given(f, list, check, true)))
		add(f, list, check);
}

/* What is to be kept, and the checks from so many on, as they are. */
static const struct jsonv *
with_rest(struct factory *f, const struct list *list, const struct jsonv *from,
    size_t first)
{
	struct list all = { .size = 0 };

	for (size_t i = 0; i < list->size; i++)
		add(f, &all, jsonv_string(&list->items[i]));
	for (size_t i = first; i < jsonv_size(from); i++)
		add(f, &all, jsonv_string(jsonv_at(from, i)));
	return as_array(f, &all);
}

/* What was chosen of a check counts for those behind it. */
void
factory_find_checks(struct factory *f)
{
	const struct jsonv *from = f->checks, *check;
	struct list list = { .size = 0 };
	size_t i;

	jsonv_each (from, i, check) {
		add_check(f, &list, jsonv_string(check));
		f->checks = with_rest(f, &list, from, i + 1);
	}
}
