/* schemas - those of events, commands and jobs, by their type.  Layer svc. */
#ifndef EMGEN_SCHEMAS_H
#define EMGEN_SCHEMAS_H

#include "die.h"
#include "jsonschema.h"

struct schemas;

/* NULL with err when they are not where emgen's files are (share.h). */
struct schemas *schemas_open(struct em_err *err);
void schemas_close(struct schemas *schemas);

/* What every event keeps; borrowed. */
const struct js_node *schemas_envelope(const struct schemas *schemas);

/*
 * Sets *schema to that of a type, borrowed, NULL when there is none.  -1 with
 * err when it cannot be read.
 */
int schemas_find(struct schemas *schemas, const char *type,
    const struct js_node **schema, struct em_err *err);

#endif
