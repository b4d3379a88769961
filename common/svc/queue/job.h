/*
 * job - the payload of a job, as Laravel writes and reads it.  Layer svc.
 *
 *	{"uuid":...,"displayName":"AnalyzeModel","job":"emgen@fire",
 *	 "maxTries":null,"maxExceptions":null,"failOnTimeout":false,
 *	 "backoff":null,"timeout":null,"retryUntil":null,
 *	 "data":{"event":"{\"type\":\"AnalyzeModel\",...}"},"createdAt":...}
 *
 * In data may also be "batchId", and of a job that others follow "chain", an
 * array of their events, and "chainCatch", a queue that is told of a failure.
 *
 * The event is a string in it: Laravel decodes and encodes payloads again,
 * which turns {} into [] and rounds integers, and leaves a string as it is.
 */
#ifndef EMGEN_JOB_H
#define EMGEN_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "die.h"
#include "id.h"

enum { JOB_UNSAID = -1 };

struct job {
	char uuid[ID_TEXT]; /* "" when the payload has none that is one */
	char *name;         /* displayName; "" when it has none */
	char *event;        /* the line without its newline */
	size_t event_len;
	int64_t max_tries; /* 0: no limit; JOB_UNSAID: the worker's */
	int64_t max_exceptions, timeout, retry_until; /* or JOB_UNSAID */
	bool fail_on_timeout;
	int64_t *backoff; /* seconds, the last repeats; NULL: the worker's */
	size_t n_backoff;
	char *unique;         /* the key that it holds, or NULL, for ... */
	int64_t unique_ttl;   /* ... so many seconds at the most */
	char *batch;          /* the id of its batch, or NULL */
	struct chain *chain;  /* NULL for a job that is in none */
	size_t next_of_chain; /* those before it are not written */
};

/* What follows when a job is done: lines without their newlines. */
struct chain {
	char **events;
	size_t n, cap;
	char *catch; /* the queue to tell when one fails, or NULL */
};

struct chain *chain_new(const char *catch);
void chain_add(struct chain *chain, const char *event, size_t len);
void chain_free(struct chain *chain);

/* clang-format off */
#define JOB_INIT { .max_tries = JOB_UNSAID, .max_exceptions = JOB_UNSAID, \
	.timeout = JOB_UNSAID, .retry_until = JOB_UNSAID }
/* clang-format on */

/*
 * The payload of a job; its uuid and event must be set, and job->name is the
 * type of the event when it is NULL.
 */
void job_write(struct buf *payload, const struct job *job);

/*
 * The uuid of the job that an event becomes on a queue: the same each time.
 * One without an id becomes another job each time.
 */
void job_uuid(char uuid[ID_TEXT], const char *queue, const char *event_id);

/*
 * Reads a payload: strictly as JSON, and tolerant of what Laravel and others
 * write in it.  An event line alone is a payload, too.  -1 with EM_PERM for one
 * that no worker can do anything with; release it either way.
 */
int job_read(
    struct job *job, const char *payload, size_t len, struct em_err *err);
void job_clear(struct job *job);

/*
 * The payload of the next job of its chain, with all that the one at hand said
 * of tries and time, and its uuid, the same each time.
 */
void job_write_next(
    struct buf *payload, const struct job *job, char uuid[ID_TEXT]);

/*
 * The uuid of a payload, or one derived from its bytes, the same each time, for
 * a payload that has none.
 */
void job_peek_uuid(char uuid[ID_TEXT], const char *payload, size_t len);

/*
 * Its unique key into key, "" when it has none, and for how many seconds, or
 * JOB_UNSAID; without parsing the rest.
 */
int64_t job_peek_unique(struct buf *key, const char *payload, size_t len);

/*
 * The payload to keep when the job has failed: where it has an "id" beside its
 * "uuid", as in Redis, another one, the same each time, of the life that a
 * retry begins.
 */
void job_bury(struct buf *out, const char *payload, size_t len);

/*
 * The payload for another first attempt: "attempts" 0, and "retryUntil", where
 * it has one, as long after "createdAt" as it was; every other byte stays.
 */
void job_renew(struct buf *out, const char *payload, size_t len);

#endif
