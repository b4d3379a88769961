/* artifact - what one definition becomes: files, and events that tell. */
#ifndef EMGEN_RENDER_ARTIFACT_H
#define EMGEN_RENDER_ARTIFACT_H

#include "definition.h"
#include "doc.h"
#include "ev.h"
#include "output.h"
#include "settings.h"
#include "templates.h"

/* What rendering needs beside the definition; pointers are borrowed. */
struct renderer {
	const struct settings *settings;
	const struct templates *templates;
	struct output *output;
	struct ev_io *io;
	char *const *artifacts; /* those that are wanted; */
	size_t artifact_count;  /* 0 is all */
	struct doc_index *index;
	struct arena *arena; /* of the definition at hand */
};

/* -1 when one of the artefacts that are wanted is none. */
int artifact_check(const struct renderer *renderer, struct em_err *err);

/*
 * Renders all of a ModelDefinition event, and tells what came of it; what that
 * needs is left in the arena.
 */
void artifact_render(struct renderer *renderer, const struct jsonv *ev);

/* The documentation's index, when all models are there. */
void artifact_render_index(struct renderer *renderer, struct ev_cause cause);

#endif
