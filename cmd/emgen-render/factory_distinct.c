/* factory_distinct - rows that must not be alike (factory.h). */
#include <string.h>

#include "factory.h"

enum { SHORT = 4 }; /* characters that can tell many rows apart */

/*
 * How well a column tells rows apart: 0 for not at all, little for one that a
 * check holds between two numbers.
 */
static int
rank_of(const struct factory *f, const struct column *column)
{
	static const char *const kinds[] = { "uuid", "ulid", "bigint",
		"integer", "string", "text", "datetime", "datetimetz",
		"decimal", "float", "date", "time", "inet" };
	size_t count = sizeof(kinds) / sizeof(*kinds);
	struct sql_bounds bounds = factory_bounds(f, column);

	if (column->cast_enum || jsonv_size(column->values) > 0)
		return 0;
	if (column->length != NO_NUMBER && column->length < SHORT)
		return column->length;
	if (bounds.value.has_least && bounds.value.has_most)
		return 1;
	for (size_t i = 0; i < count; i++)
		if (strcmp(kinds[i], column->kind) == 0)
			return (int)(count - i) + SHORT;
	return 0;
}

/*
 * Makes one column of the key distinct, unless rows differ in it as it is: by
 * a null, a column that is unique by itself, or a parent that is new each time.
 */
static void
tell_apart(struct factory *f, const struct jsonv *columns)
{
	size_t best = f->def->column_count, i;
	const struct jsonv *name;
	int rank = 0;

	jsonv_each (columns, i, name) {
		size_t at = factory_column(f->def, name);
		const struct column *column = &f->def->columns[at];

		if (at == f->def->column_count || !column->required ||
		    f->distinct[at] || f->parents[at].relation ||
		    f->parents[at].key)
			return;
		if (rank_of(f, column) > rank) {
			rank = rank_of(f, column);
			best = at;
		}
	}
	if (best < f->def->column_count)
		f->distinct[best] = true;
}

static bool
is_by_columns(const struct jsonv *columns)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (columns, i, name)
		if (!jsonv_is(name, JSONV_STRING))
			return false;
	return true;
}

/*
 * What an expression is made of is not said: of some text, most likely, but of
 * none of which there are only a few.
 */
static void
tell_texts_apart(struct factory *f)
{
	for (size_t i = 0; i < f->def->column_count; i++) {
		const struct column *column = &f->def->columns[i];
		bool is_text = strcmp(column->kind, "string") == 0 ||
			       strcmp(column->kind, "text") == 0;

		if (is_text && rank_of(f, column) > SHORT)
			f->distinct[i] = true;
	}
}

void
factory_find_distinct(struct factory *f)
{
	const struct jsonv *index;
	size_t i;

	for (i = 0; i < f->def->column_count; i++)
		f->distinct[i] = f->def->columns[i].unique;
	if (f->def->key_kind == KEY_COMPOSITE)
		tell_apart(f, f->def->key);
	jsonv_each (jsonv_get(f->def->json, "indexes"), i, index) {
		const struct jsonv *columns = jsonv_get(index, "columns");

		if (!jsonv_flag(index, "unique"))
			continue;
		if (is_by_columns(columns))
			tell_apart(f, columns);
		else
			tell_texts_apart(f);
	}
}
