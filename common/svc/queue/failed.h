/*
 * failed - jobs that failed for good: Laravel's table failed_jobs, as its
 * driver database-uuids keeps it.  Layer svc.
 *
 * Always in SQL: in the database of the queue, or in another.  As with queue.h
 * what changes something belongs to the transaction that is open.
 */
#ifndef EMGEN_FAILED_H
#define EMGEN_FAILED_H

#include <stddef.h>
#include <stdint.h>

#include "db.h"

struct failed;
struct queue;

/* The table is made when it is not there, and used as it is when it is. */
struct failed *failed_open(const char *dsn, double timeout, struct em_err *err);
struct failed *failed_on(struct db *db, struct em_err *err); /* borrows db */
void failed_close(struct failed *failed);
struct db *failed_db(const struct failed *failed);

/* A row; all is borrowed. */
struct failed_job {
	int64_t id;
	const char *uuid, *connection, *queue;
	const char *payload;
	size_t payload_len;
	const char *exception; /* its first line is shown in lists */
	const char *failed_at; /* 2026-01-31 12:00:00, in UTC */
};

/*
 * Adds a job, without id and failed_at; one with the same uuid is replaced, by
 * a row with an id of its own.  A payload or exception that is not UTF-8 is
 * kept with its bad bytes as \xNN.
 */
int failed_add(
    struct failed *failed, const struct failed_job *job, struct em_err *err);

/* Which jobs are meant; what is NULL or 0 is not asked for. */
struct failed_query {
	const char *uuid, *queue;
	int64_t first, last; /* ids */
};

/*
 * Calls each() for the jobs that are there by now, the oldest first, until it
 * returns another number than 0, which is returned.  It may change the table.
 */
int failed_each(struct failed *failed, const struct failed_query *query,
    int (*each)(void *arg, const struct failed_job *job), void *arg,
    struct em_err *err);

/* How many rows went; hours: only those that failed that long ago, or all. */
enum { FAILED_ALL = -1 };
int64_t failed_forget(
    struct failed *failed, const char *uuid, struct em_err *err);
int64_t failed_flush(struct failed *failed, int64_t hours, struct em_err *err);

/*
 * Pushes the job again, its attempts 0 and its event untouched, and forgets it:
 * in one transaction where the queue is on the same connection, else so that a
 * repeat pushes it no second time.  1, or 0 when another has done so, though
 * it may have failed again since.
 */
int failed_retry(struct failed *failed, const struct failed_job *job,
    struct queue *queue, struct em_err *err);

#endif
