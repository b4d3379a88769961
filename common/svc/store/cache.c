/* cache - values that may be forgotten (cache.h). */
#include "cache.h"

#include <stdlib.h>
#include <string.h>

#include "cache_priv.h"
#include "dsn.h"
#include "place.h"
#include "utf8.h"

enum { TTL_MAX = 1 << 30 }; /* seconds: 34 years */

/* --- names --- */

static int
check(const char *what, const char *text, struct em_err *err)
{
	size_t len = strlen(text);

	if (len == 0)
		return err_set(err, EM_PERM, "a %s is empty", what);
	if (len > CACHE_NAME_MAX)
		return err_set(err, EM_PERM,
		    "a %s is longer than %d bytes: %.40s...", what,
		    CACHE_NAME_MAX, text);
	if (utf8_valid(text, len) < len)
		return err_set(err, EM_PERM, "a %s is not UTF-8", what);
	return 0;
}

int
cache_set_key(struct cache_name *name, const char *key, struct em_err *err)
{
	name->key = key;
	return check("key", key, err);
}

int
cache_add_tag(struct cache_name *name, const char *tag, struct em_err *err)
{
	for (size_t i = 0; i < name->n; i++)
		if (strcmp(name->tags[i], tag) == 0)
			return 0;
	if (name->n == CACHE_TAGS_MAX)
		return err_set(
		    err, EM_PERM, "more than %d tags", CACHE_TAGS_MAX);
	if (check("tag", tag, err) < 0)
		return -1;
	name->tags[name->n++] = tag;
	return 0;
}

int
cache_parse_ttl(const char *text, int64_t *seconds)
{
	static const char units[] = "smhd";
	static const int64_t lasts[] = { 1, 60, 3600, 86400 };
	const char *digits = text + (*text == '-'), *unit;
	int64_t n;
	char *end;

	if (*digits < '0' || *digits > '9')
		return -1;
	n = strtoll(text, &end, 10);
	unit = *end ? strchr(units, *end) : units;
	if (!unit || (*end && end[1]) || n > TTL_MAX || n < -TTL_MAX ||
	    n * lasts[unit - units] > TTL_MAX)
		return -1;
	*seconds = n * lasts[unit - units];
	return 0;
}

/* --- pieces --- */

/* How many bytes at the end are a character's beginning only. */
static size_t
cut_off(const struct buf *chunk)
{
	size_t at = chunk->len;

	while (at > 0 && ((unsigned char)chunk->data[at - 1] & 0xc0) == 0x80)
		at--;
	return chunk->len - (at > 0 ? at - 1 : 0);
}

int
cache_cut(struct spool *value, struct buf *chunk, struct em_err *err)
{
	int64_t n;
	size_t back;

	buf_truncate(chunk, 0);
	do
		n = spool_read(value, chunk, CACHE_CHUNK - chunk->len, err);
	while (n > 0 && chunk->len < CACHE_CHUNK);
	if (n < 0)
		return -1;
	if (value->at < value->size) { /* the next one begins with it */
		back = cut_off(chunk);
		buf_truncate(chunk, chunk->len - back);
		value->at -= back;
	}
	return chunk->len > 0;
}

/* --- drivers --- */

static const struct cache_driver *
driver_of(const char *dsn, struct em_err *err)
{
	const struct cache_driver *driver = &cache_sql;
	char *scheme = dsn_scheme(dsn, err);

	if (!scheme)
		return NULL;
	if (strcmp(scheme, "redis") == 0)
		driver = &cache_redis;
	free(scheme);
	return driver;
}

struct cache *
cache_open(const char *dsn, bool looks, struct em_err *err)
{
	char *own = place_file_dsn(dsn, "EMGEN_CACHE", "cache.db");
	const struct cache_driver *driver;
	struct cache *cache;

	if (looks)
		own = place_to_look_at_take(own);
	driver = own ? driver_of(own, err) : &cache_sql;
	cache = driver ? driver->open(own, err) : NULL;
	free(own);
	if (cache)
		cache->driver = driver;
	return cache;
}

void
cache_close(struct cache *cache)
{
	if (cache)
		cache->driver->close(cache);
}

int
cache_find(
    struct cache *cache, const struct cache_name *name, struct em_err *err)
{
	return cache->driver->find(cache, name, err);
}

int
cache_next(struct cache *cache, struct buf *out, struct em_err *err)
{
	return cache->driver->next(cache, out, err);
}

void
cache_done(struct cache *cache)
{
	cache->driver->done(cache);
}

int
cache_take_ticket(
    struct cache *cache, struct cache_ticket *ticket, struct em_err *err)
{
	return cache->driver->take_ticket(cache, ticket, err);
}

int
cache_put(struct cache *cache, const struct cache_name *name, int64_t ttl,
    const struct cache_ticket *ticket, struct spool *value, struct em_err *err)
{
	return cache->driver->put(cache, name, ttl, ticket, value, err);
}

int
cache_forget(struct cache *cache, const char *key, struct em_err *err)
{
	return cache->driver->forget(cache, key, err);
}

int
cache_flush(
    struct cache *cache, const struct cache_name *name, struct em_err *err)
{
	return cache->driver->flush(cache, name, err);
}

int
cache_sweep(struct cache *cache, struct em_err *err)
{
	return cache->driver->sweep(cache, err);
}

int
cache_list(struct cache *cache,
    void (*say)(void *ctx, const struct cache_entry *entry), void *ctx,
    struct em_err *err)
{
	return cache->driver->list(cache, say, ctx, err);
}
