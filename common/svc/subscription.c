/* subscription - how far somebody has read the store (subscription.h). */
#include "subscription.h"

#include <stdlib.h>

#include "mem.h"

static const char create_sql[] =
    "INSERT INTO emgen_subscriptions (name, position) VALUES (?, 0) "
    "ON CONFLICT (name) DO NOTHING";
/* In a transaction, whoever else would move it waits until this one is done. */
#define LOAD_SQL "SELECT position FROM emgen_subscriptions WHERE name = ?"
static const char advance_sql[] =
    "UPDATE emgen_subscriptions SET position = ?, "
    "updated_on = CURRENT_TIMESTAMP WHERE name = ? AND position = ?";
static const char park_sql[] =
    "INSERT INTO emgen_parked (name, position, attempts, error, parked_on) "
    "VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP) "
    "ON CONFLICT (name, position) DO UPDATE SET "
    "attempts = emgen_parked.attempts + excluded.attempts, "
    "error = excluded.error, parked_on = excluded.parked_on";
static const char parked_sql[] =
    "SELECT position, attempts, error, parked_on FROM emgen_parked "
    "WHERE name = ? AND position > ? ORDER BY position LIMIT 1";
static const char unpark_sql[] =
    "DELETE FROM emgen_parked WHERE name = ? AND position = ?";

struct subscription {
	char *name;
	int64_t position;
	struct db_stmt *advance, *park, *parked, *unpark;
};

static int
create(struct db *db, const char *name, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(db, create_sql, err);
	int64_t changed = -1;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, name);
	changed = db_run(stmt, err);
	db_finalize(stmt);
	return changed < 0 ? -1 : 0;
}

static int
load(struct db *db, struct subscription *sub, struct em_err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    db_kind(db) == DB_SQLITE ? LOAD_SQL : LOAD_SQL " FOR UPDATE", err);
	int rc = -1;

	if (!stmt)
		return -1;
	db_bind_text(stmt, 1, sub->name);
	rc = db_row(stmt, err);
	if (rc == 1)
		sub->position = db_int(stmt, 0);
	db_finalize(stmt);
	return rc == 1 ? 0 : -1;
}

struct subscription *
subscription_open(struct store *store, const char *name, struct em_err *err)
{
	struct subscription *sub = mem_zalloc(1, sizeof(*sub));
	struct db *db = store_db(store);

	sub->name = mem_strdup(name);
	if (create(db, name, err) == 0 && load(db, sub, err) == 0 &&
	    (sub->advance = db_prepare(db, advance_sql, err)) &&
	    (sub->park = db_prepare(db, park_sql, err)) &&
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
	db_bind_int(sub->advance, 3, sub->position);
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
