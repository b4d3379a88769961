/* limiter - at most so many in so much time (limiter.h). */
#include "limiter.h"

#include <stdlib.h>
#include <string.h>

#include "dsn.h"
#include "limiter_priv.h"
#include "mem.h"

struct limiter *
limiter_open(const char *dsn, double timeout, struct em_err *err)
{
	const struct limiter_driver *driver = &limiter_sql;
	char *scheme = dsn_scheme(dsn, err);
	struct limiter *limiter;

	if (!scheme)
		return NULL;
	if (strcmp(scheme, "redis") == 0)
		driver = &limiter_redis;
	free(scheme);
	limiter = driver->open(dsn, timeout, err);
	if (limiter)
		limiter->driver = driver;
	return limiter;
}

void
limiter_close(struct limiter *limiter)
{
	if (limiter)
		limiter->driver->close(limiter);
}

int64_t
limiter_take(struct limiter *limiter, const struct limiter_rate *rate,
    int64_t want, int64_t *wait_us, struct em_err *err)
{
	*wait_us = 0;
	return limiter->driver->take(limiter, rate, want, wait_us, err);
}

enum limiter_window
limiter_window_option(const char *text)
{
	if (strcmp(text, "fixed") == 0)
		return LIMITER_FIXED;
	if (strcmp(text, "sliding") != 0)
		die(EM_PERM, "--window: not fixed or sliding: %s", text);
	return LIMITER_SLIDING;
}

/* The number that text is from its first byte to end, or -1. */
static int64_t
number(const char *text, const char *end)
{
	char *stop;
	long long n = strtoll(text, &stop, 10);

	return *text >= '0' && *text <= '9' && stop == end && n > 0 &&
		       n <= INT32_MAX
		   ? n
		   : -1;
}

int
limiter_rate_parse(struct limiter_rate *rate, char **name, const char *text)
{
	const char *colon = strrchr(text, ':');
	const char *slash = colon ? strchr(colon, '/') : NULL;

	*name = NULL;
	if (!slash || colon == text || colon - text > LIMITER_NAME_MAX)
		return -1;
	*rate = (struct limiter_rate){
		.allow = number(colon + 1, slash),
		.every = number(slash + 1, text + strlen(text)),
	};
	if (rate->allow < 0 || rate->every < 0)
		return -1;
	rate->name = *name = mem_strndup(text, (size_t)(colon - text));
	return 0;
}
