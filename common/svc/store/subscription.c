/* subscription - how far somebody has read the store (subscription.h). */
#include "subscription.h"

#include <inttypes.h>
#include <stdlib.h>

#include "dialect.h"
#include "mem.h"

static const char members_sql[] =
    "SELECT max(members), min(position), max(position) "
    "FROM emgen_subscriptions WHERE name = ?";
static const char forget_sql[] =
    "DELETE FROM emgen_subscriptions WHERE name = ?";
static const char create_sql[] =
    "INSERT INTO emgen_subscriptions (name, members, position, member) "
    "VALUES (?, ?, ?, ?)";
/* In a transaction, whoever else would move it waits until this one is done. */
static const char load_sql[] =
    "SELECT position FROM emgen_subscriptions "
    "WHERE name = ? AND member = ? AND members = ? {for update}";
static const char advance_sql[] =
    "UPDATE emgen_subscriptions SET position = ?, "
    "updated_on = CURRENT_TIMESTAMP "
    "WHERE name = ? AND member = ? AND members = ? AND position = ?";
static const char park_sql[] =
    "INSERT INTO emgen_parked (name, position, attempts, error, parked_on) "
    "VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP) "
    "{or update name, position} "
    "attempts = emgen_parked.attempts + {new attempts}, "
    "error = {new error}, parked_on = {new parked_on}";
static const char parked_sql[] =
    "SELECT position, attempts, error, parked_on FROM emgen_parked "
    "WHERE name = ? AND position > ? ORDER BY position LIMIT 1";
static const char unpark_sql[] =
    "DELETE FROM emgen_parked WHERE name = ? AND position = ?";

struct subscription {
	char *name;
	struct store_share share;
	int64_t position;
	struct db_stmt *advance, *park, *parked, *unpark;
};

/* --- who shares it --- */

/* A checkpoint for each member. */
static int
create(struct db *db, const struct subscription *sub, int64_t position,
    struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(db, create_sql, err);
	unsigned members = sub->share.members;
	int64_t changed = stmt ? 0 : -1;

	for (unsigned i = 1; i <= members && changed >= 0; i++) {
		db_bind_text(stmt, 1, sub->name);
		db_bind_int(stmt, 2, members);
		db_bind_int(stmt, 3, position);
		db_bind_int(stmt, 4, i);
		changed = db_run(stmt, err);
	}
	db_finalize(stmt);
	return changed < 0 ? -1 : 0;
}

static int
forget(struct db *db, const struct subscription *sub, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(db, forget_sql, err);
	int64_t changed = -1;

	if (stmt) {
		db_bind_text(stmt, 1, sub->name);
		changed = db_run(stmt, err);
	}
	db_finalize(stmt);
	return changed < 0 ? -1 : 0;
}

/* How many members there are, 0 for none, and where the first and last is. */
static int
read_members(struct db *db, const struct subscription *sub, int64_t *first,
    int64_t *last, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(db, members_sql, err);
	int members = -1;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, sub->name);
	if (db_row(stmt, err) == 1) {
		members = (int)db_int(stmt, 0);
		*first = db_int(stmt, 1);
		*last = db_int(stmt, 2);
	}
	db_finalize(stmt);
	return members;
}

/*
 * In a transaction that holds the lock of the store.  What one has not read yet
 * would be missed or read twice if another member had its streams from now on.
 */
static int
share_anew(struct db *db, const struct subscription *sub, struct em_err *err)
{
	int64_t first, last;
	int members = read_members(db, sub, &first, &last, err);

	if (members < 0)
		return -1;
	if ((unsigned)members == sub->share.members)
		return 0; /* somebody else did it meanwhile */
	if (first != last)
		return err_set(err, EM_PERM,
		    "%s: shared by %d members, which are at positions %" PRId64
		    " to %" PRId64
		    ": it can be shared by %u when all are at the same",
		    sub->name, members, first, last, sub->share.members);
	if (forget(db, sub, err) < 0)
		return -1;
	return create(db, sub, first, err);
}

/* 1 when the member has a checkpoint, else 0. */
static int
load(struct db *db, struct subscription *sub, struct em_err *err)
{
	struct db_stmt *stmt = dialect_prepare(db, load_sql, err);
	int rc = -1;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, sub->name);
	db_bind_int(stmt, 2, sub->share.member);
	db_bind_int(stmt, 3, sub->share.members);
	rc = db_row(stmt, err);
	if (rc == 1)
		sub->position = db_int(stmt, 0);
	db_finalize(stmt);
	return rc;
}

static int
join(struct store *store, struct subscription *sub, struct em_err *err)
{
	struct db *db = store_db(store);
	int rc = load(db, sub, err);
	bool own;

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (db_enter(db, &own, err) < 0)
		return -1;
	if (store_lock(store, err) < 0 || share_anew(db, sub, err) < 0 ||
	    load(db, sub, err) < 0)
		rc = -1;
	return db_leave(db, own, rc, err);
}

/* --- opening and closing --- */

struct subscription *
subscription_open(struct store *store, const char *name,
    const struct store_share *share, struct em_err *err)
{
	struct subscription *sub = mem_zalloc(1, sizeof(*sub));
	struct db *db = store_db(store);

	sub->name = mem_strdup(name);
	if (share)
		sub->share = *share;
	if ((!share || join(store, sub, err) == 0) &&
	    (sub->advance = db_prepare(db, advance_sql, err)) &&
	    (sub->park = dialect_prepare(db, park_sql, err)) &&
	    (sub->parked = db_prepare(db, parked_sql, err)) &&
	    (sub->unpark = db_prepare(db, unpark_sql, err)))
		return sub;
	subscription_close(sub);
	return NULL;
}

void
subscription_close(struct subscription *sub)
{
	if (!sub)
		return;
	db_finalize(sub->advance);
	db_finalize(sub->park);
	db_finalize(sub->parked);
	db_finalize(sub->unpark);
	free(sub->name);
	free(sub);
}

/* --- what is done, and what is parked --- */

int64_t
subscription_position(const struct subscription *sub)
{
	return sub->position;
}

int
subscription_advance(
    struct subscription *sub, int64_t position, struct em_err *err)
{
	int64_t changed;

	db_bind_int(sub->advance, 1, position);
	db_bind_text(sub->advance, 2, sub->name);
	db_bind_int(sub->advance, 3, sub->share.member);
	db_bind_int(sub->advance, 4, sub->share.members);
	db_bind_int(sub->advance, 5, sub->position);
	changed = db_run(sub->advance, err);
	if (changed < 0)
		return -1;
	if (changed == 0)
		return err_set(err, EM_TEMP,
		    "%s: another subscriber of this name has gone on",
		    sub->name);
	sub->position = position;
	return 0;
}

int
subscription_park(struct subscription *sub, int64_t position, unsigned attempts,
    const char *error, struct em_err *err)
{
	db_bind_text(sub->park, 1, sub->name);
	db_bind_int(sub->park, 2, position);
	db_bind_int(sub->park, 3, attempts);
	db_bind_text(sub->park, 4, error);
	return db_run(sub->park, err) < 0 ? -1 : 0;
}

int
subscription_parked(struct subscription *sub, int64_t after,
    struct parked *parked, struct em_err *err)
{
	int rc;

	db_reset(sub->parked);
	db_bind_text(sub->parked, 1, sub->name);
	db_bind_int(sub->parked, 2, after);
	rc = db_row(sub->parked, err);
	if (rc == 1)
		*parked = (struct parked){ db_int(sub->parked, 0),
			(unsigned)db_int(sub->parked, 1),
			db_text(sub->parked, 2), db_text(sub->parked, 3) };
	return rc;
}

int
subscription_unpark(
    struct subscription *sub, int64_t position, struct em_err *err)
{
	db_bind_text(sub->unpark, 1, sub->name);
	db_bind_int(sub->unpark, 2, position);
	return db_run(sub->unpark, err) < 0 ? -1 : 0;
}
