/*
 * projection - the read side of the event store: what the models are now.
 * Layer svc.
 *
 *	model_catalog		a row for each model that was ever defined
 *	relationship_catalog	its relations, while it is there
 *
 * The rows follow from the events alone, and move on in the transaction that
 * moves their checkpoint: made anew from position 0 they are the same.
 */
#ifndef EMGEN_PROJECTION_H
#define EMGEN_PROJECTION_H

#include "store.h"

struct projection;

/* store is borrowed. */
struct projection *projection_open(struct store *store, struct em_err *err);
void projection_close(struct projection *projection);

/*
 * Brings the tables up to date; with rebuild they are emptied first, and others
 * see the old rows until the new ones are all there.
 */
int projection_update(
    struct projection *projection, bool rebuild, struct em_err *err);

#endif
