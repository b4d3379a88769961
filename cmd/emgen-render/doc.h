/* doc - views of the documentation: a page a model, and an index of all. */
#ifndef EMGEN_RENDER_DOC_H
#define EMGEN_RENDER_DOC_H

#include "arena.h"
#include "definition.h"
#include "view.h"

/* What the index needs of every model, kept until the last one came. */
struct doc_index {
	struct arena arena;
	struct view *root;
	json_t *models; /* names of classes, for the event */
};

/* clang-format off */
#define DOC_INDEX_INIT { ARENA_INIT, NULL, NULL }
/* clang-format on */

/* documentation.md: the page of one model. */
struct view *doc_view(struct arena *arena, const struct definition *def);

void doc_index_add(struct doc_index *index, const struct definition *def);
void doc_index_clear(struct doc_index *index);

#endif
