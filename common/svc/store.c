/* store - the event store (store.h). */
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jsonr.h"
#include "mem.h"
#include "store_tables.h"

/* Taken last before COMMIT, so that positions are in the order of commits. */
static const char lock_pgsql[] =
    "SELECT pg_advisory_xact_lock(hashtext('domain_events'))";

static const char version_sql[] =
    "SELECT coalesce(max(stream_version), 0) FROM domain_events "
    "WHERE stream_id = ?";
static const char insert_sql[] =
    "INSERT INTO domain_events (event_id, stream_id, stream_version, "
    "event_type, source, subject, occurred_on, correlation_id, "
    "causation_id, event_data, line) "
    "VALUES (?, ?, (SELECT coalesce(max(stream_version), 0) + 1 "
    "FROM domain_events WHERE stream_id = ?), ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (event_id) DO NOTHING";
static const char known_sql[] =
    "SELECT event_type, subject, event_data FROM domain_events "
    "WHERE event_id = ?";

/* The columns of a row that is read. */
enum {
	POSITION,
	LINE,
	TYPE,
	ID,
	SOURCE,
	SUBJECT,
	TIME,
	CORRELATION,
	CAUSATION,
	DATA
};
#define READ_SQL(time)                                                         \
	"SELECT position, line, event_type, event_id, source, subject, " time  \
	", correlation_id, causation_id, event_data FROM domain_events "       \
	"WHERE position > ?"

struct store {
	struct db *db;
	struct db_stmt *version, *insert, *known;
};

struct store *
store_open(struct db *db, struct em_err *err)
{
	struct store *store;

	if (store_make_tables(db, err) < 0)
		return NULL;
	store = mem_zalloc(1, sizeof(*store));
	store->db = db;
	if ((store->version = db_prepare(db, version_sql, err)) &&
	    (store->insert = db_prepare(db, insert_sql, err)) &&
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
	return db_kind(store->db) == DB_PGSQL
		   ? db_exec(store->db, lock_pgsql, err)
		   : 0;
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
	if (added != 0)
		return added;
	return check_known(store, event, err) < 0 ? -1 : 0;
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
		if (added[i] == 0 && check_known(store, events[i], err) < 0)
			rc = -1;
	free(added);
	return rc;
}

/* --- finding a model --- */

/* The class is in data, where each database has its own way to look. */
#define FIND_SQL(class)                                                        \
	"SELECT DISTINCT stream_id, subject FROM domain_events "               \
	"WHERE event_type IN "                                                 \
	"('ModelDefinitionCreated', 'ModelDefinitionChanged') "                \
	"AND (subject = ? OR " class                                           \
	    " = ? OR "                                                         \
	    "substr(subject, length(subject) - length(?)) = '.' || ?) "        \
	    "ORDER BY subject, stream_id"

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
	stmt = db_prepare(store->db,
	    db_kind(store->db) == DB_SQLITE
		? FIND_SQL("json_extract(event_data, '$.name')")
		: FIND_SQL("event_data ->> 'name'"),
	    err);
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

/* --- reading --- */

/* " AND event_type IN (?, ?)" for as many types as there are. */
static void
add_types(struct buf *sql, const char *types)
{
	buf_adds(sql, " AND event_type IN (?");
	for (; *types; types++)
		if (*types == ',')
			buf_adds(sql, ", ?");
	buf_addc(sql, ')');
}

/*
 * What a share has in it follows from bits 16 to 31 and 112 to 127 of the
 * stream's UUID: whoever made it and how, some of them differ.
 */
static void
add_share(struct buf *sql, enum db_kind kind, struct store_share share)
{
	static const unsigned digits[] = { 5, 6, 7, 8, 33, 34, 35, 36 };

	buf_adds(sql, " AND (0");
	for (unsigned i = 0; i < sizeof(digits) / sizeof(digits[0]); i++)
		buf_addf(sql,
		    " + %u * %s('123456789abcdef', "
		    "substr(lower(CAST(stream_id AS TEXT)), %u, 1))",
		    1U << (12 - 4 * (i % 4)),
		    kind == DB_SQLITE ? "instr" : "strpos", digits[i]);
	buf_addf(
	    sql, ") %% %u = %u", share.members, share.member % share.members);
}

static struct db_stmt *
prepare_query(
    struct store *store, const struct store_query *query, struct em_err *err)
{
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;

	buf_adds(&sql, db_kind(store->db) == DB_SQLITE
			   ? READ_SQL("occurred_on")
			   : READ_SQL("to_char(occurred_on AT TIME ZONE 'UTC', "
				      "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
	if (query->until)
		buf_adds(&sql, " AND position <= ?");
	if (query->stream)
		buf_adds(&sql, " AND stream_id = ?");
	if (query->since)
		buf_adds(&sql, " AND occurred_on >= ?");
	if (query->type)
		add_types(&sql, query->type);
	if (query->share.members > 1)
		add_share(&sql, db_kind(store->db), query->share);
	buf_addf(&sql, " ORDER BY position LIMIT %u", query->limit);
	stmt = db_prepare(store->db, sql.data, err);
	buf_clear(&sql);
	return stmt;
}

static void
bind_query(struct db_stmt *stmt, const struct store_query *query)
{
	const char *type = query->type;
	int at = 1;

	db_bind_int(stmt, at++, query->after);
	if (query->until)
		db_bind_int(stmt, at++, query->until);
	if (query->stream)
		db_bind_text(stmt, at++, query->stream);
	if (query->since)
		db_bind_text(stmt, at++, query->since);
	while (type) {
		size_t len = strcspn(type, ",");

		db_bind_textn(stmt, at++, type, len);
		type = type[len] ? type + len + 1 : NULL;
	}
}

static const char *
text_or_null(struct db_stmt *stmt, int column)
{
	return db_is_null(stmt, column) ? NULL : db_text(stmt, column);
}

static void
add_line(struct buf *out, struct db_stmt *stmt)
{
	struct store_event event = { .type = db_text(stmt, TYPE) };

	if (!db_is_null(stmt, LINE)) {
		buf_add(out, db_text(stmt, LINE), db_len(stmt, LINE));
		return;
	}
	event.id = db_text(stmt, ID);
	event.source = text_or_null(stmt, SOURCE);
	event.subject = text_or_null(stmt, SUBJECT);
	event.correlation = text_or_null(stmt, CORRELATION);
	event.causation = text_or_null(stmt, CAUSATION);
	event.data = db_text(stmt, DATA);
	event.data_len = db_len(stmt, DATA);
	memcpy(event.time, db_text(stmt, TIME), CLOCK_TEXT);
	store_event_write(out, &event);
}

int
store_read(struct store *store, const struct store_query *query,
    struct buf *out, int64_t *position, struct em_err *err)
{
	struct db_stmt *stmt = prepare_query(store, query, err);
	int n = 0, rc;

	if (!stmt)
		return -1;
	bind_query(stmt, query);
	for (; (rc = db_row(stmt, err)) == 1; n++) {
		add_line(out, stmt);
		*position = db_int(stmt, POSITION);
	}
	db_finalize(stmt);
	return rc < 0 ? -1 : n;
}

int64_t
store_newest(struct store *store, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store->db, "SELECT max(position) FROM domain_events", err);
	int64_t position = -1;

	if (stmt && db_row(stmt, err) == 1)
		position = db_int(stmt, 0);
	db_finalize(stmt);
	return position;
}

/* --- verifying --- */

/* In the order of positions, the versions of a stream are 1, 2, 3 ... */
static const char versions_sql[] =
    "SELECT min(position), stream_id FROM (SELECT position, stream_id, "
    "stream_version, row_number() OVER (PARTITION BY stream_id "
    "ORDER BY position) AS wanted FROM domain_events) AS numbered "
    "WHERE stream_version <> wanted GROUP BY stream_id ORDER BY 1";

struct verifier {
	const struct store_verify *told;
	int64_t wrong;
};

static void
find(struct verifier *v, int64_t position, const char *what)
{
	v->wrong++;
	v->told->say(position, what);
}

static int
verify_versions(struct store *store, struct verifier *v, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(store->db, versions_sql, err);
	char what[128];
	int rc = -1;

	if (!stmt)
		return -1;
	while ((rc = db_row(stmt, err)) == 1) {
		(void)snprintf(what, sizeof(what),
		    "from here on the versions of the stream %s have gaps, or "
		    "are not in order",
		    db_text(stmt, 1));
		find(v, db_int(stmt, 0), what);
	}
	db_finalize(stmt);
	return rc;
}

static bool
is_null_or(struct db_stmt *stmt, int column, const char *text)
{
	return text ? strcmp(db_text(stmt, column), text) == 0
		    : db_is_null(stmt, column);
}

/* Why the line of a row is not what its columns say, or NULL. */
static const char *
judge(struct db_stmt *stmt, const struct store_event *event)
{
	if (!is_null_or(stmt, TYPE, event->type) ||
	    !is_null_or(stmt, SOURCE, event->source) ||
	    !is_null_or(stmt, SUBJECT, event->subject))
		return "the line has another type, source or subject";
	if (strcasecmp(db_text(stmt, ID), event->id) != 0)
		return "the line has another id";
	if (db_len(stmt, DATA) != event->data_len ||
	    memcmp(db_text(stmt, DATA), event->data, event->data_len) != 0)
		return "the line has other data";
	return NULL;
}

static void
verify_row(struct db_stmt *stmt, struct verifier *v)
{
	struct store_event event;
	struct buf line = BUF_INIT;
	const char *wrong;
	struct em_err why;

	add_line(&line, stmt);
	if (store_event_read(&event, line.data, line.len, &why) < 0) {
		find(v, db_int(stmt, POSITION), why.msg);
	} else {
		wrong = judge(stmt, &event);
		if (!wrong)
			wrong = v->told->judge(&event, v->told->arg);
		if (wrong)
			find(v, db_int(stmt, POSITION), wrong);
		store_event_clear(&event);
	}
	buf_clear(&line);
}

static int
verify_lines(struct store *store, struct verifier *v, struct em_err *err)
{
	enum { PAGE = 500 };
	struct store_query query = { .limit = PAGE };
	struct db_stmt *stmt = prepare_query(store, &query, err);
	int n = PAGE, rc = 0;

	if (!stmt)
		return -1;
	while (n == PAGE && rc == 0) {
		bind_query(stmt, &query);
		for (n = 0; (rc = db_row(stmt, err)) == 1; n++) {
			verify_row(stmt, v);
			query.after = db_int(stmt, POSITION);
		}
	}
	db_finalize(stmt);
	return rc;
}

int64_t
store_verify(
    struct store *store, const struct store_verify *told, struct em_err *err)
{
	struct verifier v = { told, 0 };

	if (verify_versions(store, &v, err) < 0 ||
	    verify_lines(store, &v, err) < 0)
		return -1;
	return v.wrong;
}
