/* difference - two JSON values beside each other (difference.h). */
#include "difference.h"

#include <stdint.h>

bool
difference_none(const json_t *a, const json_t *b)
{
	bool has_a = a && !json_is_null(a), has_b = b && !json_is_null(b);

	return has_a && has_b ? json_equal(a, b) : has_a == has_b;
}

static json_t *
copy(const json_t *value)
{
	return value ? json_deep_copy(value) : json_null();
}

/* The members of object in which a and b differ, as they are in from. */
static void
add_members(json_t *out, const json_t *object, const json_t *a, const json_t *b,
    const json_t *from)
{
	json_t *all = json_copy((json_t *)(uintptr_t)object), *member;
	const char *key;

	json_object_foreach (all, key, member)
		if (!difference_none(
			json_object_get(a, key), json_object_get(b, key)))
			(void)json_object_set_new(
			    out, key, copy(json_object_get(from, key)));
	json_decref(all);
}

void
difference_members(const json_t *a, const json_t *b, json_t **old, json_t **new)
{
	*old = json_object();
	*new = json_object();
	add_members(*old, a, a, b, a);
	add_members(*old, b, a, b, a);
	add_members(*new, a, a, b, b);
	add_members(*new, b, a, b, b);
}

void
difference_add(json_t *changes, const char *change, const char *name,
    const json_t *old, const json_t *new)
{
	(void)json_array_append_new(
	    changes, json_pack("{s:s, s:s?, s:o, s:o}", "change", change,
			 "name", name, "old", copy(old), "new", copy(new)));
}
