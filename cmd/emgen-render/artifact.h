/* artifact - what one definition becomes: files, and events that tell. */
#ifndef EMGEN_RENDER_ARTIFACT_H
#define EMGEN_RENDER_ARTIFACT_H

#include "definition.h"
#include "doc.h"
#include "ev.h"
#include "mustache.h"
#include "output.h"
#include "settings.h"

enum artifact {
	ARTIFACT_MODEL = 1,
	ARTIFACT_ENUM = 2,
	ARTIFACT_FACTORY = 4,
	ARTIFACT_DOCUMENTATION = 8,
	ARTIFACT_ALL = 15,
};

/* What rendering needs beside the definition; all borrowed. */
struct renderer {
	const struct settings *settings;
	struct mustache *templates;
	struct output *output;
	struct ev_io *io;
	unsigned artifacts; /* of enum artifact */
	struct doc_index *index;
};

/* The bit of --artifact NAME, or 0. */
unsigned artifact_find(const char *name);

/* Renders all of a ModelDefinition event, and tells what came of it. */
void artifact_render(struct renderer *renderer, const json_t *ev);

/* The documentation's index, when all models are there. */
void artifact_render_index(struct renderer *renderer, const json_t *ev);

#endif
