/* reader - members of a definition, checked (reader.h). */
#include "reader.h"

#include <limits.h>

#include "php.h"

void
reader_fail(struct reader *r, const char *what, const char *key)
{
	if (!r->failed)
		err_set(r->err, EM_PERM, "%s: %s", key, what);
	r->failed = true;
}

/* A text, or NULL when it is missing or null. */
const char *
reader_maybe_text(struct reader *r, const struct jsonv *object, const char *key)
{
	const struct jsonv *value = jsonv_get(object, key);

	if (!value || value->type == JSONV_NULL)
		return NULL;
	if (!jsonv_is(value, JSONV_STRING))
		reader_fail(r, "is no text", key);
	return jsonv_string(value);
}

const char *
reader_text(struct reader *r, const struct jsonv *object, const char *key)
{
	const char *value = reader_maybe_text(r, object, key);

	if (!value)
		reader_fail(r, "is missing", key);
	return value ? value : "";
}

/* A name that PHP takes without quotes. */
const char *
reader_name(struct reader *r, const struct jsonv *object, const char *key)
{
	const char *value = reader_text(r, object, key);

	if (!r->failed && !php_is_name(value))
		reader_fail(r, "is no name in PHP", key);
	return value;
}

const char *
reader_class_name(struct reader *r, const struct jsonv *object, const char *key)
{
	const char *value = reader_text(r, object, key);

	if (!r->failed && !php_is_namespace(value))
		reader_fail(r, "is no class name in PHP", key);
	return value;
}

int
reader_number(const struct jsonv *object, const char *key)
{
	const struct jsonv *value = jsonv_get(object, key);
	int64_t n = jsonv_is(value, JSONV_INTEGER) ? jsonv_integer(value) : -1;

	return n >= 0 && n <= INT_MAX ? (int)n : NO_NUMBER;
}

/* An array of texts; NULL when it is missing. */
const struct jsonv *
reader_texts(struct reader *r, const struct jsonv *object, const char *key)
{
	const struct jsonv *list = jsonv_get(object, key);

	if (list && !jsonv_is(list, JSONV_ARRAY) && list->type != JSONV_NULL)
		reader_fail(r, "is no list", key);
	for (size_t i = 0; i < jsonv_size(list); i++)
		if (!jsonv_is(jsonv_at(list, i), JSONV_STRING))
			reader_fail(r, "holds what is no text", key);
	return jsonv_is(list, JSONV_ARRAY) ? list : NULL;
}

/* Room for the items of an array of objects, whose number goes to count. */
void *
reader_items(struct reader *r, const struct jsonv *object, const char *key,
    size_t size, size_t *count)
{
	const struct jsonv *list = jsonv_get(object, key);

	*count = jsonv_size(list);
	if (list && !jsonv_is(list, JSONV_ARRAY))
		reader_fail(r, "is no list", key);
	for (size_t i = 0; i < *count; i++)
		if (!jsonv_is(jsonv_at(list, i), JSONV_OBJECT))
			reader_fail(r, "holds what is no object", key);
	return arena_alloc(r->arena, *count, size);
}

const struct jsonv *
reader_item(const struct jsonv *object, const char *key, size_t i)
{
	return jsonv_at(jsonv_get(object, key), i);
}
