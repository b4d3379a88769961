/*
 * change_text - a change of a model as a person reads it.  Layer svc.
 */
#ifndef EMGEN_CHANGE_TEXT_H
#define EMGEN_CHANGE_TEXT_H

#include <jansson.h>

#include "buf.h"

/*
 * Appends what an item of "changes" of ModelDefinitionChanged says, safe for a
 * terminal: "column price is decimal(10,4) now, it was decimal(8,2)".
 */
void change_text(struct buf *out, const json_t *change);

/*
 * Appends a value as a person reads it, safe for a terminal: "a, b" for a list,
 * "kind hasMany, name posts" for an object, without what is null, false or
 * empty.
 */
void change_text_value(struct buf *out, const json_t *value);

/* Appends a name, safe for a terminal. */
void change_text_name(struct buf *out, const char *name);

#endif
