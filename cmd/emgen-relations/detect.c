/* detect - which relations the keys of a schema stand for (detect.h). */
#include "detect.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "mem.h"
#include "names.h"

static const char *
column_name(const struct table *table, const struct key *key)
{
	return table->columns[key->columns[0]].name;
}

static struct relation *
add(struct relations *relations, enum relation_kind kind, struct table *related,
    const struct foreign_key *key)
{
	struct relation *relation;

	relations->list = mem_grow(relations->list, &relations->cap,
	    relations->count, sizeof(*relations->list));
	relation = &relations->list[relations->count++];
	*relation = (struct relation){
		.kind = kind,
		.related = related,
		.key = key,
	};
	return relation;
}

/* Whether an earlier key of the table has the same column. */
static bool
shares_column(const struct foreign_key *key)
{
	const struct foreign_key *other = key->on->foreign_keys;

	for (; other < key; other++)
		if (other->usable &&
		    other->from.columns[0] == key->from.columns[0])
			return true;
	return false;
}

static void
add_belongs_to(struct relations *relations, const struct table *table)
{
	for (size_t i = 0; i < table->foreign_key_count; i++) {
		const struct foreign_key *key = &table->foreign_keys[i];
		bool shared = shares_column(key);

		if (!key->usable)
			continue;
		add(relations, BELONGS_TO, key->to, key)->lock_key = mem_printf(
		    "%s.%s%s%s", table->label, column_name(table, &key->from),
		    shared ? ">" : "", shared ? key->to->label : "");
	}
}

static void
add_inverses(struct relations *relations, const struct table *table,
    const struct settings *settings)
{
	for (size_t i = 0; i < table->reference_count; i++) {
		const struct foreign_key *key = table->references[i];
		const char *column = column_name(key->on, &key->from);
		bool one = table_is_unique(key->on, key->from.columns[0]);

		if (!key->usable || key->on->role != ROLE_MODEL ||
		    (names_is_audit(column) &&
			!settings_bool(settings, "auditInverses")))
			continue;
		add(relations, one ? HAS_ONE : HAS_MANY, key->on, key)
		    ->lock_key = mem_printf(
		    "%s<%s.%s", table->label, key->on->label, column);
	}
}

static void
add_many_to_many(struct relations *relations, const struct table *table)
{
	for (size_t i = 0; i < table->reference_count; i++) {
		const struct foreign_key *here = table->references[i], *there;
		const struct table *pivot = here->on;
		struct relation *relation;

		if (!here->usable || !pivot->joins)
			continue;
		there = &pivot->foreign_keys[here == pivot->foreign_keys];
		relation = add(relations, BELONGS_TO_MANY, there->to, here);
		relation->other = there;
		relation->lock_key = mem_printf("%s<>%s.%s.%s", table->label,
		    pivot->label, column_name(pivot, &here->from),
		    column_name(pivot, &there->from));
	}
}

static int
compare_size(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* belongsTo by column, hasOne and hasMany by table, then belongsToMany. */
static int
in_class_order(const void *a, const void *b)
{
	const struct relation *one = a, *other = b;
	int group = (one->kind == BELONGS_TO_MANY) + (one->kind != BELONGS_TO);
	int than =
	    (other->kind == BELONGS_TO_MANY) + (other->kind != BELONGS_TO);
	int order = group - than;

	if (order == 0 && group > 0)
		order = strcmp(one->related->label, other->related->label);
	if (order == 0 && one->other)
		order = strcmp(one->key->on->label, other->key->on->label);
	if (order == 0)
		order = compare_size(
		    one->key->from.columns[0], other->key->from.columns[0]);
	return order ? order : strcmp(one->lock_key, other->lock_key);
}

void
detect_relations(const struct table *table, const struct settings *settings,
    struct relations *relations)
{
	if (table->role == ROLE_MODEL)
		add_belongs_to(relations, table);
	add_inverses(relations, table, settings);
	add_many_to_many(relations, table);
	if (relations->count == 0)
		return;
	qsort(relations->list, relations->count, sizeof(*relations->list),
	    in_class_order);
	relations_name(relations, table, settings);
}

void
relations_clear(struct relations *relations)
{
	for (size_t i = 0; i < relations->count; i++) {
		free(relations->list[i].name);
		free(relations->list[i].lock_key);
	}
	free(relations->list);
	*relations = (struct relations)RELATIONS_INIT;
}
