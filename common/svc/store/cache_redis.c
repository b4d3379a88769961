/*
 * cache_redis - the cache in Redis (cache.h).
 *
 *	emgen:cache:entry:KEY	hash: id, bytes, chunks, stored, expires, and
 *tags, each with NUL behind it emgen:cache:value:ID	hash: the pieces of a
 *value by number.  It is made first, and expires by itself: with its entry, or
 *				soon, when it has none or is read no more
 *	emgen:cache:tag:TAG	set of keys
 *	emgen:cache:keys	sorted set of keys, by when they expire
 *	emgen:cache:mark:...	at which tick something was forgotten or flushed
 *	emgen:cache:ticks	how many writes there were
 *
 * Scripts make each change whole.  They name keys that follow from others, so
 * this is for one server, not for a cluster.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache_priv.h"
#include "id.h"
#include "mem.h"
#include "redis.h"
#include "silence.h"

enum { SWEPT_AT_ONCE = 500 };

/* Before every key; for scripts, the beginning of those they make. */
#define BASE "emgen:cache:"

/* Seconds that a value without an entry lives, while nobody asks for more. */
#define LINGERS "60"

#define PRELUDE                                                                \
	"local base, lingers = KEYS[1], " LINGERS "\n"                         \
	"local now = tonumber(redis.call('TIME')[1])\n"                        \
	"local function linger(id)\n"                                          \
	"  redis.call('EXPIRE', base .. 'value:' .. id, lingers)\n"            \
	"end\n"                                                                \
	"local function hold(id)\n"                                            \
	"  if redis.call('TTL', base .. 'value:' .. id) < lingers then\n"      \
	"    linger(id)\n"                                                     \
	"  end\n"                                                              \
	"end\n"                                                                \
	"local function drop(key)\n"                                           \
	"  local e = redis.call('HMGET', base .. 'entry:' .. key, 'id',\n"     \
	"    'tags')\n"                                                        \
	"  if e[1] then\n"                                                     \
	"    for tag in string.gmatch(e[2], '[^%z]+') do\n"                    \
	"      redis.call('SREM', base .. 'tag:' .. tag, key)\n"               \
	"    end\n"                                                            \
	"    linger(e[1])\n"                                                   \
	"    redis.call('DEL', base .. 'entry:' .. key)\n"                     \
	"  end\n"                                                              \
	"  redis.call('ZREM', base .. 'keys', key)\n"                          \
	"end\n"                                                                \
	"local function drop_expired(most)\n"                                  \
	"  local keys = redis.call('ZRANGEBYSCORE', base .. 'keys', '-inf',\n" \
	"    now, 'LIMIT', 0, most)\n"                                         \
	"  for _, key in ipairs(keys) do drop(key) end\n"                      \
	"  return #keys\n"                                                     \
	"end\n"                                                                \
	"local function mark(name)\n"                                          \
	"  redis.call('SET', base .. 'mark:' .. name,\n"                       \
	"    redis.call('INCR', base .. 'ticks'), 'EX', 86400 + 60)\n"         \
	"end\n"                                                                \
	"local function is_marked(name, ticks)\n"                              \
	"  return tonumber(redis.call('GET', base .. 'mark:' .. name)\n"       \
	"    or 0) > tonumber(ticks)\n"                                        \
	"end\n"

/* ARGV: key, tags.  The value's id and how many pieces it has. */
static struct redis_script find_script = REDIS_SCRIPT(PRELUDE
    "local e = redis.call('HMGET', base .. 'entry:' .. ARGV[1], 'id',\n"
    "  'chunks', 'expires')\n"
    "if not e[1] or tonumber(e[3]) <= now then return nil end\n"
    "for i = 2, #ARGV do\n"
    "  if redis.call('SISMEMBER', base .. 'tag:' .. ARGV[i],\n"
    "      ARGV[1]) == 0 then return nil end\n"
    "end\n"
    "if redis.call('HLEN', base .. 'value:' .. e[1]) ~= tonumber(e[2])\n"
    "then return nil end\n"
    "hold(e[1])\n"
    "return { e[1], tonumber(e[2]) }\n");

/* ARGV: id, number. */
static struct redis_script read_script = REDIS_SCRIPT(PRELUDE
    "hold(ARGV[1])\n"
    "return redis.call('HGET', base .. 'value:' .. ARGV[1], ARGV[2])\n");

static struct redis_script ticket_script = REDIS_SCRIPT(PRELUDE
    "return { tonumber(redis.call('GET', base .. 'ticks') or 0), now }\n");

/* ARGV: id, number, bytes. */
static struct redis_script write_script = REDIS_SCRIPT(PRELUDE
    "redis.call('HSET', base .. 'value:' .. ARGV[1], ARGV[2], ARGV[3])\n"
    "linger(ARGV[1])\n"
    "return 1\n");

/*
 * ARGV: key, id, bytes, pieces, ttl, the ticket, tags.  0 when the value is old
 * already, -1 when it is not there any more.
 */
static struct redis_script put_script = REDIS_SCRIPT(PRELUDE
    "local key, id, ttl = ARGV[1], ARGV[2], tonumber(ARGV[5])\n"
    "local fresh = now - tonumber(ARGV[7]) < 86400\n"
    "  and not is_marked('a:', ARGV[6])\n"
    "  and not is_marked('k:' .. key, ARGV[6])\n"
    "for i = 8, #ARGV do\n"
    "  fresh = fresh and not is_marked('t:' .. ARGV[i], ARGV[6])\n"
    "end\n"
    "if not fresh then\n"
    "  redis.call('DEL', base .. 'value:' .. id)\n"
    "  return 0\n"
    "end\n"
    "if ttl > 0 and redis.call('HLEN', base .. 'value:' .. id) ~=\n"
    "  tonumber(ARGV[4]) then return -1 end\n"
    "redis.call('INCR', base .. 'ticks')\n"
    "drop(key)\n"
    "drop_expired(10)\n"
    "if ttl <= 0 then return 1 end\n"
    "local tags = ''\n"
    "for i = 8, #ARGV do\n"
    "  redis.call('SADD', base .. 'tag:' .. ARGV[i], key)\n"
    "  tags = tags .. ARGV[i] .. '\\0'\n"
    "end\n"
    "redis.call('HSET', base .. 'entry:' .. key, 'id', id, 'bytes', ARGV[3],\n"
    "  'chunks', ARGV[4], 'stored', now, 'expires', now + ttl,\n"
    "  'tags', tags)\n"
    "redis.call('ZADD', base .. 'keys', now + ttl, key)\n"
    "redis.call('EXPIRE', base .. 'value:' .. id, ttl + lingers)\n"
    "return 1\n");

static struct redis_script forget_script =
    REDIS_SCRIPT(PRELUDE "mark('k:' .. ARGV[1])\n"
			 "drop(ARGV[1])\n"
			 "return 0\n");

/* ARGV: tags, or none for everything. */
static struct redis_script flush_script = REDIS_SCRIPT(
    PRELUDE "local function drop_all(keys)\n"
	    "  for _, key in ipairs(keys) do drop(key) end\n"
	    "end\n"
	    "if #ARGV == 0 then\n"
	    "  mark('a:')\n"
	    "  drop_all(redis.call('ZRANGE', base .. 'keys', 0, -1))\n"
	    "end\n"
	    "for _, tag in ipairs(ARGV) do\n"
	    "  mark('t:' .. tag)\n"
	    "  drop_all(redis.call('SMEMBERS', base .. 'tag:' .. tag))\n"
	    "end\n"
	    "return 0\n");

/* ARGV: how many at the most.  How many they were. */
static struct redis_script sweep_script =
    REDIS_SCRIPT(PRELUDE "return drop_expired(ARGV[1])\n");

static struct redis_script list_script = REDIS_SCRIPT(PRELUDE
    "local list = {}\n"
    "for _, key in ipairs(redis.call('ZRANGEBYSCORE', base .. 'keys',\n"
    "    '(' .. now, '+inf')) do\n"
    "  local e = redis.call('HMGET', base .. 'entry:' .. key, 'bytes',\n"
    "    'stored', 'expires', 'tags')\n"
    "  if e[1] then list[#list + 1] = { key, e[1], e[2], e[3], e[4] } end\n"
    "end\n"
    "return list\n");

struct in_redis {
	struct cache cache; /* first: the one is the other */
	struct redis *redis;
	char reading[ID_TEXT]; /* the value that was found */
	int64_t next, chunks;  /* its next piece, and how many there are */
};

static struct in_redis *
in_redis(struct cache *cache)
{
	return (struct in_redis *)cache;
}

/* Puts a call of the script together, but for its arguments. */
static struct redis *
call(struct cache *cache, struct redis_script *script)
{
	struct redis *redis = in_redis(cache)->redis;

	redis_script(redis, script, 1);
	redis_key(redis, BASE);
	return redis;
}

static void
add_tags(struct redis *redis, const struct cache_name *name)
{
	for (size_t i = 0; i < name->n; i++)
		redis_text(redis, name->tags[i]);
}

static void
close_redis(struct cache *cache)
{
	redis_close(in_redis(cache)->redis);
	free(cache);
}

static struct cache *
open_redis(const char *dsn, struct em_err *err)
{
	struct redis *redis = redis_open(dsn, SILENCE_CONNECT, err);
	struct in_redis *c;

	if (!redis)
		return NULL;
	c = mem_zalloc(1, sizeof(*c));
	c->redis = redis;
	return &c->cache;
}

/* --- reading --- */

static int
find(struct cache *cache, const struct cache_name *name, struct em_err *err)
{
	struct redis *redis = call(cache, &find_script);
	struct in_redis *c = in_redis(cache);
	struct redis_reply *reply;
	int found;

	redis_text(redis, name->key);
	add_tags(redis, name);
	reply = redis_run(redis, err);
	if (!reply)
		return -1;
	found = !redis_is_nil(reply);
	if (found)
		(void)snprintf(c->reading, sizeof(c->reading), "%s",
		    redis_str(redis_at(reply, 0)));
	c->chunks = found ? redis_number(redis_at(reply, 1)) : 0;
	c->next = 0;
	redis_reply_free(reply);
	return found;
}

static int
next(struct cache *cache, struct buf *out, struct em_err *err)
{
	struct in_redis *c = in_redis(cache);
	struct redis_reply *reply;
	struct redis *redis;
	int rc = 1;

	if (c->next == c->chunks)
		return 0;
	redis = call(cache, &read_script);
	redis_text(redis, c->reading);
	redis_int(redis, c->next++);
	reply = redis_run(redis, err);
	if (!reply)
		return -1;
	if (redis_is_nil(reply))
		rc = err_set(err, EM_TEMP,
		    "the value went away while it was read: nobody asked for "
		    "more of it for " LINGERS " seconds");
	else
		buf_add(out, redis_str(reply), redis_len(reply));
	redis_reply_free(reply);
	return rc;
}

static void
done(struct cache *cache)
{
	(void)cache;
}

/* --- writing --- */

static int
take_ticket(
    struct cache *cache, struct cache_ticket *ticket, struct em_err *err)
{
	struct redis_reply *reply = redis_run(call(cache, &ticket_script), err);

	if (!reply)
		return -1;
	ticket->ticks = redis_number(redis_at(reply, 0));
	ticket->time = redis_number(redis_at(reply, 1));
	redis_reply_free(reply);
	return 0;
}

/* How many pieces they are, or -1. */
static int64_t
write_value(struct cache *cache, const char *id, struct spool *value,
    struct em_err *err)
{
	struct buf chunk = BUF_INIT;
	int64_t n = 0, written;
	int rc;

	spool_rewind(value);
	while ((rc = cache_cut(value, &chunk, err)) == 1) {
		struct redis *redis = call(cache, &write_script);

		redis_text(redis, id);
		redis_int(redis, n++);
		redis_bytes(redis, chunk.data, chunk.len);
		if (redis_run_int(redis, &written, err) < 0) {
			rc = -1;
			break;
		}
	}
	buf_clear(&chunk);
	return rc < 0 ? -1 : n;
}

static int
put(struct cache *cache, const struct cache_name *name, int64_t ttl,
    const struct cache_ticket *ticket, struct spool *value, struct em_err *err)
{
	int64_t chunks = 0, stored;
	struct redis *redis;
	char id[ID_TEXT];

	(void)id_new(id);
	if (ttl > 0 && (chunks = write_value(cache, id, value, err)) < 0)
		return -1;
	redis = call(cache, &put_script);
	redis_text(redis, name->key);
	redis_text(redis, id);
	redis_int(redis, (int64_t)value->size);
	redis_int(redis, chunks);
	redis_int(redis, ttl);
	redis_int(redis, ticket->ticks);
	redis_int(redis, ticket->time);
	add_tags(redis, name);
	if (redis_run_int(redis, &stored, err) < 0)
		return -1;
	if (stored < 0)
		return err_set(err, EM_TEMP,
		    "the server dropped the value while it was stored");
	return (int)stored;
}

static int
forget(struct cache *cache, const char *key, struct em_err *err)
{
	struct redis *redis = call(cache, &forget_script);
	int64_t rc;

	redis_text(redis, key);
	return redis_run_int(redis, &rc, err);
}

static int
flush(struct cache *cache, const struct cache_name *name, struct em_err *err)
{
	struct redis *redis = call(cache, &flush_script);
	int64_t rc;

	add_tags(redis, name);
	return redis_run_int(redis, &rc, err);
}

/* In parts, so that others get their turns. */
static int
sweep(struct cache *cache, struct em_err *err)
{
	struct redis *redis;
	int64_t n;

	do {
		redis = call(cache, &sweep_script);
		redis_int(redis, SWEPT_AT_ONCE);
		if (redis_run_int(redis, &n, err) < 0)
			return -1;
	} while (n == SWEPT_AT_ONCE);
	return 0;
}

/* --- listing --- */

static int
by_key(const void *a, const void *b)
{
	const struct redis_reply *const *left = a, *const *right = b;

	return strcmp(
	    redis_str(redis_at(*left, 0)), redis_str(redis_at(*right, 0)));
}

static int
by_name(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

static void
say_row(const struct redis_reply *row,
    void (*say)(void *ctx, const struct cache_entry *entry), void *ctx)
{
	struct cache_entry entry = { .name.key = redis_str(redis_at(row, 0)),
		.bytes = redis_number(redis_at(row, 1)),
		.stored_on = redis_number(redis_at(row, 2)),
		.expires_on = redis_number(redis_at(row, 3)) };
	const char *tag = redis_str(redis_at(row, 4));
	const char *behind = tag + redis_len(redis_at(row, 4));

	for (; tag < behind && entry.name.n < CACHE_TAGS_MAX;
	     tag += strlen(tag) + 1)
		entry.name.tags[entry.name.n++] = tag;
	qsort(
	    entry.name.tags, entry.name.n, sizeof(entry.name.tags[0]), by_name);
	say(ctx, &entry);
}

static int
list(struct cache *cache,
    void (*say)(void *ctx, const struct cache_entry *entry), void *ctx,
    struct em_err *err)
{
	struct redis_reply *reply = redis_run(call(cache, &list_script), err);
	const struct redis_reply **rows;
	size_t n;

	if (!reply)
		return -1;
	n = redis_count(reply);
	rows = mem_zalloc(n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = redis_at(reply, i);
	qsort(rows, n, sizeof(*rows), by_key);
	for (size_t i = 0; i < n; i++)
		say_row(rows[i], say, ctx);
	free(rows);
	redis_reply_free(reply);
	return 0;
}

const struct cache_driver cache_redis = {
	.open = open_redis,
	.close = close_redis,
	.find = find,
	.next = next,
	.done = done,
	.take_ticket = take_ticket,
	.put = put,
	.forget = forget,
	.flush = flush,
	.sweep = sweep,
	.list = list,
};
