/*
 * store - the event store: the table domain_events.  Layer svc.
 *
 *	position	rises in the order of commits; readers skip nothing
 *	event_id	unique: a repeated event is no second one
 *	stream_id, stream_version
 *			the stream of a model, or of a run; its events count
 *			from 1 without gaps
 *	event_type, source, subject, occurred_on, correlation_id, causation_id
 *	event_data	data as JSON text
 *	line		the whole line, where it does not follow from the rest
 */
#ifndef EMGEN_STORE_H
#define EMGEN_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "db.h"
#include "store_event.h"

struct store;

/* Whoever appends calls db_notify() with it, whoever waits db_listen(). */
#define STORE_CHANNEL "domain_events"

/* Makes the tables where they are not there.  db is borrowed. */
struct store *store_open(struct db *db, struct em_err *err);
void store_close(struct store *store);

/* The connection, borrowed. */
struct db *store_db(const struct store *store);

/* What the stream of an event must look like before it is appended. */
struct store_expect {
	enum { STORE_ANY, STORE_NONE, STORE_EXISTS, STORE_VERSION } what;
	int64_t version;
};

/* "any", "none", "exists" or a number; -1 for anything else. */
int store_expect_parse(struct store_expect *expect, const char *text);

/*
 * Opens a transaction in which events are appended; nobody else appends until
 * db_commit() or db_rollback().  To be called last, when everything else that
 * belongs to the transaction is done.
 */
int store_begin(struct store *store, struct em_err *err);

/* The same in a transaction that is open. */
int store_lock(struct store *store, struct em_err *err);

/*
 * Appends an event: 1, or 0 for one that is there already.  -1 with EM_PERM
 * when its id is there with another type, subject or data (metrics do not
 * count), or its stream is not as expected.
 */
int store_append(struct store *store, const struct store_event *event,
    const struct store_expect *expect, struct em_err *err);

/* The same for n events of which nothing is expected: 0 or -1. */
int store_append_all(struct store *store,
    const struct store_event *const events[], size_t n, struct em_err *err);

/*
 * The stream of the model that is called so: its id, its class, or its table
 * with or without the schema.  -1 with EM_PERM when there is none, or several.
 */
int store_find_model(struct store *store, const char *name,
    char stream[ID_TEXT], struct em_err *err);

/*
 * A share of the streams, 1/1 for all: each stream is one member's, on every
 * database the same one's as long as there are as many members.
 */
struct store_share {
	unsigned member, members; /* 1 to members */
};

/* Which events are read; NULL or 0 for all. */
struct store_query {
	int64_t after, until; /* positions: more than, and at most */
	const char *stream;
	const char *type;  /* several joined by commas */
	const char *since; /* RFC 3339 in UTC, as clock_format() writes it */
	unsigned limit;    /* rows at most, at least 1 */
	struct store_share share;
};

/*
 * Appends the lines of the next events to out, in order of position, and sets
 * *position to that of the last.  How many they are, or -1.
 */
int store_read(struct store *store, const struct store_query *query,
    struct buf *out, int64_t *position, struct em_err *err);

/* The position of the newest event, 0 when there is none; or -1. */
int64_t store_newest(struct store *store, struct em_err *err);

/* Who is told what is wrong, and what else an event has to keep. */
struct store_verify {
	void (*say)(int64_t position, const char *what);
	/* NULL, or what is wrong; borrowed until the next call */
	const char *(*judge)(const struct store_event *event, void *arg);
	void *arg;
};

/*
 * What is wrong with the stored events: streams whose versions have gaps or are
 * not in the order of positions, lines that are no events or not what their
 * columns say, and what told->judge() finds.  How many there were, or -1.
 */
int64_t store_verify(
    struct store *store, const struct store_verify *told, struct em_err *err);

#endif
