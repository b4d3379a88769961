/*
 * redis - jobs a second of the queue in Redis, and of bare loops through the
 * same client library: one of the same scripts, and one of Laravel's, which
 * look at less and need four round trips.  In turns, so that what else the
 * machine does slows down all.  And tries a second of a limit.
 *
 * usage: redis DSN SOCKET JOBS [QUEUE] | redis DSN
 *
 * JOBS jobs for each are in the queue, bench, already.  With a QUEUE the bare
 * loop of the same scripts alone works.  With a DSN alone, of any database,
 * only the limit.
 */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "limiter.h"
#include "queue.h"
#include "queue_in_redis.h"

enum { ROUNDS = 10, LIMIT_US = 1000000 };

static struct em_err err;
static const char *name = "bench";
static struct queue *queue;
static redisContext *link;

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
load(const char *script)
{
	redisReply *reply = check(redisCommand(link, "SCRIPT LOAD %s", script));
	char *digest = strdup(reply->str);

	freeReplyObject(reply);
	return digest;
}

/* --- emgen, and the floors --- */

static void
our_work(long n)
{
	const char *const names[] = { name, NULL };
	struct queue_job job = { .id = NULL };

	while (n-- > 0) {
		must(queue_claim(queue, names, 90, &job, &err));
		must(queue_ack(queue, &job, &err));
		queue_job_clear(&job);
	}
}

/* Keys and arguments are those of queue_lua_redis.c. */
static void
same_work(long n)
{
	char *claim = load(queue_redis_claim.text);
	char *ack = load(queue_redis_ack.text);

	while (n-- > 0) {
		redisReply *reply = check(redisCommand(link,
		    "EVALSHA %s 6 queues:%s queues:%s:delayed "
		    "queues:%s:reserved queues:%s:notify "
		    "emgen:queue:attempts:%s emgen:queue:paused 90 100 %s "
		    "emgen:queue:memory:",
		    claim, name, name, name, name, name, name));
		const redisReply *member;

		if (reply->type != REDIS_REPLY_ARRAY)
			die(EM_PERM, "no job");
		member = reply->element[0];
		freeReplyObject(check(redisCommand(link,
		    "EVALSHA %s 4 queues:%s:reserved emgen:queue:attempts:%s "
		    "emgen:queue:unique: emgen:queue:memory: %b %lld ",
		    ack, name, name, member->str, (size_t)member->len,
		    reply->element[1]->integer)));
		freeReplyObject(reply);
	}
	free(claim);
	free(ack);
}

static void
their_work(long n)
{
	const long long now = clock_now_us() / 1000000;
	char *digests[] = { load(migrate), load(pop) };

	while (n-- > 0) {
		redisReply *reply;

		for (int i = 0; i < 2; i++)
			freeReplyObject(check(redisCommand(link,
			    "EVALSHA %s 3 queues:%s:%s queues:%s "
			    "queues:%s:notify %lld -1",
			    digests[0], name, i ? "reserved" : "delayed", name,
			    name, now)));
		reply = check(redisCommand(link,
		    "EVALSHA %s 3 queues:%s queues:%s:reserved "
		    "queues:%s:notify %lld",
		    digests[1], name, name, name, now + 90));
		freeReplyObject(check(redisCommand(link,
		    "ZREM queues:%s:reserved %b", name, reply->element[1]->str,
		    (size_t)reply->element[1]->len)));
		freeReplyObject(reply);
	}
	free(digests[0]);
	free(digests[1]);
}

static double
seconds(void (*work)(long n), long n)
{
	int64_t start = clock_monotonic_us();

	work(n);
	return (double)(clock_monotonic_us() - start) / 1e6;
}

static void
bench_queue(long jobs)
{
	double ours = 0, same = 0, theirs = 0;

	for (int i = 0; i < ROUNDS; i++) {
		ours += seconds(our_work, jobs / ROUNDS);
		same += seconds(same_work, jobs / ROUNDS);
		theirs += seconds(their_work, jobs / ROUNDS);
	}
	printf("claim and ack: %.0f/s; the same scripts in a bare loop "
	       "%.0f/s: %.2f; Laravel's %.0f/s: %.2f\n",
	    (double)jobs / ours, (double)jobs / same, same / ours,
	    (double)jobs / theirs, theirs / ours);
}

static void
open_both(const char *dsn, const char *socket)
{
	link = redisConnectUnix(socket);
	queue = queue_open(dsn, 5, &err);
	if (!queue || !link || link->err)
		die(EM_TEMP, "%s", queue ? "no connection" : err.msg);
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

static void
bench_limits(const char *dsn)
{
	for (int i = 0; i < 4; i++)
		bench_limit(dsn, i / 2 ? LIMITER_SLIDING : LIMITER_FIXED,
		    i % 2 ? 64 : 1);
}

int
main(int argc, char *argv[])
{
	long jobs = argc > 3 ? strtol(argv[3], NULL, 10) : 0;

	die_setname("redis");
	if (argc < 2 || argc == 3 || argc > 5)
		die_usage("usage: redis DSN [SOCKET JOBS [QUEUE]]\n");
	if (argc == 2) {
		bench_limits(argv[1]);
		return EM_OK;
	}
	open_both(argv[1], argv[2]);
	if (argc == 5) {
		name = argv[4];
		printf("%.0f\n", (double)jobs / seconds(same_work, jobs));
	} else {
		bench_queue(jobs);
	}
	queue_close(queue);
	redisFree(link);
	return EM_OK;
}
