/* enum - the view of an enum (model.h). */
#include <string.h>

#include "model.h"
#include "source.h"

struct view *
enum_view(
    struct arena *arena, const struct enumeration *e, const struct style *style)
{
	struct view *root = view_new(arena, VIEW_OBJECT), *list, *item;
	size_t space = strlen(e->class) - strlen(e->name) - 1;

	view_flag(arena, root, "strictTypes", style->strict_types);
	view_text(arena, root, "namespace",
	    source_printf(arena, "%.*s", (int)space, e->class));
	view_text(arena, root, "class", e->name);
	view_text(arena, root, "source", source_doc(arena, e->source));
	list = view_add(arena, root, "cases", VIEW_LIST);
	for (size_t i = 0; i < e->count; i++) {
		item = view_add(arena, list, NULL, VIEW_OBJECT);
		view_text(arena, item, "name", e->cases[i].name);
		view_text(arena, item, "value", e->cases[i].value);
	}
	return root;
}
