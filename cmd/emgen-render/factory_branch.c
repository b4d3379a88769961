/*
 * factory_branch - checks that rows can keep in several ways (factory.h).
 *
 * Of alternatives, `a IS NULL AND b = 0 OR a > 1 AND b > 0`, the first that a
 * factory keeps takes the place of the whole, each of its parts as a check of
 * its own.
 */
#include <string.h>

#include "factory.h"
#include "sql_pgsql.h"
#include "sql_split.h"

/* What is to be kept, so far. */
struct list {
	struct jsonv *items;
	size_t size, cap;
};

static void
add(struct factory *f, struct list *list, const char *check)
{
	struct jsonv *items = list->items;

	if (list->size == list->cap) {
		list->cap = 2 * list->cap + 8;
		items = arena_alloc(f->arena, list->cap, sizeof(*items));
		if (list->size)
			memcpy(items, list->items, list->size * sizeof(*items));
		list->items = items;
	}
	items[list->size++] = (struct jsonv){
		.type = JSONV_STRING, .size = strlen(check), .string = check
	};
}

/* --- values --- */

static bool
read_values(
    const struct factory *f, const char *check, struct sql_values *found)
{
	enum sql_dialect dialect = factory_dialect(f);
	char *text = sql_without_case(f->arena, dialect, check);

	return dialect == SQL_PGSQL
		   ? sql_pgsql_values(f->arena, text, found)
		   : sql_check_values(f->arena, dialect, text, found);
}

bool
factory_is_listed(const struct factory *f, size_t i, struct sql_values *found)
{
	const struct column *column = &f->def->columns[i];
	const struct jsonv *check;
	size_t k;

	if (column->cast_enum || jsonv_size(column->values) > 0 ||
	    !factory_is_made(f, i) || f->distinct[i] ||
	    (strcmp(column->kind, "string") != 0 &&
		strcmp(column->kind, "text") != 0))
		return false;
	jsonv_each (f->checks, k, check)
		if (jsonv_is(check, JSONV_STRING) &&
		    read_values(f, jsonv_string(check), found) &&
		    strcmp(found->column, column->name) == 0)
			return true;
	return false;
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

/* Adds the parts of the first alternative that is kept; false for none. */
static bool
add_kept(struct factory *f, struct list *list, const char *check)
{
	enum sql_dialect dialect = factory_dialect(f);
	char **ways, **parts;
	size_t n = sql_split(f->arena, dialect, check, "OR", &ways);

	for (size_t i = 0; n > 1 && i < n; i++) {
		size_t count =
		    sql_split(f->arena, dialect, ways[i], "AND", &parts);

		if (!keeps_all(f, parts, count))
			continue;
		for (size_t k = 0; k < count; k++)
			add(f, list, parts[k]);
		return true;
	}
	return false;
}

void
factory_find_checks(struct factory *f)
{
	struct jsonv *chosen = arena_alloc(f->arena, 1, sizeof(*chosen));
	struct list list = { .size = 0 };
	const struct jsonv *check;
	size_t i;

	jsonv_each (f->checks, i, check) {
		const char *text = jsonv_string(check);

		if (text &&
		    (factory_keeps(f, text) || !add_kept(f, &list, text)))
			add(f, &list, text);
	}
	*chosen = (struct jsonv){
		.type = JSONV_ARRAY, .size = list.size, .items = list.items
	};
	f->checks = chosen;
}
