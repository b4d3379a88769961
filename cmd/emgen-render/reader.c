/* reader - members of a definition, checked (reader.h). */
#include "reader.h"

#include <limits.h>
#include <string.h>

#include "php.h"

void
reader_fail(struct reader *r, const char *what, const char *key)
{
	if (!r->failed)
		err_set(r->err, EM_PERM, "%s: %s", key, what);
	r->failed = true;
}

/* --- values --- */

/* A text, or NULL when it is missing or null. */
static const char *
maybe_text(struct reader *r, const struct jsonv *value, const char *key)
{
	if (!value || value->type == JSONV_NULL)
		return NULL;
	if (!jsonv_is(value, JSONV_STRING))
		reader_fail(r, "is no text", key);
	return jsonv_string(value);
}

static const char *
text(struct reader *r, const struct jsonv *value, const char *key)
{
	const char *it = maybe_text(r, value, key);

	if (!it)
		reader_fail(r, "is missing", key);
	return it ? it : "";
}

static const char *
name(struct reader *r, const struct jsonv *value, const char *key)
{
	const char *it = text(r, value, key);

	if (!r->failed && !php_is_name(it))
		reader_fail(r, "is no name in PHP", key);
	return it;
}

void
reader_check_class_name(struct reader *r, const char *value, const char *key)
{
	if (!r->failed && !php_is_namespace(value))
		reader_fail(r, "is no class name in PHP", key);
}

static const char *
class_name(struct reader *r, const struct jsonv *value, const char *key)
{
	const char *it = text(r, value, key);

	reader_check_class_name(r, it, key);
	return it;
}

static int
number(const struct jsonv *value)
{
	int64_t n = jsonv_is(value, JSONV_INTEGER) ? jsonv_integer(value) : -1;

	return n >= 0 && n <= INT_MAX ? (int)n : NO_NUMBER;
}

static const struct jsonv *
texts(struct reader *r, const struct jsonv *list, const char *key)
{
	if (list && !jsonv_is(list, JSONV_ARRAY) && list->type != JSONV_NULL)
		reader_fail(r, "is no list", key);
	for (size_t i = 0; i < jsonv_size(list); i++)
		if (!jsonv_is(jsonv_at(list, i), JSONV_STRING))
			reader_fail(r, "holds what is no text", key);
	return jsonv_is(list, JSONV_ARRAY) ? list : NULL;
}

/* --- members by name --- */

const char *
reader_maybe_text(struct reader *r, const struct jsonv *object, const char *key)
{
	return maybe_text(r, jsonv_get(object, key), key);
}

const char *
reader_text(struct reader *r, const struct jsonv *object, const char *key)
{
	return text(r, jsonv_get(object, key), key);
}

const char *
reader_name(struct reader *r, const struct jsonv *object, const char *key)
{
	return name(r, jsonv_get(object, key), key);
}

const char *
reader_class_name(struct reader *r, const struct jsonv *object, const char *key)
{
	return class_name(r, jsonv_get(object, key), key);
}

const struct jsonv *
reader_texts(struct reader *r, const struct jsonv *object, const char *key)
{
	return texts(r, jsonv_get(object, key), key);
}

void *
reader_items(struct reader *r, const struct jsonv *list, const char *key,
    size_t size, size_t *count)
{
	*count = jsonv_size(list);
	if (list && !jsonv_is(list, JSONV_ARRAY))
		reader_fail(r, "is no list", key);
	for (size_t i = 0; i < *count; i++)
		if (!jsonv_is(jsonv_at(list, i), JSONV_OBJECT))
			reader_fail(r, "holds what is no object", key);
	return arena_alloc(r->arena, *count, size);
}

/* --- members by field --- */

/* The field of that name, looked for from one on; count for none. */
static size_t
field_of(const struct field fields[], size_t count, size_t from, const char *is)
{
	for (size_t n = 0, i = from; n < count; n++, i++) {
		i = i < count ? i : 0;
		if (*fields[i].name == *is && strcmp(fields[i].name, is) == 0)
			return i;
	}
	return count;
}

static void
read_field(struct reader *r, const struct field *field,
    const struct jsonv *value, void *to)
{
	const char *key = field->name;

	switch (field->kind) {
	case FIELD_TEXT:
		*(const char **)to = text(r, value, key);
		break;
	case FIELD_MAYBE_TEXT:
		*(const char **)to = maybe_text(r, value, key);
		break;
	case FIELD_NAME:
		*(const char **)to = name(r, value, key);
		break;
	case FIELD_CLASS_NAME:
		*(const char **)to = class_name(r, value, key);
		break;
	case FIELD_FLAG:
		*(bool *)to = jsonv_is(value, JSONV_TRUE);
		break;
	case FIELD_IS_SET:
		*(bool *)to = value;
		break;
	case FIELD_NUMBER:
		*(int *)to = number(value);
		break;
	case FIELD_TEXTS:
		*(const struct jsonv **)to = texts(r, value, key);
		break;
	case FIELD_VALUE:
		*(const struct jsonv **)to = value;
		break;
	}
}

void
reader_fields(struct reader *r, const struct jsonv *object,
    const struct field fields[], size_t count, void *to)
{
	const struct jsonv *found[FIELDS_MAX] = { NULL };
	size_t members = jsonv_is(object, JSONV_OBJECT) ? object->size : 0;

	for (size_t i = 0, next = 0; i < members; i++) {
		const struct jsonv_member *member = &object->members[i];
		size_t field = field_of(fields, count, next, member->name);

		if (field == count)
			continue;
		found[field] = &member->value;
		next = field + 1;
	}
	for (size_t i = 0; i < count; i++)
		if (found[i] || fields[i].kind < FIELD_MAYBE_TEXT)
			read_field(r, &fields[i], found[i],
			    (char *)to + fields[i].offset);
}
