/* narrow - what CHECKs leave of the values of a column (define.h). */
#include <string.h>
#include <strings.h>

#include "define.h"
#include "sql_split.h"
#include "sql_values.h"

/* What is left so far, of a column that checks call name. */
struct rest {
	struct arena *arena;
	enum sql_dialect dialect;
	const struct column *column;
	const char *name;
	const struct jsonv *values;
};

/* MySQL takes letters of both cases for the same. */
static bool
has_value(
    const struct rest *rest, const struct sql_values *found, const char *value)
{
	for (size_t i = 0; i < found->n; i++)
		if (rest->dialect == SQL_MYSQL
			? strcasecmp(found->values[i], value) == 0
			: strcmp(found->values[i], value) == 0)
			return true;
	return false;
}

static void
leave(struct rest *rest, struct jsonv *items, size_t n)
{
	struct jsonv *values = arena_alloc(rest->arena, 1, sizeof(*values));

	*values = (struct jsonv){ JSONV_ARRAY, n, { .items = items } };
	rest->values = values;
}

/* Keeps those that are among the found, or that are not; never none. */
static void
keep(struct rest *rest, const struct sql_values *found, bool among)
{
	size_t all = jsonv_size(rest->values), n = 0, i;
	struct jsonv *items = arena_alloc(rest->arena, all, sizeof(*items));
	const struct jsonv *value;

	jsonv_each (rest->values, i, value)
		if (has_value(rest, found, jsonv_string(value)) == among)
			items[n++] = *value;
	if (n > 0 && n < all)
		leave(rest, items, n);
}

static int64_t
characters(const struct jsonv *text)
{
	int64_t n = 0;

	for (size_t i = 0; i < text->size; i++)
		n += (text->string[i] & 0xc0) != 0x80;
	return n;
}

/* A CHECK may name more than the column holds; SQLite has no lengths. */
static void
keep_short(struct rest *rest)
{
	const struct jsonv *length = rest->column->length, *value;
	size_t all = jsonv_size(rest->values), n = 0, i;
	struct jsonv *items = arena_alloc(rest->arena, all + 1, sizeof(*items));

	if (rest->dialect == SQL_SQLITE || !jsonv_is(length, JSONV_INTEGER))
		return;
	jsonv_each (rest->values, i, value)
		if (characters(value) <= jsonv_integer(length))
			items[n++] = *value;
	if (n > 0 && n < all)
		leave(rest, items, n);
}

/* Those of a part of a check, of a column that has no list of its own. */
static void
begin(struct rest *rest, const struct sql_values *found)
{
	struct jsonv *items =
	    arena_alloc(rest->arena, found->n, sizeof(*items));

	for (size_t i = 0; i < found->n; i++)
		items[i] =
		    (struct jsonv){ JSONV_STRING, strlen(found->values[i]),
			    { .string = found->values[i] } };
	leave(rest, items, found->n);
}

/* To MySQL a number is the place of an enum's value. */
static void
narrow_by(struct rest *rest, const char *part)
{
	struct sql_values found;
	bool among =
	    sql_values_allowed(rest->arena, rest->dialect, part, &found);

	if ((!among && !sql_values_refused(
			   rest->arena, rest->dialect, part, &found)) ||
	    (!found.all_strings && rest->column->kind == KIND_ENUM) ||
	    strcasecmp(found.column, rest->name) != 0)
		return;
	if (jsonv_size(rest->values) > 0)
		keep(rest, &found, among);
	else if (among)
		begin(rest, &found);
}

static void
narrow(struct rest *rest, const struct jsonv *checks, const char *name)
{
	const struct jsonv *check;
	char **parts;
	size_t i;

	rest->name = name;
	jsonv_each (checks, i, check) {
		size_t n = sql_split_all(rest->arena, rest->dialect,
		    jsonv_str(check, "expression"), &parts);

		for (size_t k = 0; k < n; k++)
			narrow_by(rest, parts[k]);
	}
}

const struct jsonv *
narrow_values(const struct model *model, const struct column *column)
{
	struct rest rest = { .arena = model->source->arena,
		.dialect = sql_dialect_of(model->source->driver),
		.column = column,
		.values = column->values };

	narrow(&rest, jsonv_get(model->source->table, "checks"), column->name);
	narrow(&rest, column->checks, "VALUE");
	keep_short(&rest);
	return rest.values;
}
