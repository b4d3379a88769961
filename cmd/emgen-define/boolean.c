/* boolean - which columns that look like a boolean are one (boolean.h). */
#include "boolean.h"

#include <string.h>
#include <strings.h>

#include "kind.h"

/* MySQL's boolean, and its smallest number. */
static bool
is_tinyint(const struct jsonv *column)
{
	return strncasecmp(jsonv_str(column, "type"), "tinyint", 7) == 0;
}

static bool
counts_by_setting(const struct settings *settings)
{
	return strcmp(settings_string(settings, "tinyint1"), "integer") == 0;
}

/* A default that no boolean has says that there are more values. */
static bool
counts_by_default(const struct jsonv *column)
{
	const char *literal =
	    jsonv_str(jsonv_get(column, "default"), "literal");

	return *literal && !literal[strspn(literal, "-0123456789")] &&
	       strcmp(literal, "0") != 0 && strcmp(literal, "1") != 0;
}

/* Rows are found by what is stored, and true is but one of the numbers. */
static bool
holds_integers(const struct model *model, const struct jsonv *column)
{
	if (!kind_is(column, "boolean") ||
	    strcmp(model->source->driver, "pgsql") == 0)
		return false;
	return model_is_joined(model, jsonv_str(column, "name")) ||
	       (is_tinyint(column) &&
		   (counts_by_default(column) ||
		       counts_by_setting(model->source->settings)));
}

static void *
copy(struct arena *arena, const void *items, size_t count, size_t size)
{
	return memcpy(arena_alloc(arena, count, size), items, count * size);
}

static void
make_integer(struct jsonv *column, struct arena *arena)
{
	static const char kind[] = "integer";
	struct jsonv_member *members = copy(
	    arena, column->members, column->size, sizeof(*column->members));

	for (size_t i = 0; i < column->size; i++)
		if (strcmp(members[i].name, "kind") == 0)
			members[i].value = (struct jsonv){
				.type = JSONV_STRING,
				.size = sizeof(kind) - 1,
				.string = kind,
			};
	column->members = members;
}

const struct jsonv *
boolean_settle(const struct model *model, struct arena *arena)
{
	const struct jsonv *columns = model->columns, *column;
	struct jsonv *settled = NULL, *items = NULL;
	size_t i;

	jsonv_each (columns, i, column) {
		if (!holds_integers(model, column))
			continue;
		if (!settled) {
			settled = copy(arena, columns, 1, sizeof(*columns));
			items = copy(arena, columns->items, columns->size,
			    sizeof(*items));
			settled->items = items;
		}
		make_integer(&items[i], arena);
	}
	return settled ? settled : columns;
}
