/* changes_column - what differs in one column (changes_column.h). */
#include "changes_column.h"

#include <stddef.h>

#include "difference.h"

/* What is told of a column in a change of its own. */
static const struct {
	const char *member, *change;
} facts[] = {
	{ "databaseType", "column-retyped" },
	{ "nullable", "column-nullability" },
	{ "comment", "column-comment" },
};

/*
 * What follows from a type; from keys, and whether there is a default, which is
 * told by itself.
 */
static const char *const of_type[] = { "type", "kind", "length", "precision",
	"scale", "unsigned", "baseType", "fields", "srid", NULL };
static const char *const of_keys[] = { "unique", "required", "default", NULL };

static void
forget(json_t *was, json_t *is, const char *const *members)
{
	for (; *members; members++) {
		(void)json_object_del(was, *members);
		(void)json_object_del(is, *members);
	}
}

void
changes_in_column(
    json_t *changes, const char *name, const json_t *old, const json_t *new)
{
	json_t *was, *is;

	difference_members(old, new, &was, &is);
	forget(was, is, of_keys);
	if (json_object_get(is, "databaseType"))
		forget(was, is, of_type);
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		const char *fact = facts[i].member;

		if (!json_object_get(is, fact))
			continue;
		difference_add(changes, facts[i].change, name,
		    json_object_get(was, fact), json_object_get(is, fact));
		(void)json_object_del(was, fact);
		(void)json_object_del(is, fact);
	}
	if (json_object_size(is) > 0)
		difference_add(changes, "column-changed", name, was, is);
	json_decref(was);
	json_decref(is);
}
