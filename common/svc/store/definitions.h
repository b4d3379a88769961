/*
 * definitions - what the event store knows of each model.  Layer svc.
 */
#ifndef EMGEN_DEFINITIONS_H
#define EMGEN_DEFINITIONS_H

#include "store.h"

/* The types of events that define a model, or say that it is gone. */
#define DEFINITION_TYPES                                                       \
	"ModelDefinitionCreated,ModelDefinitionChanged,ModelDefinitionRemoved"

/*
 * {model: position of the last event that defines or removes it}, a new
 * reference; NULL with err filled.
 */
json_t *definitions_find(struct store *store, struct em_err *err);

/*
 * The event at a position, a new reference, and its line, which is appended;
 * NULL with err filled.
 */
json_t *definitions_read(struct store *store, int64_t position,
    struct buf *line, struct em_err *err);

/* Whether the event defines a model, and is not the end of one. */
bool definitions_is_one(const json_t *ev);

#endif
