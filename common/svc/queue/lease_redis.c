/* lease_redis - leases in Redis (lease.h): KEY holds the owner, and expires. */
#include <stdlib.h>

#include "lease_priv.h"
#include "mem.h"
#include "redis.h"

struct in_redis {
	struct lease lease; /* first */
	struct redis *redis;
};

/* KEYS[1] the key; ARGV[1] the owner, ARGV[2] the seconds */
static struct redis_script take_script =
    REDIS_SCRIPT("if redis.call('GET', KEYS[1]) == ARGV[1] then\n"
		 "  return redis.call('EXPIRE', KEYS[1], ARGV[2])\n"
		 "end\n"
		 "return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2],\n"
		 "  'NX') and 1 or 0\n");
static struct redis_script renew_script =
    REDIS_SCRIPT("if redis.call('GET', KEYS[1]) == ARGV[1] then\n"
		 "  return redis.call('EXPIRE', KEYS[1], ARGV[2])\n"
		 "end\n"
		 "return 0\n");
static struct redis_script release_script =
    REDIS_SCRIPT("if redis.call('GET', KEYS[1]) == ARGV[1] then\n"
		 "  return redis.call('DEL', KEYS[1])\n"
		 "end\n"
		 "return 0\n");

static struct redis *
redis_of(struct lease *lease)
{
	return ((struct in_redis *)lease)->redis;
}

static void
close_redis(struct lease *lease)
{
	redis_close(redis_of(lease));
	free(lease);
}

static struct lease *
open_redis(const char *dsn, double timeout, struct em_err *err)
{
	struct redis *redis = redis_open(dsn, timeout, err);
	struct in_redis *lease;

	if (!redis)
		return NULL;
	lease = mem_zalloc(1, sizeof(*lease));
	lease->redis = redis;
	return &lease->lease;
}

static void
begin(struct lease *lease, struct redis_script *script, const char *key,
    const char *owner)
{
	redis_script(redis_of(lease), script, 1);
	redis_key(redis_of(lease), key);
	redis_text(redis_of(lease), owner);
}

/* Runs it: whether it answers 1. */
static int
finish(struct lease *lease, struct em_err *err)
{
	int64_t done;

	if (redis_run_int(redis_of(lease), &done, err) < 0)
		return -1;
	return done == 1;
}

static int
take(struct lease *lease, const char *key, const char *owner, int64_t ttl,
    struct em_err *err)
{
	begin(lease, &take_script, key, owner);
	redis_int(redis_of(lease), ttl);
	return finish(lease, err);
}

static int
renew(struct lease *lease, const char *key, const char *owner, int64_t ttl,
    struct em_err *err)
{
	begin(lease, &renew_script, key, owner);
	redis_int(redis_of(lease), ttl);
	return finish(lease, err);
}

static int
release(
    struct lease *lease, const char *key, const char *owner, struct em_err *err)
{
	begin(lease, &release_script, key, owner);
	return finish(lease, err);
}

const struct lease_driver lease_redis = {
	.open = open_redis,
	.close = close_redis,
	.take = take,
	.renew = renew,
	.release = release,
};
