/*
 * queue_redis - jobs in Redis, as Laravel's driver keeps them (queue.h).
 *
 *	queues:X		list: payloads that are ready
 *	queues:X:delayed	zset: payloads by when they will be
 *	queues:X:reserved	zset: payloads by when their reservation ends
 *	queues:X:notify		list: an element for each that became ready
 *
 * and, of our own,
 *
 *	emgen:queue:attempts:X	hash: attempts of payloads that cannot hold them
 *	emgen:queue:memory:UUID	hash: what is remembered (queue_memory.h), for a
 *week emgen:queue:pushed:X:ID	an event that became a job, for a week
 *	emgen:queue:unique:KEY	the uuid of the job that has the key
 *	emgen:queue:paused	set: queues that rest
 *	emgen:queue:restarts	how often workers were asked to end
 *
 * Seconds are those of the server.  A payload holds its "attempts", which each
 * claim raises; the other bytes stay as they are, where Laravel decodes and
 * encodes all of it.  So the member of :reserved belongs to one claim only, and
 * what ends a reservation names it.  A payload that is no JSON object, or has
 * no attempts, is left alone and counted beside.
 */
#include <stdlib.h>
#include <string.h>

#include "id.h"
#include "job.h"
#include "mem.h"
#include "peek.h"
#include "queue_in_redis.h"
#include "queue_memory.h"

#define MEMORY   "emgen:queue:memory:"
#define ATTEMPTS "emgen:queue:attempts:"

enum { KEPT_SECONDS = 7 * 24 * 3600, MIGRATED_MAX = 100 };

struct redis_queue *
redis_queue(struct queue *queue)
{
	return (struct redis_queue *)queue;
}

void
queue_redis_key(struct redis_queue *q, const char *name, const char *suffix)
{
	buf_truncate(&q->text, 0);
	buf_addf(&q->text, "queues:%s", name);
	redis_key_of(q->redis, q->text.data, suffix);
}

void
queue_redis_own_key(struct redis_queue *q, const char *what, const char *name)
{
	redis_key_of(q->redis, what, name);
}

/* --- pushing --- */

/* The payload as Laravel's driver wants it: with an id, and attempts. */
static void
complete(struct buf *out, const struct queue_push *push)
{
	const char *found = NULL;
	char id[ID_TEXT];
	size_t len;

	buf_add(out, push->payload, push->len);
	if (peek_member(push->payload, push->len, "attempts", &found, &len) <
		0 ||
	    found || !push->len || out->data[push->len - 1] != '}')
		return;
	buf_truncate(out, push->len - 1);
	(void)peek_member(push->payload, push->len, "id", &found, &len);
	if (!found)
		buf_addf(out, "%s\"id\":\"%s\"",
		    out->data[out->len - 1] == '{' ? "" : ",", id_new(id));
	buf_adds(out, ",\"attempts\":0}");
}

/* A list of ours would stand where another queue has a key of its own. */
static int
check_name(const char *name, struct em_err *err)
{
	static const char *const own[] = { ":delayed", ":reserved", ":notify" };
	size_t len = strlen(name);

	if (len == 0)
		return err_set(err, EM_PERM, "the queue: empty");
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		size_t n = strlen(own[i]);

		if (len > n && strcmp(name + len - n, own[i]) == 0)
			return err_set(err, EM_PERM,
			    "the queue %s: in Redis no name ends with %s", name,
			    own[i]);
	}
	return 0;
}

/* X:ID, and no other queue's: a colon of its name is no end of it. */
static void
name_event(struct buf *out, const struct queue_push *push)
{
	for (const char *p = push->queue; *p; p++) {
		if (*p == ':' || *p == '%')
			buf_addf(out, "%%%02X", *p);
		else
			buf_addc(out, *p);
	}
	buf_addf(out, ":%s", push->event_id ? push->event_id : "");
}

static int
push(struct queue *queue, const struct queue_push *push, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);
	struct buf payload = BUF_INIT, id = BUF_INIT;
	int64_t pushed;
	int rc;

	if (check_name(push->queue, err) < 0)
		return -1;
	name_event(&id, push);
	complete(&payload, push);
	redis_script(q->redis, &queue_redis_push, 5);
	queue_redis_key(q, push->queue, "");
	queue_redis_key(q, push->queue, ":delayed");
	queue_redis_key(q, push->queue, ":notify");
	queue_redis_own_key(q, "emgen:queue:pushed:", id.data);
	queue_redis_own_key(
	    q, QUEUE_REDIS_UNIQUE, push->unique ? push->unique : "");
	redis_bytes(q->redis, payload.data, payload.len);
	redis_int(q->redis, push->delay);
	redis_int(q->redis, push->event_id != NULL);
	redis_int(q->redis, KEPT_SECONDS);
	redis_int(q->redis, push->unique != NULL);
	redis_text(q->redis, push->uuid ? push->uuid : "");
	redis_int(q->redis, push->unique_ttl);
	rc = redis_run_int(q->redis, &pushed, err);
	buf_clear(&payload);
	buf_clear(&id);
	return rc < 0 ? -1 : (int)pushed;
}

/* --- claiming --- */

static void
recall(struct queue_job *job, const struct redis_reply *reply)
{
	const struct queue_memory memory = {
		.token = redis_number(redis_at(reply, 0)),
		.attempts = redis_number(redis_at(reply, 1)),
		.exceptions = redis_number(redis_at(reply, 2)),
		.crashes = redis_number(redis_at(reply, 3)),
	};

	if (redis_count(reply) > 0 && !redis_is_nil(redis_at(reply, 0)))
		queue_memory_apply(&memory, job);
}

static void
read_claimed(
    struct queue_job *job, const char *name, const struct redis_reply *reply)
{
	const struct redis_reply *member = redis_at(reply, 0);
	size_t len = redis_len(member);
	struct buf id = BUF_INIT;

	(void)peek_string(redis_str(member), len, "id", &id);
	*job = (struct queue_job){
		.id = mem_strdup(buf_peek(&id)),
		.queue = mem_strdup(name),
		.payload = mem_alloc(len + 1),
		.payload_len = len,
		.attempts = (unsigned)redis_number(redis_at(reply, 1)),
		.token = (unsigned)redis_number(redis_at(reply, 1)),
		.reserved = mem_alloc(len + 1),
		.reserved_len = len,
		.reserved_at = redis_number(redis_at(reply, 2)),
		.created_at = redis_number(redis_at(reply, 3)),
	};
	buf_clear(&id);
	job->available_at = job->created_at;
	memcpy(job->payload, redis_str(member), len + 1);
	memcpy(job->reserved, redis_str(member), len + 1);
	recall(job, redis_at(reply, 4));
}

/* Keys and arguments of what claims; with others behind them. */
static void
add_claim_keys(struct redis_queue *q, const char *name)
{
	queue_redis_key(q, name, "");
	queue_redis_key(q, name, ":delayed");
	queue_redis_key(q, name, ":reserved");
	queue_redis_key(q, name, ":notify");
	queue_redis_own_key(q, ATTEMPTS, name);
	queue_redis_own_key(q, QUEUE_REDIS_PAUSED, "");
}

static void
add_claim(struct redis_queue *q, const char *name)
{
	redis_int(q->redis, q->retry_after);
	redis_int(q->redis, MIGRATED_MAX);
	redis_text(q->redis, name);
	queue_redis_own_key(q, MEMORY, "");
}

/* 1 when the script has claimed one. */
static int
take_claimed(
    const struct redis_reply *reply, const char *name, struct queue_job *job)
{
	if (redis_is_nil(reply))
		return 0;
	read_claimed(job, name, reply);
	return 1;
}

static int
claim_of(struct redis_queue *q, const char *name, struct queue_job *job,
    struct em_err *err)
{
	struct redis_reply *reply;
	int found;

	redis_script(q->redis, &queue_redis_claim, 6);
	add_claim_keys(q, name);
	add_claim(q, name);
	reply = redis_run(q->redis, err);
	if (!reply)
		return -1;
	found = take_claimed(reply, name, job);
	redis_reply_free(reply);
	return found;
}

static int
claim(struct queue *queue, const char *const queues[], int64_t retry_after,
    struct queue_job *job, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);
	int rc = 0;

	q->retry_after = retry_after;
	for (; *queues && rc == 0; queues++)
		rc = claim_of(q, *queues, job, err);
	return rc;
}

/* --- ending a reservation --- */

/* Begins the script with the keys that tell whose it is. */
static void
begin_ours(struct redis_queue *q, struct redis_script *script, int keys,
    const struct queue_job *job)
{
	redis_script(q->redis, script, keys);
	queue_redis_key(q, job->queue, ":reserved");
	queue_redis_own_key(q, ATTEMPTS, job->queue);
}

static void
add_ours(struct redis_queue *q, const struct queue_job *job)
{
	redis_bytes(q->redis, job->reserved, job->reserved_len);
	redis_int(q->redis, job->token);
}

static int
finish(struct redis_queue *q, struct em_err *err)
{
	int64_t done;

	return redis_run_int(q->redis, &done, err) < 0 ? -1 : (int)done;
}

static int
heartbeat(struct queue *queue, struct queue_job *job, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);

	begin_ours(q, &queue_redis_heartbeat, 2, job);
	add_ours(q, job);
	redis_int(q->redis, q->retry_after);
	return finish(q, err);
}

/* The keys of what is kept beside a job. */
static void
add_beside(struct redis_queue *q, const struct queue_job *job, const char *uuid)
{
	struct buf unique = BUF_INIT;

	(void)job_peek_unique(&unique, job->payload, job->payload_len);
	queue_redis_own_key(q, QUEUE_REDIS_UNIQUE, buf_peek(&unique));
	queue_redis_own_key(q, MEMORY, uuid);
	buf_clear(&unique);
}

static int
ack(struct queue *queue, const struct queue_job *job, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);
	char uuid[ID_TEXT];

	job_peek_uuid(uuid, job->payload, job->payload_len);
	begin_ours(q, &queue_redis_ack, 4, job);
	add_beside(q, job, uuid);
	add_ours(q, job);
	redis_text(q->redis, uuid);
	return finish(q, err);
}

static int
next(struct queue *queue, const struct queue_job *done, int *acked,
    const char *const queues[], int64_t retry_after, struct queue_job *job,
    struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);
	struct redis_reply *reply;
	char uuid[ID_TEXT];
	int found;

	q->retry_after = retry_after;
	job_peek_uuid(uuid, done->payload, done->payload_len);
	redis_script(q->redis, &queue_redis_next, 8);
	add_claim_keys(q, done->queue);
	add_beside(q, done, uuid);
	add_claim(q, done->queue);
	add_ours(q, done);
	redis_text(q->redis, uuid);
	reply = redis_run(q->redis, err);
	if (!reply)
		return -1;
	*acked = (int)redis_number(redis_at(reply, 0));
	found = take_claimed(redis_at(reply, 1), done->queue, job);
	redis_reply_free(reply);
	return found ? 1 : claim(queue, queues + 1, retry_after, job, err);
}

static int
release(struct queue *queue, const struct queue_job *job,
    const struct queue_release *release, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);
	struct queue_memory memory;
	char uuid[ID_TEXT];

	job_peek_uuid(uuid, job->payload, job->payload_len);
	begin_ours(q, &queue_redis_release, 6, job);
	queue_redis_key(q, job->queue, "");
	queue_redis_key(q, job->queue, ":delayed");
	queue_redis_key(q, job->queue, ":notify");
	queue_redis_own_key(q, MEMORY, uuid);
	add_ours(q, job);
	redis_int(q->redis, release->delay);
	redis_int(q->redis, queue_memory_make(&memory, job, release));
	redis_int(q->redis, KEPT_SECONDS);
	redis_int(q->redis, memory.token);
	redis_int(q->redis, memory.attempts);
	redis_int(q->redis, memory.exceptions);
	redis_int(q->redis, memory.crashes);
	return finish(q, err);
}

/* --- waiting --- */

/* The scripts that make a job ready have told already. */
static int
notify(struct queue *queue, const char *name, struct em_err *err)
{
	(void)queue;
	(void)name;
	(void)err;
	return 0;
}

/* When a job that waits for its time, or for its worker, will be ready. */
static int
shorten(struct redis_queue *q, const char *const queues[], double *seconds,
    struct em_err *err)
{
	for (; *queues; queues++) {
		struct redis_reply *reply;

		redis_script(q->redis, &queue_redis_due, 3);
		queue_redis_key(q, *queues, ":delayed");
		queue_redis_key(q, *queues, ":reserved");
		queue_redis_own_key(q, QUEUE_REDIS_PAUSED, "");
		redis_text(q->redis, *queues);
		reply = redis_run(q->redis, err);
		if (!reply)
			return -1;
		if (!redis_is_nil(reply) &&
		    (double)redis_number(reply) / 1e6 < *seconds)
			*seconds = (double)redis_number(reply) / 1e6;
		redis_reply_free(reply);
	}
	return 0;
}

static int
wait_for(struct queue *queue, const char *const queues[], double seconds,
    struct em_err *err)
{
	static const double least = 0.05; /* 0 would be for ever */
	struct redis_queue *q = redis_queue(queue);
	struct redis_reply *reply;
	int rc;

	if (shorten(q, queues, &seconds, err) < 0)
		return -1;
	redis_command(q->redis, "BLPOP");
	for (; *queues; queues++)
		queue_redis_key(q, *queues, ":notify");
	rc = redis_block(q->redis, seconds < least ? least : seconds,
	    queue->wake_fd, &reply, err);
	redis_reply_free(reply);
	return rc;
}

/* --- what all are called by --- */

static void
close_queue(struct queue *queue)
{
	redis_close(redis_queue(queue)->redis);
	buf_clear(&redis_queue(queue)->text);
	free(queue);
}

static const struct queue_driver queue_redis = {
	.connection = "redis",
	.close = close_queue,
	.push = push,
	.claim = claim,
	.heartbeat = heartbeat,
	.ack = ack,
	.next = next,
	.release = release,
	.notify = notify,
	.wait = wait_for,
	.count = queue_redis_count,
	.names = queue_redis_names,
	.each = queue_redis_each,
	.find = queue_redis_find,
	.pause = queue_redis_pause,
	.clear = queue_redis_clear,
	.restart = queue_redis_restart,
	.restarts = queue_redis_restarts,
};

struct queue *
queue_redis_open(const char *dsn, double timeout, struct em_err *err)
{
	struct redis *redis = redis_open(dsn, timeout, err);
	struct redis_queue *q;

	if (!redis)
		return NULL;
	q = mem_zalloc(1, sizeof(*q));
	q->queue.driver = &queue_redis;
	q->queue.wake_fd = -1;
	q->redis = redis;
	return &q->queue;
}
