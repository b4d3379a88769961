/* key - the facts of an index, or of a key (key.h). */
#include "key.h"

#include "ev.h"

bool
index_is_unique(const json_t *index)
{
	return json_is_true(json_object_get(index, "unique"));
}

bool
index_is_partial(const json_t *index)
{
	return json_is_true(json_object_get(index, "partial"));
}

bool
index_nulls_are_alike(const json_t *index)
{
	return json_is_true(json_object_get(index, "nullsNotDistinct"));
}

const char *
index_method(const json_t *index)
{
	return ev_str(index, "method");
}

const json_t *
key_columns(const json_t *key)
{
	return json_object_get(key, "columns");
}

const char *
key_name(const json_t *key)
{
	return json_string_value(json_object_get(key, "name"));
}
