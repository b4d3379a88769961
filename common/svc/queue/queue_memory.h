/*
 * queue_memory - what a queue remembers of a job beside its row, from one
 * release to the next claim.  Layer svc.
 *
 * The row's own number of attempts is the fencing token, so it only rises.
 * Which of them count, how many failed, and how many crashed in a row, is
 * kept beside it; most jobs are done at their first attempt, and have nothing
 * there.
 */
#ifndef EMGEN_QUEUE_MEMORY_H
#define EMGEN_QUEUE_MEMORY_H

#include "queue.h"

struct queue_memory {
	int64_t token, attempts; /* at the last release */
	int64_t exceptions, crashes;
};

/* What a release leaves behind; false when that need not be kept. */
bool queue_memory_make(struct queue_memory *memory, const struct queue_job *job,
    const struct queue_release *release);

/* Corrects what a claim read from the row alone. */
void queue_memory_apply(
    const struct queue_memory *memory, struct queue_job *job);

#endif
