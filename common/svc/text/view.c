/* view - what a template sees (view.h). */
#include "view.h"

#include <string.h>

#include "fnv.h"

uint32_t
view_hash(const char *key, size_t len)
{
	return fnv32(FNV32_BASIS, key, len);
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
