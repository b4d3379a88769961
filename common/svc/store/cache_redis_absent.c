/*
 * cache_redis_absent - a build without hiredis: stands in for cache_redis.c,
 * and says so when it is asked for.  Layer svc.
 */
#include "cache_priv.h"

static struct cache *
open_redis(const char *dsn, struct em_err *err)
{
	(void)dsn;
	(void)err_set(err, EM_PERM,
	    "redis: this build has no Redis: hiredis was not there");
	return NULL;
}

const struct cache_driver cache_redis = { .open = open_redis };
