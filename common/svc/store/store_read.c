/* store_read - events are found, read and verified (store.h). */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "dialect.h"
#include "store_priv.h"

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
static const char read_sql[] =
    "SELECT position, line, event_type, event_id, source, subject, "
    "{text of occurred_on}, correlation_id, causation_id, event_data "
    "FROM domain_events WHERE position > ?";

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
	bool is_pgsql = kind == DB_PGSQL; /* whose UUIDs are in lower case */

	buf_adds(sql, " AND (0");
	for (unsigned i = 0; i < sizeof(digits) / sizeof(digits[0]); i++)
		buf_addf(sql,
		    " + %u * %s('123456789abcdef', substr(%s, %u, 1))",
		    1U << (12 - 4 * (i % 4)), is_pgsql ? "strpos" : "instr",
		    is_pgsql ? "CAST(stream_id AS TEXT)" : "lower(stream_id)",
		    digits[i]);
	buf_addf(
	    sql, ") %% %u = %u", share.members, share.member % share.members);
}

static struct db_stmt *
prepare_query(
    struct store *store, const struct store_query *query, struct em_err *err)
{
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;

	buf_adds(&sql, read_sql);
	if (query->until)
		buf_adds(&sql, " AND position <= ?");
	if (query->stream)
		buf_adds(&sql, " AND stream_id = ?");
	if (query->since)
		buf_adds(&sql, " AND occurred_on >= {moment ?}");
	if (query->type)
		add_types(&sql, query->type);
	if (query->share.members > 1)
		add_share(&sql, db_kind(store->db), query->share);
	buf_addf(&sql, " ORDER BY position LIMIT %u", query->limit);
	stmt = dialect_prepare(store->db, sql.data, err);
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

/*
 * Of two transactions that committed one after the other, a statement of
 * MariaDB's may see the second and not the first: it looks at those that are
 * under way one by one, while they go on.  The next statement sees both, so
 * that up to what one has seen the other reads all.  0 when there is nothing.
 */
static int
settle(struct store *store, struct store_query *query, struct em_err *err)
{
	int64_t newest;

	if (db_kind(store->db) != DB_MYSQL)
		return 1;
	newest = store_newest(store, err);
	if (newest <= query->after)
		return newest < 0 ? -1 : 0;
	if (!query->until || query->until > newest)
		query->until = newest;
	return 1;
}

static int
read_settled(struct store *store, const struct store_query *query,
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

int
store_read(struct store *store, const struct store_query *query,
    struct buf *out, int64_t *position, struct em_err *err)
{
	struct store_query settled = *query;
	int rc = settle(store, &settled, err);

	return rc == 1 ? read_settled(store, &settled, out, position, err) : rc;
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
