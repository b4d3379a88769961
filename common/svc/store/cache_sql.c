/* cache_sql - the cache in a database (cache.h, cache_tables.h). */
#include <stdlib.h>
#include <string.h>

#include "cache_priv.h"
#include "cache_tables.h"
#include "db.h"
#include "dialect.h"
#include "id.h"
#include "mem.h"
#include "silence.h"

/* Seconds to wait for a lock; what expired values a write takes with it. */
enum { SWEPT_BY_PUT = 10, SWEPT_AT_ONCE = 500 };

/* What a mark is of; of everything with the name "". */
#define MARK_KEY "k"
#define MARK_TAG "t"
#define MARK_ALL "a"

enum statement {
	FIND,
	HAS_TAG,
	READ,
	CLOCK,
	TICK,
	IS_MARKED,
	UNMARK,
	MARK,
	ADD_CHUNK,
	ADD_ENTRY,
	ADD_TAG,
	WITH_KEY,
	WITH_TAG,
	ALL,
	EXPIRED,
	DROP_ENTRY,
	DROP_TAGS,
	DROP_CHUNKS,
	SWEEP_MARKS,
	LIST,
	STATEMENTS
};

static const char *const statements[STATEMENTS] = {
	[FIND] = "SELECT value_id, bytes FROM cache_entries "
		 "WHERE cache_key = ? AND expires_on > {now}",
	[HAS_TAG] = "SELECT 1 FROM cache_tags WHERE tag = ? AND value_id = ?",
	[READ] = "SELECT body FROM cache_chunks WHERE value_id = ? AND n = ?",
	[CLOCK] = "SELECT ticks, {now} FROM cache_clock",
	[TICK] = "UPDATE cache_clock SET ticks = ticks + 1",
	[IS_MARKED] = "SELECT 1 FROM cache_marks "
		      "WHERE kind = ? AND name = ? AND ticks > ?",
	[UNMARK] = "DELETE FROM cache_marks WHERE kind = ? AND name = ?",
	[MARK] = "INSERT INTO cache_marks (kind, name, ticks, marked_on) "
		 "SELECT ?, ?, ticks, {now} FROM cache_clock",
	[ADD_CHUNK] = "INSERT INTO cache_chunks (value_id, n, body) "
		      "VALUES (?, ?, ?)",
	[ADD_ENTRY] = "INSERT INTO cache_entries (cache_key, value_id, bytes, "
		      "stored_on, expires_on) VALUES (?, ?, ?, {now}, "
		      "{now} + CAST(? AS DECIMAL(12, 0)))",
	[ADD_TAG] = "INSERT INTO cache_tags (tag, value_id) VALUES (?, ?)",
	[WITH_KEY] = "SELECT value_id FROM cache_entries WHERE cache_key = ?",
	[WITH_TAG] = "SELECT value_id FROM cache_tags WHERE tag = ?",
	[ALL] = "SELECT value_id FROM cache_entries",
	[EXPIRED] = "SELECT value_id FROM cache_entries "
		    "WHERE expires_on <= {now} LIMIT ?",
	[DROP_ENTRY] = "DELETE FROM cache_entries WHERE value_id = ?",
	[DROP_TAGS] = "DELETE FROM cache_tags WHERE value_id = ?",
	[DROP_CHUNKS] = "DELETE FROM cache_chunks WHERE value_id = ?",
	[SWEEP_MARKS] = "DELETE FROM cache_marks WHERE marked_on < {now} - ?",
	[LIST] = "SELECT cache_key, bytes, stored_on, expires_on, tag "
		 "FROM cache_entries LEFT JOIN cache_tags "
		 "ON cache_tags.value_id = cache_entries.value_id "
		 "WHERE expires_on > {now} ORDER BY cache_key, tag",
};

struct cache_in_sql {
	struct cache cache; /* first: the one is the other */
	struct db *db;
	struct db_stmt *stmts[STATEMENTS]; /* prepared when first used */
	char reading[ID_TEXT];             /* the value that was found */
	int64_t next, left; /* its next chunk, and bytes from there on */
};

static struct cache_in_sql *
in_sql(struct cache *cache)
{
	return (struct cache_in_sql *)cache;
}

/* --- statements --- */

static struct db_stmt *
prepare(struct cache_in_sql *c, enum statement which, struct em_err *err)
{
	if (!c->stmts[which])
		c->stmts[which] =
		    dialect_prepare(c->db, statements[which], err);
	return c->stmts[which];
}

/* With up to two parameters of text; NULL for those that are none. */
static struct db_stmt *
prepare_with(struct cache_in_sql *c, enum statement which, const char *first,
    const char *second, struct em_err *err)
{
	struct db_stmt *stmt = prepare(c, which, err);

	if (stmt && first)
		db_bind_text(stmt, 1, first);
	if (stmt && second)
		db_bind_text(stmt, 2, second);
	return stmt;
}

static int
run(struct cache_in_sql *c, enum statement which, const char *first,
    const char *second, struct em_err *err)
{
	struct db_stmt *stmt = prepare_with(c, which, first, second, err);

	return stmt && db_run(stmt, err) >= 0 ? 0 : -1;
}

/* Whether a statement that is ready has a row: 1, 0 or -1. */
static int
has_row(struct db_stmt *stmt, struct em_err *err)
{
	int rc = stmt ? db_row(stmt, err) : -1;

	if (stmt)
		db_reset(stmt);
	return rc;
}

/* --- opening --- */

static void
close_cache(struct cache *cache)
{
	struct cache_in_sql *c = in_sql(cache);

	db_close(c->db);
	free(c);
}

static struct cache *
open_cache(const char *dsn, struct em_err *err)
{
	struct cache_in_sql *c = mem_zalloc(1, sizeof(*c));

	c->db = db_open(dsn, SILENCE_CONNECT, err);
	if (c->db && cache_make_tables(c->db, err) == 0)
		return &c->cache;
	close_cache(&c->cache);
	return NULL;
}

/* --- reading --- */

/* Whether the value has the tags: 1, 0 or -1. */
static int
has_tags(
    struct cache_in_sql *c, const struct cache_name *name, struct em_err *err)
{
	int rc = 1;

	for (size_t i = 0; i < name->n && rc == 1; i++)
		rc = has_row(
		    prepare_with(c, HAS_TAG, name->tags[i], c->reading, err),
		    err);
	return rc;
}

static int
look_up(
    struct cache_in_sql *c, const struct cache_name *name, struct em_err *err)
{
	struct db_stmt *stmt = prepare_with(c, FIND, name->key, NULL, err);
	int rc = stmt ? db_row(stmt, err) : -1;

	if (rc == 1) {
		(void)snprintf(
		    c->reading, sizeof(c->reading), "%s", db_text(stmt, 0));
		c->left = db_int(stmt, 1);
	}
	if (stmt)
		db_reset(stmt);
	return rc == 1 ? has_tags(c, name, err) : rc;
}

static void
done(struct cache *cache)
{
	db_rollback(in_sql(cache)->db);
}

static int
find(struct cache *cache, const struct cache_name *name, struct em_err *err)
{
	struct cache_in_sql *c = in_sql(cache);
	int rc;

	if (db_begin_read(c->db, err) < 0)
		return -1;
	c->next = 0;
	rc = look_up(c, name, err);
	if (rc != 1)
		done(cache);
	return rc;
}

static int
next(struct cache *cache, struct buf *out, struct em_err *err)
{
	struct cache_in_sql *c = in_sql(cache);
	struct db_stmt *stmt;
	int rc;

	if (c->left <= 0)
		return 0;
	stmt = prepare_with(c, READ, c->reading, NULL, err);
	if (!stmt)
		return -1;
	db_bind_int(stmt, 2, c->next++);
	rc = db_row(stmt, err);
	if (rc == 1) {
		buf_add(out, db_text(stmt, 0), db_len(stmt, 0));
		c->left -= (int64_t)db_len(stmt, 0);
	}
	db_reset(stmt);
	return rc == 0 ? err_set(err, EM_PERM, "the value is not whole") : rc;
}

/* --- writing --- */

/* Removes the values that a statement, which is ready, selects: how many. */
static int
drop(struct cache_in_sql *c, struct db_stmt *stmt, struct em_err *err)
{
	struct buf ids = BUF_INIT;
	int rc = -1, n = 0;

	while (stmt && (rc = db_row(stmt, err)) == 1) {
		buf_add(&ids, db_text(stmt, 0), ID_TEXT - 1);
		buf_addc(&ids, '\0');
	}
	for (const char *id = ids.data; rc == 0 && n * ID_TEXT < (int)ids.len;
	     id += ID_TEXT, n++)
		if (run(c, DROP_ENTRY, id, NULL, err) < 0 ||
		    run(c, DROP_TAGS, id, NULL, err) < 0 ||
		    run(c, DROP_CHUNKS, id, NULL, err) < 0)
			rc = -1;
	buf_clear(&ids);
	return rc < 0 ? -1 : n;
}

static int
drop_expired(struct cache_in_sql *c, int most, struct em_err *err)
{
	struct db_stmt *stmt = prepare(c, EXPIRED, err);

	if (stmt)
		db_bind_int(stmt, 1, most);
	return drop(c, stmt, err);
}

/* From here on nobody else writes. */
static int
tick(struct cache_in_sql *c, struct em_err *err)
{
	return run(c, TICK, NULL, NULL, err);
}

/* What is being made of it at this time shall not be stored. */
static int
mark(struct cache_in_sql *c, const char *kind, const char *name,
    struct em_err *err)
{
	return run(c, UNMARK, kind, name, err) < 0 ||
		       run(c, MARK, kind, name, err) < 0
		   ? -1
		   : 0;
}

static int
is_marked(struct cache_in_sql *c, const char *kind, const char *name,
    const struct cache_ticket *ticket, struct em_err *err)
{
	struct db_stmt *stmt = prepare_with(c, IS_MARKED, kind, name, err);

	if (stmt)
		db_bind_int(stmt, 3, ticket->ticks);
	return has_row(stmt, err);
}

static int
take_ticket(
    struct cache *cache, struct cache_ticket *ticket, struct em_err *err)
{
	struct db_stmt *stmt = prepare(in_sql(cache), CLOCK, err);
	int rc = stmt ? db_row(stmt, err) : -1;

	if (rc == 1)
		*ticket =
		    (struct cache_ticket){ db_int(stmt, 0), db_int(stmt, 1) };
	if (stmt)
		db_reset(stmt);
	if (rc == 0)
		return err_set(err, EM_PERM, "the cache's clock is gone");
	return rc == 1 ? 0 : -1;
}

/* Whether the value was made of what is still so: 1, 0 or -1. */
static int
is_fresh(struct cache_in_sql *c, const struct cache_name *name,
    const struct cache_ticket *ticket, struct em_err *err)
{
	struct cache_ticket now = { 0, 0 };
	int rc;

	if (take_ticket(&c->cache, &now, err) < 0)
		return -1;
	if (now.time - ticket->time >= CACHE_MARKS_KEPT)
		return 0; /* nobody knows any more */
	rc = is_marked(c, MARK_ALL, "", ticket, err);
	if (rc == 0)
		rc = is_marked(c, MARK_KEY, name->key, ticket, err);
	for (size_t i = 0; i < name->n && rc == 0; i++)
		rc = is_marked(c, MARK_TAG, name->tags[i], ticket, err);
	return rc < 0 ? -1 : !rc;
}

static int
add_chunks(struct cache_in_sql *c, const char *id, struct spool *value,
    struct em_err *err)
{
	struct db_stmt *stmt = prepare_with(c, ADD_CHUNK, id, NULL, err);
	struct buf chunk = BUF_INIT;
	int rc = -1;

	spool_rewind(value);
	for (int n = 0; stmt && (rc = cache_cut(value, &chunk, err)) == 1;
	     n++) {
		db_bind_int(stmt, 2, n);
		db_bind_textn(stmt, 3, chunk.data, chunk.len);
		if (db_run(stmt, err) < 0) {
			rc = -1;
			break;
		}
	}
	buf_clear(&chunk);
	return rc;
}

static int
add_entry(struct cache_in_sql *c, const struct cache_name *name, const char *id,
    int64_t bytes, int64_t ttl, struct em_err *err)
{
	struct db_stmt *stmt = prepare_with(c, ADD_ENTRY, name->key, id, err);

	if (!stmt)
		return -1;
	db_bind_int(stmt, 3, bytes);
	db_bind_int(stmt, 4, ttl);
	if (db_run(stmt, err) < 0)
		return -1;
	for (size_t i = 0; i < name->n; i++)
		if (run(c, ADD_TAG, name->tags[i], id, err) < 0)
			return -1;
	return 0;
}

/* In a transaction; the chunks first, since others wait from tick() on. */
static int
store(struct cache_in_sql *c, const struct cache_name *name, int64_t ttl,
    const struct cache_ticket *ticket, struct spool *value, struct em_err *err)
{
	char id[ID_TEXT];
	int fresh;

	if (ttl > 0 && add_chunks(c, id_new(id), value, err) < 0)
		return -1;
	if (tick(c, err) < 0)
		return -1;
	fresh = is_fresh(c, name, ticket, err);
	if (fresh != 1)
		return fresh;
	if (drop(c, prepare_with(c, WITH_KEY, name->key, NULL, err), err) < 0 ||
	    drop_expired(c, SWEPT_BY_PUT, err) < 0)
		return -1;
	if (ttl > 0 &&
	    add_entry(c, name, id, (int64_t)value->size, ttl, err) < 0)
		return -1;
	return 1;
}

static int
put(struct cache *cache, const struct cache_name *name, int64_t ttl,
    const struct cache_ticket *ticket, struct spool *value, struct em_err *err)
{
	struct cache_in_sql *c = in_sql(cache);
	int rc;

	if (db_begin(c->db, err) < 0)
		return -1;
	rc = store(c, name, ttl, ticket, value, err);
	if (rc != 0)
		return db_end(c->db, rc, err);
	db_rollback(c->db); /* the chunks, too */
	return 0;
}

static int
forget(struct cache *cache, const char *key, struct em_err *err)
{
	struct cache_in_sql *c = in_sql(cache);
	int rc;

	if (db_begin(c->db, err) < 0)
		return -1;
	rc = tick(c, err) < 0 || mark(c, MARK_KEY, key, err) < 0 ||
		     drop(c, prepare_with(c, WITH_KEY, key, NULL, err), err) < 0
		 ? -1
		 : 0;
	return db_end(c->db, rc, err);
}

static int
flush_all(struct cache_in_sql *c, struct em_err *err)
{
	return mark(c, MARK_ALL, "", err) < 0 ||
		       drop(c, prepare(c, ALL, err), err) < 0
		   ? -1
		   : 0;
}

static int
flush(struct cache *cache, const struct cache_name *name, struct em_err *err)
{
	struct cache_in_sql *c = in_sql(cache);
	int rc;

	if (db_begin(c->db, err) < 0)
		return -1;
	rc = tick(c, err);
	if (rc == 0 && name->n == 0)
		rc = flush_all(c, err);
	for (size_t i = 0; i < name->n && rc == 0; i++)
		if (mark(c, MARK_TAG, name->tags[i], err) < 0 ||
		    drop(c, prepare_with(c, WITH_TAG, name->tags[i], NULL, err),
			err) < 0)
			rc = -1;
	return db_end(c->db, rc, err);
}

/* In parts, so that others get their turns. */
static int
sweep(struct cache *cache, struct em_err *err)
{
	struct cache_in_sql *c = in_sql(cache);
	struct db_stmt *marks = prepare(c, SWEEP_MARKS, err);
	int rc;

	if (!marks)
		return -1;
	do {
		if (db_begin(c->db, err) < 0)
			return -1;
		db_bind_int(marks, 1, CACHE_MARKS_KEPT);
		rc = tick(c, err) < 0 || db_run(marks, err) < 0
			 ? -1
			 : drop_expired(c, SWEPT_AT_ONCE, err);
		rc = db_end(c->db, rc, err);
	} while (rc == SWEPT_AT_ONCE);
	return rc < 0 ? -1 : 0;
}

/* --- listing --- */

/* The entry that rows are gathered for; its texts are in the buffers. */
struct gathered {
	struct cache_entry entry;
	struct buf key, tags; /* tags ended by NUL each */
	bool any;
};

static void
say_gathered(struct gathered *g,
    void (*say)(void *ctx, const struct cache_entry *entry), void *ctx)
{
	const char *tag = buf_peek(&g->tags);

	if (!g->any)
		return;
	g->entry.name.key = g->key.data;
	for (size_t i = 0; i < g->entry.name.n; i++, tag += strlen(tag) + 1)
		g->entry.name.tags[i] = tag;
	say(ctx, &g->entry);
}

static void
begin_gathering(struct gathered *g, struct db_stmt *stmt)
{
	g->any = true;
	buf_truncate(&g->key, 0);
	buf_truncate(&g->tags, 0);
	buf_adds(&g->key, db_text(stmt, 0));
	g->entry = (struct cache_entry){ .bytes = db_int(stmt, 1),
		.stored_on = db_int(stmt, 2),
		.expires_on = db_int(stmt, 3) };
}

static int
list(struct cache *cache,
    void (*say)(void *ctx, const struct cache_entry *entry), void *ctx,
    struct em_err *err)
{
	struct db_stmt *stmt = prepare(in_sql(cache), LIST, err);
	struct gathered g = { .any = false };
	int rc = -1;

	while (stmt && (rc = db_row(stmt, err)) == 1) {
		if (!g.any || strcmp(g.key.data, db_text(stmt, 0)) != 0) {
			say_gathered(&g, say, ctx);
			begin_gathering(&g, stmt);
		}
		if (db_is_null(stmt, 4))
			continue;
		buf_add(&g.tags, db_text(stmt, 4), db_len(stmt, 4) + 1);
		g.entry.name.n++;
	}
	if (rc == 0)
		say_gathered(&g, say, ctx);
	buf_clear(&g.key);
	buf_clear(&g.tags);
	return rc;
}

const struct cache_driver cache_sql = {
	.open = open_cache,
	.close = close_cache,
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
