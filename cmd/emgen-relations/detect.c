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

/* Whether the child has other keys to the same table. */
static bool
has_several(const struct foreign_key *key)
{
	size_t n = 0;

	for (size_t i = 0; i < key->on->foreign_key_count; i++)
		n += key->on->foreign_keys[i].usable &&
		     key->on->foreign_keys[i].to == key->to;
	return n > 1;
}

/* Whether another pivot joins the same tables as that of the relation. */
static bool
has_other_pivot(
    const struct relations *relations, const struct relation *relation)
{
	for (size_t i = 0; i < relations->count; i++) {
		const struct relation *other = &relations->list[i];

		if (other->kind == BELONGS_TO_MANY &&
		    other->related == relation->related &&
		    other->key->on != relation->key->on)
			return true;
	}
	return false;
}

static void
add_candidates(struct names_list *list, const struct relations *relations,
    const struct relation *relation, const char *prefix)
{
	const struct foreign_key *key = relation->key;
	struct names_key words = {
		.child = names_unprefixed(key->on->name, prefix),
		.column = column_name(key->on, &key->from),
		.parent = names_unprefixed(key->to->name, prefix),
		.referenced = column_name(key->to, &key->target),
		.self = key->on == key->to,
		.several = has_several(key),
	};

	if (relation->kind == BELONGS_TO_MANY) {
		const struct foreign_key *other = relation->other;
		struct names_pivot pivot = {
			.pivot = words.child,
			.parent = words.parent,
			.related = names_unprefixed(other->to->name, prefix),
			.related_column = column_name(other->on, &other->from),
			.related_key = column_name(other->to, &other->target),
			.several = has_other_pivot(relations, relation),
		};

		names_many_to_many(list, &pivot);
	} else if (relation->kind == BELONGS_TO) {
		names_belongs_to(list, &words);
	} else {
		names_inverse(list, &words, relation->kind == HAS_MANY);
	}
}

/* The names that the user chose, then those that emgen.lock remembers. */
static void
keep_names(struct relations *relations, struct names_scope *scope,
    const struct settings *settings)
{
	const json_t *locked =
	    json_object_get(settings_lock(settings), "relations");

	for (size_t i = 0; i < relations->count; i++) {
		struct relation *relation = &relations->list[i];
		const char *name = settings_lookup(
		    settings, "relationNames", relation->lock_key);

		if (name && names_scope_keep(scope, name))
			relation->name = mem_strdup(name);
		else if (name)
			die_warn("%s cannot be called %s: %s",
			    relation->lock_key, name,
			    names_scope_why_not(scope, name));
	}
	for (size_t i = 0; i < relations->count; i++) {
		struct relation *relation = &relations->list[i];
		const char *name = ev_str(locked, relation->lock_key);

		if (!relation->name && *name && names_scope_keep(scope, name))
			relation->name = mem_strdup(name);
	}
}

static void
take_names(struct relations *relations, struct names_scope *scope,
    bool (*turn)(enum relation_kind), const char *prefix)
{
	for (size_t i = 0; i < relations->count; i++) {
		struct relation *relation = &relations->list[i];
		struct names_list list = NAMES_LIST_INIT;

		if (relation->name || !turn(relation->kind))
			continue;
		add_candidates(&list, relations, relation, prefix);
		relation->name = names_scope_take(scope, &list);
		names_list_clear(&list);
	}
}

static bool
is_belongs_to(enum relation_kind kind)
{
	return kind == BELONGS_TO;
}

static bool
is_many_to_many(enum relation_kind kind)
{
	return kind == BELONGS_TO_MANY;
}

static bool
is_inverse(enum relation_kind kind)
{
	return kind == HAS_ONE || kind == HAS_MANY;
}

/* A table of people who log in: its model has more members. */
static bool
is_user(const struct table *table)
{
	return table_column(table, "password") < table->column_count &&
	       table_column(table, "remember_token") < table->column_count;
}

static void
name_relations(const struct table *table, const struct settings *settings,
    struct relations *relations)
{
	struct names_scope *scope = names_scope_open(is_user(table));
	const char *prefix = settings_string(settings, "prefix");

	for (size_t i = 0; i < table->column_count; i++)
		names_scope_column(scope, table->columns[i].name);
	keep_names(relations, scope, settings);
	take_names(relations, scope, is_belongs_to, prefix);
	take_names(relations, scope, is_many_to_many, prefix);
	take_names(relations, scope, is_inverse, prefix);
	names_scope_close(scope);
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
	name_relations(table, settings, relations);
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
