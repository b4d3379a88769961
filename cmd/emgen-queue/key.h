/* key - what jobs have in common of which only one may wait, or run. */
#ifndef EMGEN_QUEUE_KEY_H
#define EMGEN_QUEUE_KEY_H

#include <jansson.h>

#include "buf.h"

/*
 * Appends the pattern with the event's own {type}, {subject} and {id}; where
 * all is longer than a database may hold, or not UTF-8, a UUID of all in its
 * place.
 */
void key_make(struct buf *key, const char *pattern, const json_t *ev);

#endif
