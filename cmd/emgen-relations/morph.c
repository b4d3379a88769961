/*
 * morph - which columns refer to rows of any table (schema.h).
 *
 * Those with an index do.  To which tables they lead no catalogue tells, only
 * the user.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "die.h"
#include "ev.h"
#include "mem.h"
#include "names.h"
#include "schema.h"
#include "sqltype.h"

enum { BY_INDEX = 9, BY_NAME = 7 }; /* in tenths */

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
	const char *type = table->columns[pair->id].base;

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
			     key->to->columns[key->target.columns[0]].base);
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

static void
settle(struct schema *schema, struct table *table, const struct morph *pair,
    const json_t *targets, bool infer)
{
	char *name = mem_printf("%s.%s", table->label, pair->name);
	const char *list = ev_str(targets, name);

	if (*list || pair->indexed || (infer && pair->able)) {
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
