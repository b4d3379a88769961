/* lease - a lock that somebody owns for a time (lease.h). */
#include "lease.h"

#include <stdlib.h>
#include <string.h>

#include "dsn.h"
#include "lease_priv.h"

struct lease *
lease_open(const char *dsn, double timeout, struct em_err *err)
{
	const struct lease_driver *driver = &lease_sql;
	char *scheme = dsn_scheme(dsn, err);
	struct lease *lease;

	if (!scheme)
		return NULL;
	if (strcmp(scheme, "redis") == 0)
		driver = &lease_redis;
	free(scheme);
	lease = driver->open(dsn, timeout, err);
	if (lease)
		lease->driver = driver;
	return lease;
}

void
lease_close(struct lease *lease)
{
	if (lease)
		lease->driver->close(lease);
}

int
lease_take(struct lease *lease, const char *key, const char *owner, int64_t ttl,
    struct em_err *err)
{
	return lease->driver->take(lease, key, owner, ttl, err);
}

int
lease_renew(struct lease *lease, const char *key, const char *owner,
    int64_t ttl, struct em_err *err)
{
	return lease->driver->renew(lease, key, owner, ttl, err);
}

int
lease_release(
    struct lease *lease, const char *key, const char *owner, struct em_err *err)
{
	return lease->driver->release(lease, key, owner, err);
}
