/* queue_look_redis - jobs in Redis: looking, and what people do. */
#include <string.h>

#include "id.h"
#include "job.h"
#include "mem.h"
#include "queue_in_redis.h"

enum {
	SCAN_COUNT = 1000,
	CLEAR_COUNT = 1000 /* so that nobody waits long meanwhile */
};

/*
 * KEYS ready, delayed, reserved, paused; ARGV the queue: ready, delayed,
 * reserved, for how long one is ready, whether it is paused.  Who looks moves
 * nothing: what is due counts as ready.
 */
static struct redis_script count_script = REDIS_SCRIPT(
    "local now = tonumber(redis.call('TIME')[1])\n"
    "local due = redis.call('ZCOUNT', KEYS[2], '-inf', now)\n"
    "local since = tonumber(redis.call('ZRANGE', KEYS[2], 0, 0,\n"
    "  'WITHSCORES')[2] or now)\n"
    "local ok, first = pcall(cjson.decode,\n"
    "  redis.call('LINDEX', KEYS[1], 0) or '')\n"
    "if ok and type(first) == 'table' and tonumber(first.createdAt) then\n"
    "  since = math.min(since, tonumber(first.createdAt))\n"
    "end\n"
    "return { redis.call('LLEN', KEYS[1]) + due,\n"
    "  redis.call('ZCARD', KEYS[2]) - due, redis.call('ZCARD', KEYS[3]),\n"
    "  math.max(0, now - since),\n"
    "  redis.call('SISMEMBER', KEYS[4], ARGV[1]) }\n");

/*
 * KEYS ready, delayed, reserved, notify, attempts; ARGV the beginning of the
 * keys of unique jobs, and how many jobs go at the most.  How many went.
 */
static struct redis_script clear_script = REDIS_SCRIPT(
    "local function free(jobs)\n"
    "  for _, job in ipairs(jobs) do\n"
    "    if string.find(job, '\"unique\":', 1, true) then\n"
    "      local ok, decoded = pcall(cjson.decode, job)\n"
    "      local key = ok and type(decoded) == 'table' and\n"
    "        type(decoded.unique) == 'string' and ARGV[1] .. decoded.unique\n"
    "      if key and redis.call('GET', key) == decoded.uuid then\n"
    "        redis.call('DEL', key)\n"
    "      end\n"
    "    end\n"
    "  end\n"
    "  return #jobs\n"
    "end\n"
    "local most, n = tonumber(ARGV[2]), 0\n"
    "n = free(redis.call('LRANGE', KEYS[1], 0, most - 1))\n"
    "redis.call('LTRIM', KEYS[1], n, -1)\n"
    "for i = 2, 3 do\n"
    "  if n < most then\n"
    "    local some = free(redis.call('ZRANGE', KEYS[i], 0, most - n - 1))\n"
    "    redis.call('ZREMRANGEBYRANK', KEYS[i], 0, some - 1)\n"
    "    n = n + some\n"
    "  end\n"
    "end\n"
    "if n < most then redis.call('UNLINK', KEYS[4], KEYS[5]) end\n"
    "return n\n");

int
queue_redis_count(struct queue *queue, const char *name,
    struct queue_counts *counts, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);
	struct redis_reply *reply;

	redis_script(q->redis, &count_script, 4);
	queue_redis_key(q, name, "");
	queue_redis_key(q, name, ":delayed");
	queue_redis_key(q, name, ":reserved");
	queue_redis_own_key(q, QUEUE_REDIS_PAUSED, "");
	redis_text(q->redis, name);
	reply = redis_run(q->redis, err);
	if (!reply)
		return -1;
	counts->ready = redis_number(redis_at(reply, 0));
	counts->delayed = redis_number(redis_at(reply, 1));
	counts->reserved = redis_number(redis_at(reply, 2));
	counts->oldest = redis_number(redis_at(reply, 3));
	counts->paused = redis_number(redis_at(reply, 4)) == 1;
	redis_reply_free(reply);
	return 0;
}

/* --- names --- */

/* The queue that a key is of, without the prefix and what it ends with. */
static void
add_name(json_t *names, const char *key, size_t prefix)
{
	static const char *const ends[] = { ":delayed", ":reserved",
		":notify" };
	size_t len = strlen(key);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);

		if (len > n && strcmp(key + len - n, ends[i]) == 0) {
			len -= n;
			break;
		}
	}
	if (len <= prefix)
		return;
	(void)json_object_setn_new(
	    names, key + prefix, len - prefix, json_true());
}

/* What is special in a pattern of SCAN stands for itself. */
static void
add_pattern(struct buf *pattern, const char *text)
{
	for (; *text; text++) {
		if (strchr("*?[]\\^-", *text))
			buf_addc(pattern, '\\');
		buf_addc(pattern, *text);
	}
}

/* One part of the keys: the cursor of the next, 0 at the end. */
static int
scan(struct redis_queue *q, const char *pattern, char cursor[32], json_t *names,
    struct em_err *err)
{
	size_t prefix = strlen(redis_prefix(q->redis)) + strlen("queues:");
	const struct redis_reply *keys;
	struct redis_reply *reply;

	redis_command(q->redis, "SCAN");
	redis_text(q->redis, cursor);
	redis_text(q->redis, "MATCH");
	redis_text(q->redis, pattern);
	redis_text(q->redis, "COUNT");
	redis_int(q->redis, SCAN_COUNT);
	reply = redis_run(q->redis, err);
	if (!reply)
		return -1;
	(void)snprintf(cursor, 32, "%s", redis_str(redis_at(reply, 0)));
	keys = redis_at(reply, 1);
	for (size_t i = 0; i < redis_count(keys); i++)
		add_name(names, redis_str(redis_at(keys, i)), prefix);
	redis_reply_free(reply);
	return 0;
}

static int
add_paused(struct redis_queue *q, json_t *names, struct em_err *err)
{
	struct redis_reply *reply;

	redis_command(q->redis, "SMEMBERS");
	queue_redis_own_key(q, QUEUE_REDIS_PAUSED, "");
	reply = redis_run(q->redis, err);
	if (!reply)
		return -1;
	for (size_t i = 0; i < redis_count(reply); i++)
		(void)json_object_set_new(
		    names, redis_str(redis_at(reply, i)), json_true());
	redis_reply_free(reply);
	return 0;
}

json_t *
queue_redis_names(struct queue *queue, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);
	struct buf pattern = BUF_INIT;
	json_t *names = json_object();
	char cursor[32] = "0";
	int rc;

	add_pattern(&pattern, redis_prefix(q->redis));
	buf_adds(&pattern, "queues:*");
	do
		rc = scan(q, pattern.data, cursor, names, err);
	while (rc == 0 && strcmp(cursor, "0") != 0);
	if (rc == 0)
		rc = add_paused(q, names, err);
	buf_clear(&pattern);
	if (rc == 0)
		return names;
	json_decref(names);
	return NULL;
}

/* --- jobs --- */

/* What a walk over jobs is about. */
struct walk {
	const char *name;
	enum queue_state state;
	int64_t now;
	unsigned left;
	int (*each)(void *arg, const struct queue_job *job);
	void *arg;
};

static struct queue_job
job_of(const struct walk *walk, const struct redis_reply *payload,
    int64_t score, bool reserved)
{
	size_t len = redis_len(payload);
	struct queue_job job = {
		.id = mem_strdup(""),
		.queue = mem_strdup(walk->name),
		.payload = mem_alloc(len + 1),
		.payload_len = len,
		.available_at = score,
		.reserved_at = reserved ? score : 0, /* when it ends */
	};
	json_t *decoded;

	memcpy(job.payload, redis_str(payload), len + 1);
	decoded = json_loadb(job.payload, len, 0, NULL);
	job.attempts =
	    (unsigned)json_integer_value(json_object_get(decoded, "attempts"));
	job.created_at =
	    json_integer_value(json_object_get(decoded, "createdAt"));
	if (!job.available_at)
		job.available_at = job.created_at;
	json_decref(decoded);
	return job;
}

static bool
is_meant(const struct walk *walk, enum queue_state state, int64_t score)
{
	if (state == QUEUE_DELAYED && score <= walk->now)
		state = QUEUE_READY;
	return walk->state == QUEUE_ANY || walk->state == state;
}

/* Those in a list, or in a set with their scores. */
static int
walk_reply(
    struct walk *walk, enum queue_state state, const struct redis_reply *reply)
{
	size_t step = state == QUEUE_READY ? 1 : 2;
	int rc = 0;

	for (size_t i = 0; i < redis_count(reply) && walk->left && rc == 0;
	     i += step) {
		int64_t score =
		    step == 2 ? redis_number(redis_at(reply, i + 1)) : 0;
		struct queue_job job;

		if (!is_meant(walk, state, score))
			continue;
		job = job_of(
		    walk, redis_at(reply, i), score, state == QUEUE_RESERVED);
		walk->left--;
		rc = walk->each(walk->arg, &job);
		queue_job_clear(&job);
	}
	return rc;
}

static int
walk_state(struct redis_queue *q, struct walk *walk, enum queue_state state,
    struct em_err *err)
{
	static const char *const suffixes[] = { [QUEUE_READY] = "",
		[QUEUE_DELAYED] = ":delayed",
		[QUEUE_RESERVED] = ":reserved" };
	struct redis_reply *reply;
	int rc;

	redis_command(q->redis, state == QUEUE_READY ? "LRANGE" : "ZRANGE");
	queue_redis_key(q, walk->name, suffixes[state]);
	redis_int(q->redis, 0);
	redis_int(q->redis, (int64_t)walk->left - 1);
	if (state != QUEUE_READY)
		redis_text(q->redis, "WITHSCORES");
	reply = redis_run(q->redis, err);
	if (!reply)
		return -1;
	rc = walk_reply(walk, state, reply);
	redis_reply_free(reply);
	return rc;
}

int
queue_redis_each(struct queue *queue, const char *name, enum queue_state state,
    unsigned limit, int (*each)(void *arg, const struct queue_job *job),
    void *arg, struct em_err *err)
{
	static const enum queue_state states[] = { QUEUE_READY, QUEUE_DELAYED,
		QUEUE_RESERVED };
	struct redis_queue *q = redis_queue(queue);
	struct walk walk = { name, state, 0, limit, each, arg };
	int64_t us;
	int rc = 0;

	if (redis_time(q->redis, &us, err) < 0)
		return -1;
	walk.now = us / 1000000;
	for (size_t i = 0; i < 3 && rc == 0 && walk.left; i++)
		rc = walk_state(q, &walk, states[i], err);
	return rc;
}

/* --- one job --- */

struct wanted {
	const char *id;
	struct queue_job *job;
};

static int
compare(void *arg, const struct queue_job *job)
{
	struct wanted *wanted = arg;
	char uuid[ID_TEXT];

	job_peek_uuid(uuid, job->payload, job->payload_len);
	if (strcmp(uuid, wanted->id) != 0)
		return 0;
	*wanted->job = *job;
	wanted->job->id = mem_strdup(job->id);
	wanted->job->queue = mem_strdup(job->queue);
	wanted->job->payload = mem_alloc(job->payload_len + 1);
	memcpy(wanted->job->payload, job->payload, job->payload_len + 1);
	return 1;
}

int
queue_redis_find(struct queue *queue, const char *id, struct queue_job *job,
    struct em_err *err)
{
	struct wanted wanted = { id, job };
	json_t *names = queue_redis_names(queue, err), *value;
	const char *name;
	int rc = 0;

	if (!names)
		return -1;
	json_object_foreach (names, name, value) {
		rc = queue_redis_each(
		    queue, name, QUEUE_ANY, UINT32_MAX, compare, &wanted, err);
		if (rc != 0)
			break;
	}
	json_decref(names);
	return rc;
}

/* --- what people do --- */

/* Runs a command whose answer says nothing new. */
static int
run(struct redis_queue *q, struct em_err *err)
{
	int64_t unused;

	return redis_run_int(q->redis, &unused, err);
}

int
queue_redis_pause(
    struct queue *queue, const char *name, bool pause, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);

	redis_command(q->redis, pause ? "SADD" : "SREM");
	queue_redis_own_key(q, QUEUE_REDIS_PAUSED, "");
	redis_text(q->redis, name);
	if (run(q, err) < 0)
		return -1;
	if (pause)
		return 0;
	redis_command(q->redis, "RPUSH"); /* wake who waits */
	queue_redis_key(q, name, ":notify");
	redis_int(q->redis, 1);
	return run(q, err);
}

static int
clear_some(
    struct redis_queue *q, const char *name, int64_t *n, struct em_err *err)
{
	redis_script(q->redis, &clear_script, 5);
	queue_redis_key(q, name, "");
	queue_redis_key(q, name, ":delayed");
	queue_redis_key(q, name, ":reserved");
	queue_redis_key(q, name, ":notify");
	queue_redis_own_key(q, "emgen:queue:attempts:", name);
	queue_redis_own_key(q, QUEUE_REDIS_UNIQUE, "");
	redis_int(q->redis, CLEAR_COUNT);
	return redis_run_int(q->redis, n, err);
}

/* As many as there are now, and not what is pushed meanwhile without end. */
int64_t
queue_redis_clear(struct queue *queue, const char *name, struct em_err *err)
{
	struct queue_counts counts;
	int64_t n = CLEAR_COUNT, all = 0, gone = 0;

	if (queue_redis_count(queue, name, &counts, err) < 0)
		return -1;
	all = counts.ready + counts.delayed + counts.reserved;
	do {
		if (clear_some(redis_queue(queue), name, &n, err) < 0)
			return -1;
		gone += n;
	} while (n == CLEAR_COUNT && gone <= all);
	return gone;
}

int
queue_redis_restart(struct queue *queue, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);

	redis_command(q->redis, "INCR");
	queue_redis_own_key(q, QUEUE_REDIS_RESTARTS, "");
	return run(q, err);
}

int64_t
queue_redis_restarts(struct queue *queue, struct em_err *err)
{
	struct redis_queue *q = redis_queue(queue);
	int64_t n;

	redis_command(q->redis, "GET");
	queue_redis_own_key(q, QUEUE_REDIS_RESTARTS, "");
	return redis_run_int(q->redis, &n, err) < 0 ? -1 : n;
}
