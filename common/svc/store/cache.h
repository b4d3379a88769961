/*
 * cache - values that may be forgotten, found by a key.  Layer svc.
 *
 * A value is a run of lines: an analysis, as events.  It lives for a time, by
 * the clock of the database, and may have tags: marks by which many values are
 * flushed at once.  Tags are a set: their order means nothing.
 *
 * Value and tags come and go in one transaction.  Between the moment that a
 * value is found missing and the moment that the new one is stored, somebody
 * may forget its key or flush one of its tags: then the new one was made of
 * what was old already, and is not stored.  The ticket tells.
 */
#ifndef EMGEN_CACHE_H
#define EMGEN_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "die.h"
#include "spool.h"

struct cache;

enum { CACHE_NAME_MAX = 255, CACHE_TAGS_MAX = 32 }; /* bytes; tags */

/* What a value is stored under.  Fill it with zeros first. */
struct cache_name {
	const char *key;                  /* borrowed */
	const char *tags[CACHE_TAGS_MAX]; /* borrowed; each once */
	size_t n;
};

/* UTF-8, 1 to CACHE_NAME_MAX bytes; -1 for others, or too many tags. */
int cache_set_key(struct cache_name *name, const char *key, struct em_err *err);
int cache_add_tag(struct cache_name *name, const char *tag, struct em_err *err);

/*
 * "24h", "90s", "15m", "7d", "0"; a number alone is seconds.  -1 for text that
 * is no time.
 */
int cache_parse_ttl(const char *text, int64_t *seconds);

/*
 * Opens the cache of the DSN; without one that of $EMGEN_CACHE, else the file
 * cache.db in emgen's folder.  Who only looks makes none: it is empty then.
 */
struct cache *cache_open(const char *dsn, bool looks, struct em_err *err);
void cache_close(struct cache *cache);

/*
 * Finds a value that has all tags of the name: 1, or 0.  When it is 1,
 * cache_next() appends its bytes to out part by part, 0 behind the last, and
 * nobody's writing changes them until cache_done().
 */
int cache_find(
    struct cache *cache, const struct cache_name *name, struct em_err *err);
int cache_next(struct cache *cache, struct buf *out, struct em_err *err);
void cache_done(struct cache *cache);

/* When the making of a value began. */
struct cache_ticket {
	int64_t ticks; /* writes until then */
	int64_t time;  /* of the database */
};

int cache_take_ticket(
    struct cache *cache, struct cache_ticket *ticket, struct em_err *err);

/*
 * Stores what is in the spool for ttl seconds, in place of what the key had
 * before; a ttl of 0 or less only removes that.  0 when the value was forgotten
 * or flushed since the ticket: nothing is changed then.
 */
int cache_put(struct cache *cache, const struct cache_name *name, int64_t ttl,
    const struct cache_ticket *ticket, struct spool *value, struct em_err *err);

int cache_forget(struct cache *cache, const char *key, struct em_err *err);

/* What has any of the tags of the name; everything when it has none. */
int cache_flush(
    struct cache *cache, const struct cache_name *name, struct em_err *err);

/* Removes what has expired, and all that refers to it. */
int cache_sweep(struct cache *cache, struct em_err *err);

struct cache_entry {
	struct cache_name name;
	int64_t bytes;
	int64_t stored_on, expires_on; /* Unix seconds */
};

/* Calls say() for each value that is there, in the order of keys. */
int cache_list(struct cache *cache,
    void (*say)(void *ctx, const struct cache_entry *entry), void *ctx,
    struct em_err *err);

#endif
