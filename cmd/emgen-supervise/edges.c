/* edges - how the sections of a pipeline file are joined (edges.h). */
#include "edges.h"

#include <string.h>

const struct section *
edges_named(const struct file *file, const char *name)
{
	return name ? file_find(file, name) : NULL;
}

const struct section *
edges_next(const struct file *file, const struct section *section)
{
	const struct section *next = edges_named(file, section->value[TO].text);

	return next && next->kind != QUEUE ? next : NULL;
}

bool
edges_is_tap(const struct section *section)
{
	return section->kind == FIFO && section->value[OF].text;
}

bool
edges_is_head(const struct file *file, const struct section *section)
{
	if (section->kind == QUEUE)
		return section->value[EXEC].text != NULL;
	if ((section->kind != STAGE && section->kind != FIFO) ||
	    edges_is_tap(section))
		return false;
	for (size_t i = 1; i < file->count; i++)
		if (edges_next(file, &file->sections[i]) == section)
			return false;
	return true;
}

static const struct section *
last_of(const struct file *file, const struct section *head)
{
	const struct section *next;

	for (size_t i = 0; i < file->count; i++)
		if ((next = edges_next(file, head)) && next->kind != FIFO)
			head = next;
	return head;
}

const struct section *
edges_place(const struct file *file, const struct section *peer)
{
	const struct section *place = NULL;

	if (peer->value[OF].text)
		return edges_named(file, peer->value[OF].text);
	for (size_t i = 1; i < file->count; i++) {
		const struct section *s = &file->sections[i];

		if (!edges_is_head(file, s) || s->kind == QUEUE ||
		    (peer->kind == HANDLER && s->kind != FIFO))
			continue;
		if (place)
			return NULL;
		place = peer->kind == HANDLER ? s : last_of(file, s);
	}
	return place;
}
