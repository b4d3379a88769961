/*
 * limiter_redis - windows in Redis (limiter.h).
 *
 *	NAME		hash: start, end (seconds), count; as Laravel's
 *			Illuminate\Redis\Limiters\DurationLimiter has it
 *	NAME:sliding	list: when each of the last ones passed, in
 *			microseconds, the newest first
 */
#include <stdlib.h>

#include "limiter_priv.h"
#include "mem.h"
#include "redis.h"

struct in_redis {
	struct limiter limiter; /* first */
	struct redis *redis;
};

/*
 * KEYS[1]	the name
 * ARGV[1]	allow
 * ARGV[2]	every
 * ARGV[3]	how many want to pass
 * How many may, and when to try again, in microseconds from now.
 */
static struct redis_script fixed = REDIS_SCRIPT(
    "local allow, every = tonumber(ARGV[1]), tonumber(ARGV[2])\n"
    "local want = tonumber(ARGV[3])\n"
    "local time = redis.call('TIME')\n"
    "local now = tonumber(time[1]) + tonumber(time[2]) / 1000000\n"
    "local w = redis.call('HMGET', KEYS[1], 'start', 'end', 'count')\n"
    "local from, to = tonumber(w[1] or 'x'), tonumber(w[2] or 'x')\n"
    "local before = 0\n"
    "if from and to and now >= from and now <= to then\n"
    "  before = redis.call('HINCRBY', KEYS[1], 'count', want) - want\n"
    "else\n"
    "  to = tonumber(time[1]) + every\n"
    "  redis.call('HMSET', KEYS[1], 'start', time[1], 'end', to,\n"
    "    'count', want)\n"
    "  redis.call('EXPIRE', KEYS[1], every * 2)\n"
    "end\n"
    "return { math.max(0, math.min(want, allow - before)),\n"
    "  math.floor((to - now) * 1000000) + 1 }\n");

static struct redis_script sliding = REDIS_SCRIPT(
    "local allow, every = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000000\n"
    "local want, passed, wait = tonumber(ARGV[3]), 0, 0\n"
    "local time = redis.call('TIME')\n"
    "local now = tonumber(time[1]) * 1000000 + tonumber(time[2])\n"
    "local text = string.format('%.0f', now)\n"
    "local n = redis.call('LLEN', KEYS[1])\n"
    /* what passed in the future did so when the clock was set back */
    "local i = 0\n"
    "while i < n and tonumber(redis.call('LINDEX', KEYS[1], i)) > now do\n"
    "  redis.call('LSET', KEYS[1], i, text)\n"
    "  i = i + 1\n"
    "end\n"
    "if n > allow then\n"
    "  redis.call('LTRIM', KEYS[1], 0, allow - 1)\n"
    "  n = allow\n"
    "end\n"
    "while passed < want do\n"
    "  if n == allow then\n"
    "    local oldest = tonumber(redis.call('LINDEX', KEYS[1], -1))\n"
    "    if oldest + every >= now then\n"
    "      wait = oldest + every - now + 1\n"
    "      break\n"
    "    end\n"
    "    redis.call('RPOP', KEYS[1])\n"
    "  else\n"
    "    n = n + 1\n"
    "  end\n"
    "  redis.call('LPUSH', KEYS[1], text)\n"
    "  passed = passed + 1\n"
    "end\n"
    "redis.call('PEXPIRE', KEYS[1], every / 1000 * 2)\n"
    "return { passed, wait }\n");

static struct in_redis *
in_redis(struct limiter *limiter)
{
	return (struct in_redis *)limiter;
}

static void
close_redis(struct limiter *limiter)
{
	redis_close(in_redis(limiter)->redis);
	free(limiter);
}

static struct limiter *
open_redis(const char *dsn, double timeout, struct em_err *err)
{
	struct redis *redis = redis_open(dsn, timeout, err);
	struct in_redis *limiter;

	if (!redis)
		return NULL;
	limiter = mem_zalloc(1, sizeof(*limiter));
	limiter->redis = redis;
	return &limiter->limiter;
}

static int64_t
take(struct limiter *limiter, const struct limiter_rate *rate, int64_t want,
    int64_t *wait_us, struct em_err *err)
{
	struct redis *redis = in_redis(limiter)->redis;
	bool slides = rate->window == LIMITER_SLIDING;
	struct redis_reply *reply;
	int64_t granted;

	redis_script(redis, slides ? &sliding : &fixed, 1);
	redis_key_of(redis, rate->name, slides ? ":sliding" : "");
	redis_int(redis, rate->allow);
	redis_int(redis, rate->every);
	redis_int(redis, want);
	reply = redis_run(redis, err);
	if (!reply)
		return -1;
	granted = redis_number(redis_at(reply, 0));
	*wait_us = redis_number(redis_at(reply, 1));
	redis_reply_free(reply);
	return granted;
}

const struct limiter_driver limiter_redis = {
	.open = open_redis,
	.close = close_redis,
	.take = take,
};
