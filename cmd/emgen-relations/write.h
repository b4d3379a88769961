/* write - RelationshipsDetected as JSON text. */
#ifndef EMGEN_RELATIONS_WRITE_H
#define EMGEN_RELATIONS_WRITE_H

#include "detect.h"

/* Appends the event's data: what the table is, and its relations. */
void write_relationships(struct buf *out, const struct table *table,
    const struct relations *relations);

/*
 * Appends the items of a list: which foreign keys and morphs have no relation,
 * and why (warn.c).
 */
void write_warnings(struct buf *out, const struct table *table);

/* Says on stderr, too, what write_warnings() says. */
void warn_of_keys(const struct table *table);

#endif
