/* jsonv_same - is a value of jsonv what jsonr made of the same text? */
#ifndef EMGEN_JSONV_SAME_H
#define EMGEN_JSONV_SAME_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "jsonv.h"

static inline bool jsonv_same(const struct jsonv *ours, const json_t *theirs);

static inline bool
jsonv_same_items(const struct jsonv *ours, const json_t *theirs)
{
	const json_t *item;
	size_t i;

	json_array_foreach (theirs, i, item)
		if (!jsonv_same(jsonv_at(ours, i), item))
			return false;
	return jsonv_size(ours) == json_array_size(theirs);
}

static inline bool
jsonv_same_members(const struct jsonv *ours, json_t *theirs)
{
	const char *name;
	json_t *value;

	json_object_foreach (theirs, name, value)
		if (!jsonv_same(jsonv_get(ours, name), value))
			return false;
	return ours->size == json_object_size(theirs);
}

static inline bool
jsonv_same(const struct jsonv *ours, const json_t *theirs)
{
	static const enum jsonv_type types[] = {
		[JSON_OBJECT] = JSONV_OBJECT,
		[JSON_ARRAY] = JSONV_ARRAY,
		[JSON_STRING] = JSONV_STRING,
		[JSON_INTEGER] = JSONV_INTEGER,
		[JSON_REAL] = JSONV_REAL,
		[JSON_TRUE] = JSONV_TRUE,
		[JSON_FALSE] = JSONV_FALSE,
		[JSON_NULL] = JSONV_NULL,
	};

	if (!ours || ours->type != types[json_typeof(theirs)])
		return false;
	switch (ours->type) {
	case JSONV_OBJECT:
		return jsonv_same_members(ours, (json_t *)(uintptr_t)theirs);
	case JSONV_ARRAY:
		return jsonv_same_items(ours, theirs);
	case JSONV_STRING:
		return ours->size == json_string_length(theirs) &&
		       strcmp(ours->string, json_string_value(theirs)) == 0;
	case JSONV_INTEGER:
		return ours->integer == json_integer_value(theirs);
	case JSONV_REAL:
		return memcmp(&ours->real, &(double){ json_real_value(theirs) },
			   sizeof(double)) == 0;
	default:
		return true;
	}
}

#endif
