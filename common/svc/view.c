/* view - what a template sees (view.h). */
#include "view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_MAX = 40 }; /* the longest number, terminated */

/* FNV-1a */
uint32_t
view_hash(const char *key, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)key[i]) * 16777619u;
	return hash;
}

struct view *
view_new(struct arena *arena, enum view_kind kind)
{
	struct view *view = arena_alloc(arena, 1, sizeof(*view));

	view->kind = kind;
	return view;
}

struct view *
view_add(struct arena *arena, struct view *parent, const char *key,
    enum view_kind kind)
{
	struct view *view = view_new(arena, kind);

	view->key = key;
	view->hash = key ? view_hash(key, strlen(key)) : 0;
	if (parent->last)
		parent->last->next = view;
	else
		parent->first = view;
	parent->last = view;
	return view;
}

void
view_text(
    struct arena *arena, struct view *parent, const char *key, const char *text)
{
	struct view *view;

	if (!text)
		return;
	view = view_add(arena, parent, key, VIEW_TEXT);
	view->text = text;
	view->len = strlen(text);
}

void
view_flag(struct arena *arena, struct view *parent, const char *key, bool flag)
{
	if (flag)
		view_add(arena, parent, key, VIEW_TRUE);
}

/* The shortest text that reads back as the same number. */
static const char *
number_text(struct arena *arena, const json_t *json)
{
	char *text = arena_alloc(arena, NUMBER_MAX, 1);
	double real = json_real_value(json);

	if (json_is_integer(json)) {
		(void)snprintf(text, NUMBER_MAX, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(json));
		return text;
	}
	for (int digits = 15; digits <= 17; digits++) {
		(void)snprintf(text, NUMBER_MAX, "%.*g", digits, real);
		if (!(strtod(text, NULL) < real) &&
		    !(strtod(text, NULL) > real))
			break;
	}
	return text;
}

void
view_json(
    struct arena *arena, struct view *parent, const char *key, json_t *json)
{
	const char *name;
	struct view *view;
	json_t *value;
	size_t i;

	switch (json_typeof(json)) {
	case JSON_OBJECT:
		view = view_add(arena, parent, key, VIEW_OBJECT);
		json_object_foreach (json, name, value)
			view_json(arena, view, name, value);
		break;
	case JSON_ARRAY:
		view = view_add(arena, parent, key, VIEW_LIST);
		json_array_foreach (json, i, value)
			view_json(arena, view, NULL, value);
		break;
	case JSON_STRING:
		view_text(arena, parent, key, json_string_value(json));
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		view_text(arena, parent, key, number_text(arena, json));
		break;
	case JSON_TRUE:
		view_add(arena, parent, key, VIEW_TRUE);
		break;
	case JSON_FALSE:
		view_add(arena, parent, key, VIEW_FALSE);
		break;
	case JSON_NULL:
		view_add(arena, parent, key, VIEW_NULL);
		break;
	}
}

const struct view *
view_get(const struct view *object, const char *key, size_t len, uint32_t hash)
{
	const struct view *member = object->first;

	for (; member; member = member->next)
		if (member->hash == hash &&
		    strncmp(member->key, key, len) == 0 && !member->key[len])
			return member;
	return NULL;
}
