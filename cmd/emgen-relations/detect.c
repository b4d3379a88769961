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

/* Whether the key has relations of its own beside belongsToMany. */
static bool
is_shown(const struct foreign_key *key)
{
	return key->on->role == ROLE_MODEL ||
	       (key->on->role == ROLE_PIVOT_MODEL && !detect_is_paired(key));
}

static void
add_belongs_to(struct relations *relations, const struct table *table,
    const struct settings *settings)
{
	for (size_t i = 0; i < table->foreign_key_count; i++) {
		const struct foreign_key *key = &table->foreign_keys[i];

		if (key->usable && is_shown(key))
			add(relations, BELONGS_TO, key->to, key)->lock_key =
			    lockkey_belongs_to(key, settings);
	}
}

/* The first of the tables that a morph is named for; NULL for none. */
static struct table *
named_table(const struct foreign_key *morph)
{
	for (size_t i = 0; i < morph->on->morph_count; i++) {
		const struct foreign_key *key = &morph->on->morphs[i];

		if (key->morph == morph->morph && key->to && key->usable &&
		    key->to->role == ROLE_MODEL && !key->to->is_view)
			return key->to;
	}
	return NULL;
}

static void
add_morphs_to(struct relations *relations, const struct table *table,
    const struct settings *settings)
{
	for (size_t i = 0; i < table->morph_count; i++) {
		const struct foreign_key *key = &table->morphs[i];

		if (!key->to_label)
			add(relations, MORPH_TO, named_table(key), key)
			    ->lock_key = lockkey_belongs_to(key, settings);
	}
}

/* Whether no two rows refer to the same one. */
static bool
is_alone(const struct foreign_key *key)
{
	return key->morph ? table_is_unique_pair(
				key->on, key->morph->type, key->morph->id)
			  : table_is_unique(key->on, key->from.columns[0]);
}

static enum relation_kind
inverse_kind(const struct foreign_key *key)
{
	if (key->morph)
		return is_alone(key) ? MORPH_ONE : MORPH_MANY;
	return is_alone(key) ? HAS_ONE : HAS_MANY;
}

/* Whether the table that the key leads to has a relation for it. */
static bool
has_inverse(const struct foreign_key *key, const struct settings *settings)
{
	return key->usable && is_shown(key) &&
	       (!names_is_audit(column_name(key->on, &key->from)) ||
		   settings_bool(settings, "auditInverses"));
}

static void
add_inverses(struct relations *relations, const struct table *table,
    const struct settings *settings)
{
	for (size_t i = 0; i < table->reference_count; i++) {
		const struct foreign_key *key = table->references[i];

		if (has_inverse(key, settings))
			add(relations, inverse_kind(key), key->on, key)
			    ->lock_key = lockkey_inverse(key);
	}
}

static void
add_many_to_many(struct relations *relations, const struct table *table)
{
	for (size_t i = 0; i < table->reference_count; i++) {
		const struct foreign_key *here = table->references[i], *there;
		const struct foreign_key *const *pair = here->on->pair;
		struct relation *relation;

		if (!detect_is_paired(here))
			continue;
		there = pair[here == pair[0]];
		relation = add(relations, BELONGS_TO_MANY, there->to, here);
		relation->other = there;
		relation->lock_key = lockkey_many(here, there);
	}
}

static int
compare_size(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static void
add_far(struct relations *relations, const struct foreign_key *near,
    const struct settings *settings)
{
	for (size_t i = 0; i < near->on->reference_count; i++) {
		const struct foreign_key *far = near->on->references[i];
		bool one = is_alone(near) && is_alone(far);
		struct relation *relation;

		if (far->morph || far->on == near->on || far->on == near->to ||
		    !has_inverse(far, settings))
			continue;
		relation = add(relations,
		    one ? HAS_ONE_THROUGH : HAS_MANY_THROUGH, far->on, far);
		relation->through = near;
		relation->lock_key = lockkey_through(near, far);
	}
}

/* The children of its children, where the user wants them: they are many. */
static void
add_through(struct relations *relations, const struct table *table,
    const struct settings *settings)
{
	if (!settings_matches(settings, "through", table->label))
		return;
	for (size_t i = 0; i < table->reference_count; i++) {
		const struct foreign_key *near = table->references[i];

		if (!near->morph && near->on != table &&
		    has_inverse(near, settings))
			add_far(relations, near, settings);
	}
}

static int
group_of(const struct relation *relation)
{
	switch (relation->kind) {
	case BELONGS_TO:
	case MORPH_TO:
		return 0;
	case BELONGS_TO_MANY:
		return 2;
	case HAS_ONE_THROUGH:
	case HAS_MANY_THROUGH:
		return 3;
	default:
		return 1;
	}
}

/*
 * belongsTo by column, hasOne and hasMany by table, belongsToMany, and what is
 * behind another table.
 */
static int
in_class_order(const void *a, const void *b)
{
	const struct relation *one = a, *other = b;
	int group = group_of(one), order = group - group_of(other);

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
	add_belongs_to(relations, table, settings);
	add_morphs_to(relations, table, settings);
	add_inverses(relations, table, settings);
	add_many_to_many(relations, table);
	add_through(relations, table, settings);
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
