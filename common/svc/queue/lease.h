/*
 * lease - a lock that somebody owns for a time.  Layer svc.
 *
 * It is Laravel's cache lock: in a database a row of `cache_locks`, in Redis a
 * key, so that an application sees it under the same name (with the prefix of
 * its cache before it).  A lease is over after ttl seconds by the database's
 * clock, whoever died; only who took it, by the token that is the owner, can
 * prolong or release it.
 */
#ifndef EMGEN_LEASE_H
#define EMGEN_LEASE_H

#include <stdint.h>

#include "die.h"

struct lease;

/* sqlite:, pgsql:, mysql: or redis:; timeout as in db_open(). */
struct lease *lease_open(const char *dsn, double timeout, struct em_err *err);
void lease_close(struct lease *lease);

/*
 * 1 when the key is the owner's for the next ttl seconds, at least 1; 0 while
 * another has it.  Who has it already takes it anew.
 */
int lease_take(struct lease *lease, const char *key, const char *owner,
    int64_t ttl, struct em_err *err);

/* The same, but only for who has it still: 0 when it is lost. */
int lease_renew(struct lease *lease, const char *key, const char *owner,
    int64_t ttl, struct em_err *err);

/* 1 when it is given back, 0 when it was not the owner's any more. */
int lease_release(struct lease *lease, const char *key, const char *owner,
    struct em_err *err);

#endif
