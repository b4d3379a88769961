/* lease_priv - what the kinds of places behind lease.h have to do. */
#ifndef EMGEN_LEASE_PRIV_H
#define EMGEN_LEASE_PRIV_H

#include "lease.h"

/* Each function is that of lease.h without "lease_". */
struct lease_driver {
	struct lease *(*open)(
	    const char *dsn, double timeout, struct em_err *err);
	void (*close)(struct lease *lease);
	int (*take)(struct lease *lease, const char *key, const char *owner,
	    int64_t ttl, struct em_err *err);
	int (*renew)(struct lease *lease, const char *key, const char *owner,
	    int64_t ttl, struct em_err *err);
	int (*release)(struct lease *lease, const char *key, const char *owner,
	    struct em_err *err);
};

extern const struct lease_driver lease_sql, lease_redis;

/* What every driver's own lease begins with. */
struct lease {
	const struct lease_driver *driver;
};

#endif
