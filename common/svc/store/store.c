/* store - the event store (store.h). */
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialect.h"
#include "jsonr.h"
#include "mem.h"
#include "store_priv.h"
#include "store_tables.h"

/* Taken last before COMMIT, so that positions are in the order of commits. */
static const char *const lock_sql[] = {
	[DB_SQLITE] = NULL, /* who writes is alone already */
	[DB_PGSQL] = "SELECT pg_advisory_xact_lock(hashtext('domain_events'))",
	[DB_MYSQL] = "SELECT id FROM emgen_append_lock FOR UPDATE",
};

static const char version_sql[] =
    "SELECT coalesce(max(stream_version), 0) FROM domain_events "
    "WHERE stream_id = ?";
/* SELECT: MySQL looks into the table that it inserts into in no VALUES. */
#define INSERT_SQL(from, to)                                                   \
	"INSERT INTO domain_events (event_id, stream_id, stream_version, "     \
	"event_type, source, subject, occurred_on, correlation_id, "           \
	"causation_id, event_data, line) " from                                \
	"?, ?, (SELECT coalesce(max(e.stream_version), 0) + 1 "                \
	"FROM domain_events AS e WHERE e.stream_id = ?), "                     \
	"?, ?, ?, {moment ?}, ?, ?, ?, ?" to                                   \
	" {or nothing domain_events.event_id}"
static const char *const insert_sql[] = {
	[DB_SQLITE] = INSERT_SQL("VALUES (", ")"),
	[DB_PGSQL] = INSERT_SQL("VALUES (", ")"),
	[DB_MYSQL] = INSERT_SQL("SELECT ", ""),
};
static const char known_sql[] =
    "SELECT event_type, subject, event_data FROM domain_events "
    "WHERE event_id = ?";

struct store *
store_open(struct db *db, struct em_err *err)
{
	struct store *store;

	if (store_make_tables(db, err) < 0)
		return NULL;
	store = mem_zalloc(1, sizeof(*store));
	store->db = db;
	if ((store->version = db_prepare(db, version_sql, err)) &&
	    (store->insert =
		    dialect_prepare(db, insert_sql[db_kind(db)], err)) &&
	    (store->known = db_prepare(db, known_sql, err)))
		return store;
	store_close(store);
	return NULL;
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	db_finalize(store->version);
	db_finalize(store->insert);
	db_finalize(store->known);
	free(store);
}

struct db *
store_db(const struct store *store)
{
	return store->db;
}

/* --- appending --- */

int
store_expect_parse(struct store_expect *expect, const char *text)
{
	char *end;

	*expect = (struct store_expect){ STORE_ANY, 0 };
	if (strcmp(text, "any") == 0)
		return 0;
	if (strcmp(text, "none") == 0)
		expect->what = STORE_NONE;
	else if (strcmp(text, "exists") == 0)
		expect->what = STORE_EXISTS;
	else
		expect->what = STORE_VERSION;
	if (expect->what != STORE_VERSION)
		return 0;
	expect->version = strtoll(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end ? 0 : -1;
}

int
store_lock(struct store *store, struct em_err *err)
{
	const char *sql = lock_sql[db_kind(store->db)];

	return sql ? db_exec(store->db, sql, err) : 0;
}

int
store_begin(struct store *store, struct em_err *err)
{
	if (db_begin(store->db, err) < 0)
		return -1;
	if (store_lock(store, err) == 0)
		return 0;
	db_rollback(store->db);
	return -1;
}

/* How many events a stream has, or -1. */
static int64_t
stream_version(struct store *store, const char *stream, struct em_err *err)
{
	int64_t version = -1;

	db_bind_text(store->version, 1, stream);
	if (db_row(store->version, err) == 1)
		version = db_int(store->version, 0);
	db_reset(store->version);
	return version;
}

static void
bind_event(struct db_stmt *stmt, const struct store_event *event)
{
	db_bind_text(stmt, 1, event->id);
	db_bind_text(stmt, 2, event->stream);
	db_bind_text(stmt, 3, event->stream);
	db_bind_text(stmt, 4, event->type);
	db_bind_text(stmt, 5, event->source);
	db_bind_text(stmt, 6, event->subject);
	db_bind_text(stmt, 7, event->time);
	db_bind_text(stmt, 8, event->correlation);
	db_bind_text(stmt, 9, event->causation);
	db_bind_textn(stmt, 10, event->data, event->data_len);
	db_bind_textn(stmt, 11, event->is_plain ? NULL : event->line,
	    event->is_plain ? 0 : event->len);
}

static bool
is_text(struct db_stmt *stmt, int column, const char *text)
{
	return strcmp(db_text(stmt, column), text ? text : "") == 0;
}

/* 1 when the event is there and says the same, 0 when it is not there. */
static int
check_known(
    struct store *store, const struct store_event *event, struct em_err *err)
{
	struct db_stmt *stmt = store->known;
	struct jsonr_error why;
	json_t *data, *ours;
	bool same;
	int rc;

	db_bind_text(stmt, 1, event->id);
	rc = db_row(stmt, err);
	if (rc <= 0)
		return rc;
	data = jsonr_parse(db_text(stmt, 2), db_len(stmt, 2), &why);
	ours = store_event_data(event);
	same = is_text(stmt, 0, event->type) &&
	       is_text(stmt, 1, event->subject) && data &&
	       store_event_same(data, ours);
	json_decref(data);
	json_decref(ours);
	db_reset(stmt);
	if (!same)
		return err_set(err, EM_PERM,
		    "%s: the event %s is stored already, and says something "
		    "else",
		    event->type, event->id);
	return 1;
}

/* Of an event that was not inserted: 0 when that is because it is there. */
static int
check_repeated(
    struct store *store, const struct store_event *event, struct em_err *err)
{
	int rc = check_known(store, event, err);

	if (rc == 0)
		return err_set(err, EM_TEMP,
		    "%s: somebody else appends to the stream %s without the "
		    "lock",
		    event->type, event->stream);
	return rc < 0 ? -1 : 0;
}

static bool
is_expected(const struct store_expect *expect, int64_t version)
{
	switch (expect->what) {
	case STORE_ANY:
		break;
	case STORE_NONE:
		return version == 0;
	case STORE_EXISTS:
		return version > 0;
	case STORE_VERSION:
		return version == expect->version;
	}
	return true;
}

/*
 * 0 when the stream is as expected.  A repeated event met what it expected when
 * it was new: 1.
 */
static int
check_stream(struct store *store, const struct store_event *event,
    const struct store_expect *expect, struct em_err *err)
{
	int64_t version = stream_version(store, event->stream, err);
	int rc;

	if (version < 0)
		return -1;
	if (is_expected(expect, version))
		return 0;
	rc = check_known(store, event, err);
	if (rc == 0)
		return err_set(err, EM_PERM,
		    "%s: the stream %s is at version %lld, which is not "
		    "expected",
		    event->type, event->stream, (long long)version);
	return rc;
}

int
store_append(struct store *store, const struct store_event *event,
    const struct store_expect *expect, struct em_err *err)
{
	int known = 0, added;

	if (expect->what != STORE_ANY)
		known = check_stream(store, event, expect, err);
	if (known != 0)
		return known < 0 ? -1 : 0;
	bind_event(store->insert, event);
	added = (int)db_run(store->insert, err);
	return added != 0 ? added : check_repeated(store, event, err);
}

struct bound_events {
	struct db_stmt *stmt;
	const struct store_event *const *events;
};

static void
bind_one(void *arg, size_t i)
{
	const struct bound_events *bound = arg;

	bind_event(bound->stmt, bound->events[i]);
}

int
store_append_all(struct store *store, const struct store_event *const events[],
    size_t n, struct em_err *err)
{
	struct bound_events bound = { store->insert, events };
	int64_t *added = mem_zalloc(n, sizeof(*added));
	int rc = db_run_each(store->insert, n, bind_one, &bound, added, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (added[i] == 0)
			rc = check_repeated(store, events[i], err);
	free(added);
	return rc;
}

/* --- finding a model --- */

/* The class is in data, where each database has its own way to look. */
#define FIND_SQL(class, length)                                                \
	"SELECT DISTINCT stream_id, subject FROM domain_events "               \
	"WHERE event_type IN "                                                 \
	"('ModelDefinitionCreated', 'ModelDefinitionChanged') "                \
	"AND (subject = ? OR " class                                           \
	    " = ? OR "                                                         \
	    "substr(subject, " length "(subject) - " length                    \
	    "(?)) = '.' || ?) ORDER BY subject, stream_id"
static const char *const find_sql[] = {
	[DB_SQLITE] = FIND_SQL("json_extract(event_data, '$.name')", "length"),
	[DB_PGSQL] = FIND_SQL("event_data ->> 'name'", "length"),
	[DB_MYSQL] = FIND_SQL("JSON_UNQUOTE(JSON_EXTRACT(event_data, "
			      "'$.name')) COLLATE utf8mb4_bin",
	    "char_length"),
};

/* The models of the statement, which has run, into found: "users, posts". */
static int
list_models(struct db_stmt *stmt, struct buf *found, char stream[ID_TEXT],
    struct em_err *err)
{
	int n = 0, rc;

	for (; (rc = db_row(stmt, err)) == 1; n++) {
		buf_addf(found, "%s%s (%s)", n ? ", " : "", db_text(stmt, 1),
		    db_text(stmt, 0));
		(void)snprintf(stream, ID_TEXT, "%s", db_text(stmt, 0));
	}
	return rc < 0 ? -1 : n;
}

int
store_find_model(struct store *store, const char *name, char stream[ID_TEXT],
    struct em_err *err)
{
	struct buf found = BUF_INIT;
	struct db_stmt *stmt;
	int n;

	if (id_valid(name)) {
		memcpy(stream, name, ID_TEXT);
		return 0;
	}
	stmt = db_prepare(store->db, find_sql[db_kind(store->db)], err);
	if (!stmt)
		return -1;
	for (int at = 1; at <= 4; at++)
		db_bind_text(stmt, at, name);
	n = list_models(stmt, &found, stream, err);
	db_finalize(stmt);
	if (n == 0)
		(void)err_set(
		    err, EM_PERM, "%s: no such model is stored", name);
	if (n > 1)
		(void)err_set(err, EM_PERM,
		    "%s: several models are called so, name one by its id: %s",
		    name, found.data);
	buf_clear(&found);
	return n == 1 ? 0 : -1;
}
