/* view - what a template sees (view.h). */
#include "view.h"

struct view *
view_new(struct arena *arena, enum view_kind kind)
{
	struct view *view = arena_alloc(arena, 1, sizeof(*view));

	view->kind = kind;
	return view;
}

struct view *
view_put(struct arena *arena, struct view *parent, const char *key,
    uint64_t tag, enum view_kind kind, const char *text)
{
	struct view *view = view_new(arena, kind);

	view->key = key;
	view->tag = tag;
	view->text = text;
	view->len = text ? strlen(text) : 0;
	if (parent->last)
		parent->last->next = view;
	else
		parent->first = view;
	parent->last = view;
	return view;
}

const struct view *
view_get(const struct view *object, const char *key, size_t len, uint64_t tag)
{
	const struct view *member;

	if (object->kind != VIEW_OBJECT)
		return NULL;
	for (member = object->first; member; member = member->next)
		if (member->tag == tag &&
		    (len <= JSONV_HEAD ||
			(strncmp(member->key, key, len) == 0 &&
			    !member->key[len])))
			return member;
	return NULL;
}
