/* queue_priv - what the databases behind queue.h have to do. */
#ifndef EMGEN_QUEUE_PRIV_H
#define EMGEN_QUEUE_PRIV_H

#include <jansson.h>

#include "queue.h"

/* One kind of queue: each function is that of queue.h without "queue_". */
struct queue_driver {
	const char *connection;
	void (*close)(struct queue *queue);
	int (*push)(struct queue *queue, const struct queue_push *push,
	    struct em_err *err);
	int (*claim)(struct queue *queue, const char *const queues[],
	    int64_t retry_after, struct queue_job *job, struct em_err *err);
	int (*heartbeat)(
	    struct queue *queue, struct queue_job *job, struct em_err *err);
	int (*ack)(struct queue *queue, const struct queue_job *job,
	    struct em_err *err);
	int (*next)(struct queue *queue, const struct queue_job *done,
	    int *acked, const char *const queues[], int64_t retry_after,
	    struct queue_job *job,
	    struct em_err *err); /* or NULL: two calls are as good */
	int (*release)(struct queue *queue, const struct queue_job *job,
	    const struct queue_release *release, struct em_err *err);
	int (*notify)(
	    struct queue *queue, const char *name, struct em_err *err);
	int (*wait)(struct queue *queue, const char *const queues[],
	    double seconds, struct em_err *err);
	int (*count)(struct queue *queue, const char *name,
	    struct queue_counts *counts, struct em_err *err);
	/* the names of all, a set of strings as the keys of a JSON object */
	json_t *(*names)(struct queue *queue, struct em_err *err);
	int (*each)(struct queue *queue, const char *name,
	    enum queue_state state, unsigned limit,
	    int (*each)(void *arg, const struct queue_job *job), void *arg,
	    struct em_err *err);
	int (*find)(struct queue *queue, const char *id, struct queue_job *job,
	    struct em_err *err);
	int (*pause)(struct queue *queue, const char *name, bool pause,
	    struct em_err *err);
	int64_t (*clear)(
	    struct queue *queue, const char *name, struct em_err *err);
	int (*restart)(struct queue *queue, struct em_err *err);
	int64_t (*restarts)(struct queue *queue, struct em_err *err);
};

/* What every driver's own queue begins with. */
struct queue {
	const struct queue_driver *driver;
	struct db *db; /* or NULL */
	int wake_fd;
};

/* queue_next() in two calls, in one transaction. */
int queue_next_by_two(struct queue *queue, const struct queue_job *done,
    int *acked, const char *const queues[], int64_t retry_after,
    struct queue_job *job, struct em_err *err);

/* The queue closes db with itself; when there is none, db stays as it is. */
struct queue *queue_sql_open(struct db *db, struct em_err *err);

struct queue *queue_redis_open(
    const char *dsn, double timeout, struct em_err *err);

#endif
