/* write - RelationshipsDetected as JSON text. */
#ifndef EMGEN_RELATIONS_WRITE_H
#define EMGEN_RELATIONS_WRITE_H

#include "detect.h"

/* Appends the event's data: what the table is, and its relations. */
void write_relationships(struct buf *out, const struct table *table,
    const struct relations *relations);

/* Says on stderr, too, which foreign keys have no relation, and why. */
void warn_of_keys(const struct table *table);

#endif
