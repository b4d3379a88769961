/*
 * queue_redis_absent - a build without hiredis: stands in for *_redis.c beside
 * it, and says so when it is asked for.  Layer svc.
 */
#include "lease_priv.h"
#include "limiter_priv.h"
#include "queue_priv.h"

static void
refuse(struct em_err *err)
{
	(void)err_set(err, EM_PERM,
	    "redis: this build has no Redis: hiredis was not there");
}

struct queue *
queue_redis_open(const char *dsn, double timeout, struct em_err *err)
{
	(void)dsn;
	(void)timeout;
	refuse(err);
	return NULL;
}

static struct limiter *
open_limiter(const char *dsn, double timeout, struct em_err *err)
{
	(void)dsn;
	(void)timeout;
	refuse(err);
	return NULL;
}

const struct limiter_driver limiter_redis = { .open = open_limiter };

static struct lease *
open_lease(const char *dsn, double timeout, struct em_err *err)
{
	(void)dsn;
	(void)timeout;
	refuse(err);
	return NULL;
}

const struct lease_driver lease_redis = { .open = open_lease };
