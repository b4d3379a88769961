/* pipeline_edges - how the sections of a pipeline are joined (.h). */
#include "pipeline_edges.h"

const struct pipeline_section *
pipeline_next(
    const struct pipeline *file, const struct pipeline_section *section)
{
	const struct pipeline_section *next =
	    pipeline_find(file, section->value[KEY_TO].text);

	return next && next->kind != KIND_QUEUE ? next : NULL;
}

const struct pipeline_section *
pipeline_before(
    const struct pipeline *file, const struct pipeline_section *section)
{
	return pipeline_find(file, section->value[KEY_AFTER].text);
}

bool
pipeline_is_peer(const struct pipeline_section *section)
{
	return section->kind == KIND_LISTENER ||
	       section->kind == KIND_HANDLER ||
	       (section->kind == KIND_FIFO && section->value[KEY_OF].text);
}

bool
pipeline_is_head(
    const struct pipeline *file, const struct pipeline_section *section)
{
	if (section->kind == KIND_QUEUE)
		return section->value[KEY_EXEC].text != NULL;
	if (section->kind == KIND_PIPELINE || pipeline_is_peer(section))
		return false;
	for (size_t i = 1; i < file->count; i++)
		if (pipeline_next(file, &file->sections[i]) == section)
			return false;
	return true;
}

static const struct pipeline_section *
last_of(const struct pipeline *file, const struct pipeline_section *head)
{
	const struct pipeline_section *next;

	for (size_t i = 0; i < file->count; i++)
		if ((next = pipeline_next(file, head)) &&
		    next->kind != KIND_FIFO)
			head = next;
	return head;
}

/* The one FIFO is where commands come, the end of the one line where events
 * pass. */
const struct pipeline_section *
pipeline_place(const struct pipeline *file, const struct pipeline_section *peer)
{
	const struct pipeline_section *place = NULL;
	bool handler = peer->kind == KIND_HANDLER;

	if (peer->value[KEY_OF].text)
		return pipeline_find(file, peer->value[KEY_OF].text);
	for (size_t i = 1; i < file->count; i++) {
		const struct pipeline_section *s = &file->sections[i];

		if (!pipeline_is_head(file, s) || s->kind == KIND_QUEUE ||
		    (handler && s->kind != KIND_FIFO))
			continue;
		if (place)
			return NULL;
		place = handler ? s : last_of(file, s);
	}
	return place;
}
