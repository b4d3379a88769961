/*
 * morph_pair - columns that may refer to rows of any table (schema.h).
 *
 * commentable_type and commentable_id are what Laravel's morphs() makes, with
 * an index over both.  Without one their names say too little: a user_type
 * beside a user_id may be anything.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "list.h"
#include "names.h"
#include "schema.h"
#include "words.h"

static bool
ends_with(const char *name, const char *tail)
{
	size_t len = strlen(name), n = strlen(tail);

	return len > n && strcasecmp(name + len - n, tail) == 0;
}

/* Position of the column that is called as the type is, but id; or the count.
 */
static size_t
find_id(const struct table *table, const char *type)
{
	size_t i = 0;

	while (i < table->column_count &&
	       !words_are_siblings(type, table->columns[i].name, "id"))
		i++;
	return i;
}

static bool
is_kind(const struct jsonv *column, const char *const kinds[])
{
	return list_has(kinds, jsonv_str(column, "kind"));
}

static bool
has_kinds(const struct jsonv *facts, const struct morph *pair)
{
	static const char *const types[] = { "string", "text", "enum", NULL };
	static const char *const ids[] = { "integer", "bigint", "uuid", "ulid",
		"string", "text", NULL };
	const struct jsonv *columns = jsonv_get(facts, "columns");

	return is_kind(jsonv_at(columns, pair->type), types) &&
	       is_kind(jsonv_at(columns, pair->id), ids);
}

static bool
names_column(const struct jsonv *index, const char *column)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (jsonv_get(index, "columns"), i, name)
		if (jsonv_is(name, JSONV_STRING) &&
		    strcmp(jsonv_string(name), column) == 0)
			return true;
	return false;
}

/* taggable, as Laravel calls what has tags. */
static bool
is_able(const char *name)
{
	return ends_with(name, "able") || ends_with(name, "ible");
}

/*
 * A text may be the id of anything, and one of many columns that identify what
 * is foreign: the index has to be over nothing else, unless the name tells.
 */
static bool
spans(const struct jsonv *index, const struct table *table,
    const struct jsonv *facts, const struct morph *pair)
{
	static const char *const texts[] = { "string", "text", NULL };
	const struct jsonv *columns = jsonv_get(facts, "columns");
	bool vague = !pair->able && is_kind(jsonv_at(columns, pair->id), texts);

	return names_column(index, table->columns[pair->type].name) &&
	       names_column(index, table->columns[pair->id].name) &&
	       (!vague || jsonv_size(jsonv_get(index, "columns")) == 2);
}

/* An enumeration beside an id is more often what the row itself is. */
static bool
is_indexed(const struct table *table, const struct jsonv *facts,
    const struct morph *pair)
{
	static const char *const lists[] = { "uniqueKeys", "indexes" };
	static const char *const enums[] = { "enum", NULL };
	const struct jsonv *index;
	size_t i;

	if (is_kind(jsonv_at(jsonv_get(facts, "columns"), pair->type), enums))
		return false;
	for (size_t k = 0; k < sizeof(lists) / sizeof(*lists); k++)
		jsonv_each (jsonv_get(facts, lists[k]), i, index)
			if (spans(index, table, facts, pair))
				return true;
	return spans(jsonv_get(facts, "primaryKey"), table, facts, pair);
}

/* Eloquent can ask for it and reads it, and no foreign key says what it is. */
static bool
is_free(const struct table *table, size_t column)
{
	return names_can_be_queried(table->columns[column].name) &&
	       table->columns[column].findable &&
	       !table_is_foreign(table, column);
}

static bool
read_pair(struct table *table, const struct jsonv *facts, struct arena *arena,
    struct morph *pair)
{
	static const char *const type[] = { "type", NULL };
	const char *name = table->columns[pair->type].name;
	char *stem = ends_with(name, "type") && words_end(name, type)
			 ? words_but_last(name)
			 : NULL;
	bool found;

	pair->id = stem ? find_id(table, name) : table->column_count;
	found = pair->id < table->column_count && has_kinds(facts, pair) &&
		is_free(table, pair->type) && is_free(table, pair->id);
	if (found) {
		pair->name = arena_strdup(arena, stem);
		pair->noun = names_noun(stem);
		pair->able = is_able(stem);
		pair->indexed = is_indexed(table, facts, pair);
	}
	free(stem);
	return found;
}

void
morphs_read(struct table *table, const struct jsonv *facts, struct arena *arena)
{
	for (size_t i = 0; !table->is_view && i < table->column_count; i++) {
		struct morph pair = { .type = i };

		if (!read_pair(table, facts, arena, &pair))
			continue;
		table->pairs = arena_grow(arena, table->pairs,
		    table->pair_count, sizeof(*table->pairs));
		table->pairs[table->pair_count++] = pair;
	}
}
