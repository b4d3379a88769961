/* cache_priv - what the kinds of databases behind cache.h have to do. */
#ifndef EMGEN_CACHE_PRIV_H
#define EMGEN_CACHE_PRIV_H

#include "cache.h"

enum {
	CACHE_CHUNK = 1 << 18, /* bytes of a value in one piece, at the most */
	CACHE_MARKS_KEPT = 86400 /* seconds that a flush is remembered */
};

/* Each function is that of cache.h without "cache_". */
struct cache_driver {
	struct cache *(*open)(const char *dsn, struct em_err *err);
	void (*close)(struct cache *cache);
	int (*find)(struct cache *cache, const struct cache_name *name,
	    struct em_err *err);
	int (*next)(struct cache *cache, struct buf *out, struct em_err *err);
	void (*done)(struct cache *cache);
	int (*take_ticket)(struct cache *cache, struct cache_ticket *ticket,
	    struct em_err *err);
	int (*put)(struct cache *cache, const struct cache_name *name,
	    int64_t ttl, const struct cache_ticket *ticket, struct spool *value,
	    struct em_err *err);
	int (*forget)(struct cache *cache, const char *key, struct em_err *err);
	int (*flush)(struct cache *cache, const struct cache_name *name,
	    struct em_err *err);
	int (*sweep)(struct cache *cache, struct em_err *err);
	int (*list)(struct cache *cache,
	    void (*say)(void *ctx, const struct cache_entry *entry), void *ctx,
	    struct em_err *err);
};

extern const struct cache_driver cache_sql, cache_redis;

/* What every driver's own cache begins with. */
struct cache {
	const struct cache_driver *driver;
};

/*
 * The next piece of a value, of whole characters: 1, 0 at the end, -1.  What
 * was in chunk before is gone.
 */
int cache_cut(struct spool *value, struct buf *chunk, struct em_err *err);

#endif
