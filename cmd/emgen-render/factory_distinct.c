/* factory_distinct - rows that must not be alike (factory.h). */
#include <string.h>

#include "factory.h"
#include "kind.h"

enum { SHORT = 4 }; /* characters that can tell many rows apart */

/* A column in an index, or the beginning of one. */
struct part {
	size_t column;
	int within; /* characters; NO_NUMBER for the whole */
};

/*
 * How well a column tells rows apart: 0 for not at all, little for one that a
 * check holds between two numbers.
 */
static int
rank_of(const struct factory *f, size_t at, int within)
{
	static const char *const kinds[] = { "uuid", "ulid", "bigint",
		"integer", "string", "text", "datetime", "datetimetz",
		"decimal", "float", "date", "time", "inet" };
	size_t count = sizeof(kinds) / sizeof(*kinds);
	const struct column *column = &f->def->columns[at];
	struct sql_bounds bounds = factory_bounds(f, at);

	if (column->cast_enum || jsonv_size(column->values) > 0 ||
	    factory_is_morph_type(f, at))
		return 0;
	if (within == NO_NUMBER ||
	    (column->length != NO_NUMBER && column->length < within))
		within = column->length;
	if (within != NO_NUMBER && within < SHORT)
		return within;
	if (bounds.value.has_least && bounds.value.has_most)
		return 1;
	for (size_t i = 0; i < count; i++)
		if (strcmp(kinds[i], column->kind) == 0)
			return (int)(count - i) + SHORT;
	return 0;
}

/* Whether no two rows have the same in it. */
static bool
is_apart(const struct factory *f, const struct part *part)
{
	int within = f->within[part->column];

	return f->distinct[part->column] &&
	       (part->within == NO_NUMBER ||
		   (within != NO_NUMBER && within <= part->within));
}

/* Whether all rows have null in it. */
static bool
is_null(const struct column *column)
{
	return column->nullable && !column->required && !column->has_default &&
	       !column->read_only;
}

/* How well a column that is null would do, with a value. */
static int
rank_of_null(const struct factory *f, size_t at)
{
	const struct column *column = &f->def->columns[at];

	if (!factory_may_give(f, column) || f->parents[at].circular)
		return 0;
	if (f->parents[at].relation)
		return 1;
	return factory_refers(f->def, column->name) ? 0
						    : rank_of(f, at, NO_NUMBER);
}

/* The best of the columns that are null, or of the others; NULL for none. */
static const struct part *
best_of(const struct factory *f, const struct part *parts, size_t n, bool null)
{
	const struct part *best = NULL;
	int rank = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = parts[i].column;
		int other = null ? rank_of_null(f, at)
				 : rank_of(f, at, parts[i].within);

		if (is_null(&f->def->columns[at]) == null && other > rank) {
			rank = other;
			best = &parts[i];
		}
	}
	return best;
}

/* Whether rows differ in it as it is. */
static bool
differs(const struct factory *f, const struct part *part, bool nulls_alike)
{
	size_t at = part->column;
	const struct column *column = &f->def->columns[at];

	if (at == f->def->column_count)
		return true;
	if (!column->required)
		return !nulls_alike || !is_null(column);
	return is_apart(f, part) || f->parents[at].relation ||
	       f->parents[at].key;
}

/*
 * Makes one column of the key distinct, unless rows differ in it as it is: by
 * a null, a column that is unique by itself, or a parent that is new each time.
 */
static void
tell_apart(
    struct factory *f, const struct part *parts, size_t n, bool nulls_alike)
{
	const struct part *best;

	for (size_t i = 0; i < n; i++)
		if (differs(f, &parts[i], nulls_alike))
			return;
	best = best_of(f, parts, n, false);
	if (!best)
		best = best_of(f, parts, n, true);
	if (!best)
		return;
	f->columns[best->column].required = true;
	f->distinct[best->column] = !f->parents[best->column].relation;
	if (best->within != NO_NUMBER)
		f->within[best->column] = best->within;
}

/* The beginning of a column that stands at i in an index, or NULL. */
static const struct jsonv *
prefix_at(const struct jsonv *index, size_t i)
{
	const struct jsonv *prefix;
	size_t k;

	jsonv_each (jsonv_get(index, "prefixes"), k, prefix)
		if (jsonv_integer(jsonv_get(prefix, "position")) ==
		    (int64_t)i + 1)
			return prefix;
	return NULL;
}

/* All parts of an index, or of a key; NULL when an expression is among them. */
static struct part *
parts_of(struct factory *f, const struct jsonv *index)
{
	const struct jsonv *columns = jsonv_get(index, "columns"), *name;
	struct part *parts =
	    arena_alloc(f->arena, jsonv_size(columns), sizeof(*parts));
	size_t i;

	jsonv_each (columns, i, name) {
		const struct jsonv *prefix = prefix_at(index, i);

		if (!prefix && !jsonv_is(name, JSONV_STRING))
			return NULL;
		parts[i].within =
		    prefix ? (int)jsonv_integer(jsonv_get(prefix, "length"))
			   : NO_NUMBER;
		parts[i].column = factory_column(
		    f->def, prefix ? jsonv_get(prefix, "column") : name);
	}
	return parts;
}

/*
 * What an expression is made of is not said: of some text, most likely, but of
 * none of which there are only a few.
 */
static void
tell_texts_apart(struct factory *f, bool nulls_alike)
{
	for (size_t i = 0; i < f->def->column_count; i++) {
		struct column *column = &f->columns[i];

		if (!column_is_text(column) ||
		    rank_of(f, i, NO_NUMBER) <= SHORT)
			continue;
		f->distinct[i] = true;
		if (nulls_alike && is_null(column) &&
		    rank_of_null(f, i) > SHORT)
			column->required = true;
	}
}

static void
tell_index_apart(struct factory *f, const struct jsonv *index)
{
	struct part *parts = parts_of(f, index);
	bool nulls_alike = jsonv_flag(index, "nullsNotDistinct");

	if (parts)
		tell_apart(f, parts, jsonv_size(jsonv_get(index, "columns")),
		    nulls_alike);
	else
		tell_texts_apart(f, nulls_alike);
}

void
factory_find_distinct(struct factory *f)
{
	const struct jsonv *index;
	size_t i;

	for (i = 0; i < f->def->column_count; i++) {
		f->distinct[i] = f->def->columns[i].unique;
		f->within[i] = NO_NUMBER;
	}
	if (f->def->key_kind == KEY_COMPOSITE)
		tell_index_apart(f, jsonv_get(f->def->json, "key"));
	jsonv_each (jsonv_get(f->def->json, "indexes"), i, index)
		if (jsonv_flag(index, "unique"))
			tell_index_apart(f, index);
}

bool
factory_is_exception(const struct factory *f, const char *column)
{
	const struct jsonv *index;
	size_t i;

	jsonv_each (jsonv_get(f->def->json, "indexes"), i, index) {
		const struct jsonv *columns = jsonv_get(index, "columns");

		if (jsonv_flag(index, "unique") &&
		    jsonv_flag(index, "partial") && jsonv_size(columns) == 1 &&
		    jsonv_is(jsonv_at(columns, 0), JSONV_STRING) &&
		    strcmp(jsonv_string(jsonv_at(columns, 0)), column) == 0)
			return true;
	}
	return false;
}
