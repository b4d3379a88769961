/* naming - what the relations of a table are called (detect.h). */
#include <stdlib.h>
#include <string.h>

#include "detect.h"
#include "ev.h"
#include "mem.h"
#include "names.h"

/* Whether the child has other keys to the same table. */
static bool
has_several(const struct foreign_key *key)
{
	size_t n = 0;

	for (size_t i = 0; i < key->on->foreign_key_count; i++)
		n += key->on->foreign_keys[i].usable &&
		     key->on->foreign_keys[i].to == key->to;
	for (size_t i = 0; i < key->on->morph_count; i++)
		n += key->on->morphs[i].usable &&
		     key->on->morphs[i].to == key->to;
	return n > 1;
}

/*
 * Whether the child is called by the table of the key and by another that it
 * refers to: the accessories of a kit are not the rows of kits_accessories.
 */
static bool
joins_another(const struct foreign_key *key)
{
	char *name = names_behind(&key->to->noun, &key->on->noun);
	bool joins = false;

	for (size_t i = 0; name && i < key->on->foreign_key_count; i++) {
		const struct table *other = key->on->foreign_keys[i].to;

		joins |= other && other != key->to && other != key->on &&
			 strcmp(other->noun.one, name) == 0;
	}
	free(name);
	return joins;
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

static struct names_key
words_of(const struct foreign_key *key)
{
	if (!key->to_label)
		return (struct names_key){
			.child = &key->on->noun,
			.parent = &key->morph->noun,
			.role = &key->role,
		};
	return (struct names_key){
		.child = &key->on->noun,
		.parent = &key->to->noun,
		.role = &key->role,
		.self = key->on == key->to,
		.several = has_several(key),
		.joins = joins_another(key),
	};
}

static bool
is_many(const struct relation *relation)
{
	return relation->kind == HAS_MANY || relation->kind == MORPH_MANY ||
	       relation->kind == HAS_MANY_THROUGH;
}

static void
add_candidates(struct names_list *list, const struct relations *relations,
    const struct relation *relation, const struct names_key *words)
{
	if (relation->kind == BELONGS_TO_MANY) {
		const struct foreign_key *other = relation->other;
		struct names_pivot pivot = {
			.pivot = words->child,
			.parent = words->parent,
			.related = &other->to->noun,
			.role = &other->role,
			.several = has_other_pivot(relations, relation),
		};

		names_many_to_many(list, &pivot);
	} else if (relation->through) {
		struct names_key near = words_of(relation->through);

		names_through(list, &near, words, is_many(relation));
	} else if (relation->kind == BELONGS_TO || relation->kind == MORPH_TO) {
		names_belongs_to(list, words);
	} else {
		names_inverse(list, words, is_many(relation));
	}
}

/* Whether a relation has further candidates, with the role of its key. */
static bool
is_inverse(const struct relation *relation)
{
	switch (relation->kind) {
	case HAS_ONE:
	case HAS_MANY:
	case MORPH_ONE:
	case MORPH_MANY:
		return true;
	default:
		return false;
	}
}

/* The names that the user chose, then those that emgen.lock remembers. */
static void
keep_names(struct relations *relations, struct names_scope *scope,
    const struct settings *settings)
{
	const json_t *chosen = settings_map(settings, "relationNames");
	const json_t *locked =
	    json_object_get(settings_lock(settings), "relations");

	for (size_t i = 0; i < relations->count; i++) {
		struct relation *relation = &relations->list[i];
		const char *name = json_string_value(
		    json_object_get(chosen, relation->lock_key));

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

/*
 * Who chooses first.  The children by the conventional key keep their table's
 * name from the many on the other side of a pivot, and these theirs from a
 * child whose name begins with the parent's: order_product is no products.
 */
enum turn {
	TURN_BELONGS_TO,
	TURN_OWN_CHILDREN,
	TURN_MANY_TO_MANY,
	TURN_CHILDREN,
	TURN_THROUGH,
	TURNS,
};

static enum turn
turn_of(const struct relation *relation, const struct names_list *list,
    const struct names_key *words)
{
	if (relation->kind == BELONGS_TO || relation->kind == MORPH_TO)
		return TURN_BELONGS_TO;
	if (relation->kind == BELONGS_TO_MANY)
		return TURN_MANY_TO_MANY;
	if (relation->through)
		return TURN_THROUGH;
	return names_key_is_conventional(words) && list->count &&
		       strcmp(list->item[0], words->child->plural) == 0
		   ? TURN_OWN_CHILDREN
		   : TURN_CHILDREN;
}

/* What a relation without a name may be called, and when it chooses. */
struct choice {
	struct names_key words;
	struct names_list list;
	enum turn turn;
};

static struct choice
choice_of(const struct relations *relations, const struct relation *relation)
{
	struct choice choice = {
		.words = words_of(relation->key),
		.list = NAMES_LIST_INIT,
	};

	add_candidates(&choice.list, relations, relation, &choice.words);
	choice.turn = turn_of(relation, &choice.list, &choice.words);
	return choice;
}

/* The names with a role are made where the plain ones are taken only. */
static char *
take_name(struct names_scope *scope, const struct relation *relation,
    struct choice *choice)
{
	char *name = names_scope_first(scope, &choice->list);

	if (name)
		return name;
	if (is_inverse(relation))
		names_inverse_by_role(
		    &choice->list, &choice->words, is_many(relation));
	return names_scope_take(scope, &choice->list);
}

static void
take_names(struct relations *relations, struct names_scope *scope,
    struct choice *choices, enum turn turn)
{
	for (size_t i = 0; i < relations->count; i++) {
		struct relation *relation = &relations->list[i];

		if (!relation->name && choices[i].turn == turn)
			relation->name =
			    take_name(scope, relation, &choices[i]);
	}
}

static void
choose_names(struct relations *relations, struct names_scope *scope)
{
	size_t n = relations->count;
	struct choice *choices = mem_zalloc(n, sizeof(*choices));

	for (size_t i = 0; i < n; i++)
		if (!relations->list[i].name)
			choices[i] = choice_of(relations, &relations->list[i]);
	for (int turn = 0; turn < TURNS; turn++)
		take_names(relations, scope, choices, (enum turn)turn);
	for (size_t i = 0; i < n; i++)
		names_list_clear(&choices[i].list);
	free(choices);
}

void
relations_name(struct relations *relations, const struct table *table,
    const struct settings *settings)
{
	struct names_scope *scope = names_scope_open(table_is_user(table));

	for (size_t i = 0; i < table->column_count; i++)
		names_scope_column(scope, table->columns[i].name);
	keep_names(relations, scope, settings);
	choose_names(relations, scope);
	names_scope_close(scope);
}
