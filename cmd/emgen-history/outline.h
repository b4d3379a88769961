/* outline - a definition as lines that can be compared. */
#ifndef EMGEN_HISTORY_OUTLINE_H
#define EMGEN_HISTORY_OUTLINE_H

#include <jansson.h>

#include "buf.h"

/*
 * Appends a line for each member of a definition's attributes, and for each
 * item of those that are lists of columns, relations and so on.  ev may be
 * NULL: no model, no lines.
 */
void outline_add(struct buf *out, const json_t *ev);

#endif
