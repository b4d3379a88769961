/*
 * cursor - statements and their rows (database.h).
 *
 * A server executes the statements of one session one after the other, those
 * of two at the same time.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "database_priv.h"
#include "mem.h"

struct cursor {
	MYSQL_RES *result;
	MYSQL_ROW *rows; /* of the result */
	size_t n, next;
};

/* --- one statement of a session --- */

static struct cursor *
begin(struct database *db, struct session *session, const char *sql)
{
	session->cursor = mem_zalloc(1, sizeof(*session->cursor));
	if (mysql_send_query(session->handle, sql, strlen(sql)))
		database_fail_handle(db, session->handle);
	return session->cursor;
}

static void
take_rows(struct cursor *cursor)
{
	size_t rows = mysql_num_rows(cursor->result);

	cursor->rows = mem_zalloc(rows + 1, sizeof(*cursor->rows));
	while (cursor->n < rows)
		cursor->rows[cursor->n++] = mysql_fetch_row(cursor->result);
}

/* Takes the answer, or waits for it. */
static void
finish(struct database *db, struct session *session)
{
	struct cursor *cursor = session->cursor;

	if (!mysql_read_query_result(session->handle))
		cursor->result = mysql_store_result(session->handle);
	if (!cursor->result)
		database_fail_handle(db, session->handle);
	take_rows(cursor);
	session->cursor = NULL;
	if (mysql_warning_count(session->handle))
		database_check_warnings(db, session->handle);
}

/* --- several of several --- */

/*
 * The second first: the server's thread of it was the last to run, on another
 * processor than we do, and that of the first may have to wait for ours.
 */
static struct session *
find_idle(struct database *db)
{
	for (int i = SESSIONS - 1; i >= 0; i--)
		if (db->sessions[i].handle && !db->sessions[i].cursor)
			return &db->sessions[i];
	return NULL;
}

static bool
is_busy(const struct database *db)
{
	for (int i = 0; i < SESSIONS; i++)
		if (db->sessions[i].cursor)
			return true;
	return false;
}

/* Finishes the statement that is answered first: its session. */
static struct session *
finish_one(struct database *db)
{
	struct pollfd answers[SESSIONS];

	for (int i = 0; i < SESSIONS; i++) {
		struct session *it = &db->sessions[i];

		answers[i] = (struct pollfd){ .events = POLLIN, .fd = -1 };
		if (it->cursor)
			answers[i].fd = (int)mysql_get_socket(it->handle);
	}
	(void)poll(answers, SESSIONS, db->patience_ms);
	for (int i = 0; i < SESSIONS; i++) {
		struct session *it = &db->sessions[i];

		if (!it->cursor || !answers[i].revents)
			continue;
		finish(db, it);
		return it;
	}
	database_fail_silent(db);
}

static struct session *
get_idle(struct database *db)
{
	struct session *session = find_idle(db);

	return session ? session : finish_one(db);
}

void
cursor_open_all(
    struct database *db, char *const sql[], struct cursor *cursors[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		cursors[i] = begin(db, get_idle(db), sql[i]);
	while (is_busy(db))
		(void)finish_one(db);
}

struct cursor *
cursor_open(struct database *db, const char *sql)
{
	struct cursor *cursor = begin(db, &db->sessions[0], sql);

	finish(db, &db->sessions[0]);
	return cursor;
}

/* --- rows --- */

void
cursor_sort(struct cursor *cursor, int (*compare)(const void *a, const void *b))
{
	for (size_t i = 1; i < cursor->n; i++) {
		if (compare(&cursor->rows[i - 1], &cursor->rows[i]) <= 0)
			continue;
		qsort(cursor->rows, cursor->n, sizeof(*cursor->rows), compare);
		return;
	}
}

void
cursor_close(struct cursor *cursor)
{
	mysql_free_result(cursor->result);
	free(cursor->rows);
	free(cursor);
}

bool
cursor_step(struct cursor *cursor)
{
	return cursor->next < cursor->n && ++cursor->next;
}

const char *
cursor_text(const struct cursor *cursor, unsigned column)
{
	return cursor->rows[cursor->next - 1][column];
}
