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
	struct view *view = arena_room(arena, 1, sizeof(*view));

	*view = (struct view){ .kind = kind,
		.key = key,
		.tag = tag,
		.text = text,
		.len = text ? strlen(text) : 0 };
	if (parent->last)
		parent->last->next = view;
	else
		parent->first = view;
	parent->last = view;
	return view;
}
