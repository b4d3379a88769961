/* places - where jobs are kept (places.h). */
#include "places.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "utf8.h"

bool
places_option(struct places *places, int c, const char *arg)
{
	if (c == PLACE_OPT)
		places->database = arg;
	else if (c == PLACES_OPT_FAILED)
		places->failed_dsn = arg;
	else
		return false;
	return true;
}

void
places_open_queue(struct places *places)
{
	char *dsn = place_dsn(places->database);
	struct em_err err;

	if (places->looks)
		dsn = place_to_look_at_take(dsn);
	places->queue = queue_open(dsn, PLACE_TIMEOUT, &err);
	free(dsn);
	if (!places->queue)
		die_err(&err);
}

/* One database is one connection, so that a job moves in one transaction. */
static bool
is_same(const struct places *places)
{
	char *dsn;
	bool same;

	if (!places->failed_dsn)
		return true;
	dsn = place_dsn(places->database);
	same = strcmp(dsn, places->failed_dsn) == 0;
	free(dsn);
	return same;
}

void
places_open_failed(struct places *places)
{
	struct db *db;
	struct em_err err;

	if (!is_same(places)) {
		places->failed =
		    failed_open(places->failed_dsn, PLACE_TIMEOUT, &err);
	} else {
		if (!places->queue)
			places_open_queue(places);
		db = queue_db(places->queue);
		if (!db)
			die(EM_PERM, "failed jobs are kept in SQL: --failed "
				     "says where");
		places->failed = failed_on(db, &err);
	}
	if (!places->failed)
		die_err(&err);
}

void
places_open_batches(struct places *places)
{
	struct db *db;
	struct em_err err;

	if (!places->queue)
		places_open_queue(places);
	db = queue_db(places->queue);
	if (!db) {
		if (!places->failed)
			places_open_failed(places);
		db = failed_db(places->failed);
	}
	places->batches = batches_on(db, &err);
	if (!places->batches)
		die_err(&err);
}

void
places_close(struct places *places)
{
	batches_close(places->batches);
	failed_close(places->failed);
	queue_close(places->queue);
}

void
places_check_name(const char *option, const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > QUEUE_NAME_MAX || utf8_valid(name, len) != len)
		die(EM_PERM,
		    "%s: a name is empty, longer than %d bytes, or not UTF-8",
		    option, QUEUE_NAME_MAX);
}

void
places_check_queue(const char *option, const char *name)
{
	places_check_name(option, name);
	if (strchr(name, ','))
		die(EM_PERM, "%s: a comma parts the names of queues: %s",
		    option, name);
}
