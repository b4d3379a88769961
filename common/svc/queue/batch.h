/*
 * batch - jobs that belong together: Laravel's table job_batches, as its
 * DatabaseBatchRepository keeps it.  Layer svc.
 *
 * Always in SQL: in the database of the queue, where its counts change in the
 * transaction that ends a job; beside a queue in Redis in that of failed jobs.
 * As with queue.h what changes something belongs to the transaction that is
 * open.
 *
 * Laravel keeps a batch's options as PHP serializes them, with closures in
 * them.  Ours are such an array too, whose first member "emgen" is JSON.
 */
#ifndef EMGEN_BATCH_H
#define EMGEN_BATCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "db.h"

struct batches;

/* The table is made when it is not there, and used as it is when it is. */
struct batches *batches_on(struct db *db, struct em_err *err); /* borrows db */
void batches_close(struct batches *batches);
struct db *batches_db(const struct batches *batches);

/* Release it with batch_clear(). */
struct batch {
	char *id, *name;
	int64_t total, pending, failed;
	json_t *failed_ids;  /* of jobs, an array */
	json_t *options;     /* ours: an object, or NULL */
	bool allow_failures; /* the first one does not cancel it */
	int64_t created_at;  /* in seconds since 1970, as are these, ... */
	int64_t cancelled_at, finished_at; /* ... or 0 */
};

void batch_clear(struct batch *batch);

/* A member of our options that is text, or NULL; borrowed. */
const char *batch_option(const struct batch *batch, const char *name);

/* What is done is pending no more; of none of them it is 0. */
int64_t batch_done(const struct batch *batch);
int batch_progress(const struct batch *batch); /* in percent */

/*
 * Makes the batch, with its id, name, options and allow_failures, unless it is
 * there, and adds n jobs to it: 1 when it was made, else 0.
 */
int batch_add(struct batches *batches, const struct batch *batch,
    const char *queue, int64_t n, struct em_err *err);

/* Fills batch: 1, or 0 when there is none of that id. */
int batch_find(struct batches *batches, const char *id, struct batch *batch,
    struct em_err *err);

/*
 * Calls each() for at most limit batches, the newest first, until it returns
 * another number than 0, which is returned.
 */
int batch_each(struct batches *batches, unsigned limit,
    int (*each)(void *arg, const struct batch *batch), void *arg,
    struct em_err *err);

/* What the end of a job means to its batch; none, or several. */
enum batch_event {
	BATCH_COMPLETED = 1, /* all are done, and it was not cancelled */
	BATCH_FAILED = 2,    /* its first job failed */
	BATCH_FINISHED = 4,  /* all are done or have failed */
};

/* The end of a job; a failure that is known already is none. */
struct batch_end {
	const char *batch, *uuid;
	bool failed;
	bool may_repeat; /* it is no part of the transaction of the queue */
};

/* Fills batch and the events that follow: 1, or 0 when there is none. */
int batch_count(struct batches *batches, const struct batch_end *end,
    struct batch *batch, unsigned *events, struct em_err *err);

/* Jobs that are left are passed over: 1, or 0 when there is no such batch. */
int batch_cancel(struct batches *batches, const char *id, struct em_err *err);

/*
 * Whether such a job is to be passed over: its batch is cancelled, and it is
 * none that had failed and is tried again.
 */
int batch_skips(struct batches *batches, const char *id, const char *uuid,
    struct em_err *err);

/* Which are to be deleted. */
enum batch_age {
	BATCH_AGE_FINISHED,   /* that long ago */
	BATCH_AGE_UNFINISHED, /* begun that long ago */
	BATCH_AGE_CANCELLED,  /* the same */
};

/* How many rows went. */
int64_t batch_prune(struct batches *batches, enum batch_age age, int64_t hours,
    struct em_err *err);

#endif
