/*
 * redis - jobs a second of the queue in Redis, and of a bare loop of Laravel's
 * own scripts through the same client library: in turns, so that what else the
 * machine does slows down both.  And tries a second of a limit.
 *
 * usage: redis DSN SOCKET JOBS WAITING | redis DSN
 *
 * WAITING jobs more are in the queue, behind those that are claimed.  With a
 * DSN alone, of any database, only the limit.
 */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "limiter.h"
#include "queue.h"

enum { ROUNDS = 10, LIMIT_US = 1000000 };

static struct em_err err;
static const char payload[] =
    "{\"uuid\":\"00000000-0000-7000-8000-00000000%04ld\",\"displayName\":"
    "\"Noted\",\"job\":\"emgen@fire\",\"data\":{\"event\":\"{}\"},"
    "\"id\":\"%ld\",\"attempts\":0}";

/* Of Illuminate\Queue\LuaScripts and RedisQueue. */
static const char migrate[] =
    "local val = redis.call('zrangebyscore', KEYS[1], '-inf', ARGV[1], "
    "'limit', 0, ARGV[2])\n"
    "if(next(val) ~= nil) then\n"
    "  redis.call('zremrangebyrank', KEYS[1], 0, #val - 1)\n"
    "  for i = 1, #val, 100 do\n"
    "    redis.call('rpush', KEYS[2], unpack(val, i, "
    "math.min(i+99, #val)))\n"
    "  end\n"
    "end\n"
    "return val";
static const char pop[] = "local job = redis.call('lpop', KEYS[1])\n"
			  "local reserved = false\n"
			  "if(job ~= false) then\n"
			  "  reserved = cjson.decode(job)\n"
			  "  reserved['attempts'] = reserved['attempts'] + 1\n"
			  "  reserved = cjson.encode(reserved)\n"
			  "  redis.call('zadd', KEYS[2], ARGV[1], reserved)\n"
			  "  redis.call('lpop', KEYS[3])\n"
			  "end\n"
			  "return {job, reserved}";

static void
must(int64_t rc)
{
	if (rc < 0)
		die_err(&err);
}

static redisReply *
check(redisReply *reply)
{
	if (!reply || reply->type == REDIS_REPLY_ERROR)
		die(EM_TEMP, "%s", reply ? reply->str : "no answer");
	return reply;
}

/* The digest of a script, owned by the caller. */
static char *
load(redisContext *link, const char *script)
{
	redisReply *reply = check(redisCommand(link, "SCRIPT LOAD %s", script));
	char *digest = strdup(reply->str);

	freeReplyObject(reply);
	return digest;
}

static void
fill(redisContext *link, long n)
{
	for (long i = 0; i < n; i++) {
		char job[512];

		(void)snprintf(job, sizeof(job), payload, i % 10000, i);
		if (redisAppendCommand(link, "RPUSH queues:bench %s", job) !=
			REDIS_OK ||
		    redisAppendCommand(link, "RPUSH queues:bench:notify 1") !=
			REDIS_OK)
			die(EM_TEMP, "%s", link->errstr);
		if (i % 1000 != 999 && i != n - 1)
			continue;
		for (long left = (i % 1000 + 1) * 2; left; left--) {
			void *reply;

			if (redisGetReply(link, &reply) != REDIS_OK)
				die(EM_TEMP, "%s", link->errstr);
			freeReplyObject(reply);
		}
	}
}

/* --- emgen, and the floor --- */

static void
our_work(struct queue *queue, long n)
{
	static const char *const names[] = { "bench", NULL };
	struct queue_job job = { .id = NULL };

	while (n-- > 0) {
		must(queue_claim(queue, names, 90, &job, &err));
		must(queue_ack(queue, &job, &err));
		queue_job_clear(&job);
	}
}

static void
bare_work(redisContext *link, const char *digests[2], long n)
{
	const long long now = clock_now_us() / 1000000;

	while (n-- > 0) {
		redisReply *reply;

		for (int i = 0; i < 2; i++)
			freeReplyObject(check(redisCommand(link,
			    "EVALSHA %s 3 queues:bench:%s queues:bench "
			    "queues:bench:notify %lld -1",
			    digests[0], i ? "reserved" : "delayed", now)));
		reply = check(redisCommand(link,
		    "EVALSHA %s 3 queues:bench queues:bench:reserved "
		    "queues:bench:notify %lld",
		    digests[1], now + 90));
		freeReplyObject(check(redisCommand(link,
		    "ZREM queues:bench:reserved %b", reply->element[1]->str,
		    (size_t)reply->element[1]->len)));
		freeReplyObject(reply);
	}
}

static void
bench_queue(const char *dsn, const char *socket, long jobs, long waiting)
{
	redisContext *link = redisConnectUnix(socket);
	struct queue *queue = queue_open(dsn, 5, &err);
	const char *digests[2];
	int64_t ours = 0, bare = 0;

	if (!queue || !link || link->err)
		die(EM_TEMP, "%s", queue ? "no connection" : err.msg);
	digests[0] = load(link, migrate);
	digests[1] = load(link, pop);
	fill(link, jobs * 2 + waiting);
	for (int i = 0; i < ROUNDS; i++) {
		int64_t start = clock_monotonic_us(), middle;

		our_work(queue, jobs / ROUNDS);
		middle = clock_monotonic_us();
		bare_work(link, digests, jobs / ROUNDS);
		ours += middle - start;
		bare += clock_monotonic_us() - middle;
	}
	printf("claim and ack: %.0f/s, Laravel's scripts in a bare loop "
	       "%.0f/s: %.2f\n",
	    (double)jobs * 1e6 / (double)ours,
	    (double)jobs * 1e6 / (double)bare, (double)bare / (double)ours);
	queue_close(queue);
	redisFree(link);
}

static void
bench_limit(const char *dsn, enum limiter_window window, int64_t want)
{
	const struct limiter_rate rate = { "bench", 1 << 20, 3600, window };
	struct limiter *limiter = limiter_open(dsn, 5, &err);
	int64_t us, start = clock_monotonic_us(), n = 0;

	if (!limiter)
		die_err(&err);
	for (; clock_monotonic_us() - start < LIMIT_US; n += want)
		must(limiter_take(limiter, &rate, want, &us, &err));
	us = clock_monotonic_us() - start;
	printf("a %s window, %d at a time: %.0f/s\n",
	    window == LIMITER_FIXED ? "fixed" : "sliding", (int)want,
	    (double)n * 1e6 / (double)us);
	limiter_close(limiter);
}

int
main(int argc, char *argv[])
{
	die_setname("redis");
	if (argc == 5)
		bench_queue(argv[1], argv[2], strtol(argv[3], NULL, 10),
		    strtol(argv[4], NULL, 10));
	else if (argc != 2)
		die(EM_PERM, "usage: redis DSN [SOCKET JOBS WAITING]");
	else
		for (int i = 0; i < 4; i++)
			bench_limit(argv[1],
			    i / 2 ? LIMITER_SLIDING : LIMITER_FIXED,
			    i % 2 ? 64 : 1);
	return EM_OK;
}
