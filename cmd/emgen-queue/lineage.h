/*
 * lineage - what a job is part of: the chain that goes on when it is done, and
 * the batch that counts it.
 */
#ifndef EMGEN_QUEUE_LINEAGE_H
#define EMGEN_QUEUE_LINEAGE_H

#include "seat.h"

/* Opens what the end of the job needs, whatever becomes of it: 0, or -1. */
int lineage_open(struct seat *seat, struct em_err *err);

/*
 * Whether the job's batch was cancelled, so that it is passed over: 1, 0, or
 * -1.
 */
int lineage_skips(struct seat *seat, struct em_err *err);

/*
 * The end of a job, as its verdict says.  In SQL it belongs to the transaction
 * that ends it.  What is to be said is added to the facts, and pushed where the
 * batch or the chain wants it.
 */
int lineage_end_chain(struct seat *seat, struct em_err *err);
int lineage_end_batch(struct seat *seat, struct em_err *err);

/* The order in which batches are locked, for qsort(3) of struct seat *. */
int lineage_order(const void *a, const void *b);

#endif
