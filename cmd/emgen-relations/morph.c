/*
 * morph - columns that refer to rows of any table (schema.h).
 *
 * commentable_type and commentable_id are what Laravel's morphs() makes, with
 * an index over both.  Without one their names say too little: a user_type
 * beside a user_id may be anything.  To which tables they lead no catalogue
 * tells, only the user.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "die.h"
#include "ev.h"
#include "list.h"
#include "mem.h"
#include "names.h"
#include "schema.h"
#include "sqltype.h"
#include "words.h"

enum { BY_INDEX = 9, BY_NAME = 7 }; /* in tenths */

/* --- pairs of columns --- */

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

static bool
names_both(const struct jsonv *index, const struct table *table,
    const struct morph *pair)
{
	return names_column(index, table->columns[pair->type].name) &&
	       names_column(index, table->columns[pair->id].name);
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
			if (names_both(index, table, pair))
				return true;
	return names_both(jsonv_get(facts, "primaryKey"), table, pair);
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

/* --- keys --- */

static void
set_role(struct schema *schema, struct foreign_key *key, const char *referenced)
{
	const struct column *column = &key->on->columns[key->morph->id];

	key->role = key_role(&schema->arena, column->name, referenced);
}

static struct foreign_key *
add_key(struct schema *schema, struct table *table, const struct morph *pair)
{
	struct foreign_key *key;

	table->morphs = arena_grow(&schema->arena, table->morphs,
	    table->morph_count, sizeof(*table->morphs));
	key = &table->morphs[table->morph_count++];
	*key = (struct foreign_key){
		.on = table,
		.morph = pair,
		.from = { 1, &pair->id },
		.confidence = CERTAIN,
	};
	return key;
}

/* A table that the user names; what it is named for is its primary key. */
static void
add_target(struct schema *schema, struct table *table, const struct morph *pair,
    const char *label)
{
	const json_t *at = json_object_get(schema->index, label);
	struct foreign_key *key = add_key(schema, table, pair);
	const char *type = table->columns[pair->id].type;

	key->to_label = arena_strdup(&schema->arena, label);
	if (!at)
		return;
	key->to = schema->tables[json_integer_value(at)];
	if (key->to->primary.count != 1)
		return;
	key->target = key->to->primary;
	set_role(schema, key, key->to->columns[key->target.columns[0]].name);
	key->odd = !names_can_be_queried(key->to->name);
	key->usable =
	    !key->odd && sqltypes_are_alike(type,
			     key->to->columns[key->target.columns[0]].type);
	key->to->reference_count++;
}

static void
add_targets(struct schema *schema, struct table *table,
    const struct morph *pair, const char *list)
{
	static const char gaps[] = ", \t";

	for (list += strspn(list, gaps); *list; list += strspn(list, gaps)) {
		size_t len = strcspn(list, gaps);
		char *label = mem_strndup(list, len);

		add_target(schema, table, pair, label);
		free(label);
		list += len;
	}
}

/* taggable, as Laravel calls what has tags. */
static bool
is_able(const char *name)
{
	return ends_with(name, "able") || ends_with(name, "ible");
}

static void
settle(struct schema *schema, struct table *table, const struct morph *pair,
    const json_t *targets, bool infer)
{
	char *name = mem_printf("%s.%s", table->label, pair->name);
	const char *list = ev_str(targets, name);

	if (*list || pair->indexed || (infer && is_able(pair->name))) {
		struct foreign_key *key = add_key(schema, table, pair);

		key->usable = true;
		set_role(schema, key, "id");
		if (!*list)
			key->confidence = pair->indexed ? BY_INDEX : BY_NAME;
		add_targets(schema, table, pair, list);
	}
	free(name);
}

static bool
has_pair(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->pair_count; i++)
		if (strcmp(table->pairs[i].name, name) == 0)
			return true;
	return false;
}

/* Warns of a name that is of no columns; those of tables not read may be. */
static void
check_name(const struct schema *schema, const char *name)
{
	const char *dot = strrchr(name, '.');
	const json_t *at;
	char *label;

	if (!dot) {
		die_warn("%s: not TABLE.NAME, as that of a morph is", name);
		return;
	}
	label = mem_strndup(name, (size_t)(dot - name));
	at = json_object_get(schema->index, label);
	if (listed_is_missing(&schema->listed, label))
		die_warn("%s: there is no table %s%s", name, label,
		    listed_hint(&schema->listed, label));
	else if (at &&
		 !has_pair(schema->tables[json_integer_value(at)], dot + 1))
		die_warn("%s: no columns %s_type and %s_id that can be a morph",
		    name, dot + 1, dot + 1);
	free(label);
}

static void
check_names(const struct schema *schema, const json_t *targets)
{
	json_t *map = json_deep_copy(targets), *list;
	const char *name;

	json_object_foreach (map, name, list)
		check_name(schema, name);
	json_decref(map);
}

void
schema_find_morphs(struct schema *schema, const json_t *targets, bool infer)
{
	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		for (size_t k = 0; k < table->pair_count; k++)
			settle(schema, table, &table->pairs[k], targets, infer);
	}
	check_names(schema, targets);
}
