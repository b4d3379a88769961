/* limiter_priv - what the kinds of state behind limiter.h have to do. */
#ifndef EMGEN_LIMITER_PRIV_H
#define EMGEN_LIMITER_PRIV_H

#include "limiter.h"

/* Each function is that of limiter.h without "limiter_". */
struct limiter_driver {
	struct limiter *(*open)(
	    const char *dsn, double timeout, struct em_err *err);
	void (*close)(struct limiter *limiter);
	int64_t (*take)(struct limiter *limiter,
	    const struct limiter_rate *rate, int64_t want, int64_t *wait_us,
	    struct em_err *err);
};

extern const struct limiter_driver limiter_sql, limiter_redis;

/* What every driver's own limiter begins with. */
struct limiter {
	const struct limiter_driver *driver;
};

#endif
