/* facts - what is worth saying of an event, by its type. */
#ifndef EMGEN_LOG_FACTS_H
#define EMGEN_LOG_FACTS_H

#include <jansson.h>

#include "buf.h"

/* Appends the facts of the data; the data themselves for an unknown type. */
void facts_add(struct buf *out, const char *type, const json_t *data);

/* Appends text of the database's, so that it does nothing to a terminal. */
void facts_add_text(struct buf *out, const char *text);

#endif
