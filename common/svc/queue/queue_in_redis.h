/* queue_in_redis - what the files of the queue in Redis share.  Layer svc. */
#ifndef EMGEN_QUEUE_IN_REDIS_H
#define EMGEN_QUEUE_IN_REDIS_H

#include "buf.h"
#include "queue_priv.h"
#include "redis.h"

struct redis_queue {
	struct queue queue; /* first: the one is the other */
	struct redis *redis;
	struct buf text; /* of a key that is put together */
	int64_t retry_after;
};

struct redis_queue *redis_queue(struct queue *queue);

/* Keys of a queue: "", ":delayed", ":reserved" or ":notify". */
void queue_redis_key(
    struct redis_queue *q, const char *name, const char *suffix);

/* Keys of our own. */
#define QUEUE_REDIS_PAUSED   "emgen:queue:paused"
#define QUEUE_REDIS_RESTARTS "emgen:queue:restarts"
#define QUEUE_REDIS_UNIQUE   "emgen:queue:unique:"
void queue_redis_own_key(
    struct redis_queue *q, const char *what, const char *name);

/* What each does in one go; KEYS and ARGV are said in queue_lua_redis.c. */
extern struct redis_script queue_redis_push, queue_redis_claim,
    queue_redis_heartbeat, queue_redis_ack, queue_redis_next,
    queue_redis_release, queue_redis_due;

/* Those of struct queue_driver that look, and what people do. */
int queue_redis_count(struct queue *queue, const char *name,
    struct queue_counts *counts, struct em_err *err);
json_t *queue_redis_names(struct queue *queue, struct em_err *err);
int queue_redis_each(struct queue *queue, const char *name,
    enum queue_state state, unsigned limit,
    int (*each)(void *arg, const struct queue_job *job), void *arg,
    struct em_err *err);
int queue_redis_find(struct queue *queue, const char *id, struct queue_job *job,
    struct em_err *err);
int queue_redis_pause(
    struct queue *queue, const char *name, bool pause, struct em_err *err);
int64_t queue_redis_clear(
    struct queue *queue, const char *name, struct em_err *err);
int queue_redis_restart(struct queue *queue, struct em_err *err);
int64_t queue_redis_restarts(struct queue *queue, struct em_err *err);

#endif
