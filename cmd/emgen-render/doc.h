/* doc - views of the documentation: a page a model, and an index of all. */
#ifndef EMGEN_RENDER_DOC_H
#define EMGEN_RENDER_DOC_H

#include <jansson.h>

#include "arena.h"
#include "definition.h"
#include "settings.h"
#include "view.h"

/* What the index needs of every model, kept until the last one came. */
struct doc_index {
	struct arena arena;
	struct view *root, *list, *list_of_edges;
	struct doc_edge *edges; /* those whose ends are not known yet */
	json_t *models;         /* names of classes, for the event */
	json_t *optional;       /* foreign keys that may be null */
	bool svg;               /* what an SVG needs, too */
	const struct settings *settings; /* borrowed */
};

/* clang-format off */
#define DOC_INDEX_INIT { .arena = ARENA_INIT }
/* clang-format on */

/* documentation.md: the page of one model, which is added to the index. */
struct view *doc_view(
    struct arena *arena, const struct definition *def, struct doc_index *index);

/* A class as Mermaid and dot can name it. */
char *doc_node(struct arena *arena, const char *class);

void doc_index_add(struct doc_index *index, const struct definition *def);

/* The index of all models that were added; NULL when there were none. */
const struct view *doc_index_view(struct doc_index *index);

void doc_index_clear(struct doc_index *index);

#endif
