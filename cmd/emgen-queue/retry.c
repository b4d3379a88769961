/* retry - failed jobs are pushed to their queues again. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "die.h"
#include "number.h"
#include "places.h"
#include "verbs.h"

enum { BATCH = 100 }; /* jobs, while others share the database */

struct retry {
	struct places places;
	struct failed_query query;
	struct em_err err;
	size_t pushed, waiting; /* waiting for their commit */
};

static void
commit(struct retry *r)
{
	struct db *db = queue_db(r->places.queue);

	if (r->waiting > 0 && db && db_in_transaction(db) &&
	    db_commit(db, &r->err) < 0) {
		db_rollback(db);
		die_err(&r->err);
	}
	r->waiting = 0;
}

/* Those of one database move together, so that many are quick. */
static int
push(void *arg, const struct failed_job *job)
{
	struct retry *r = arg;
	struct db *db = queue_db(r->places.queue);
	int rc;

	if (db && !db_in_transaction(db) && db_begin(db, &r->err) < 0)
		die_err(&r->err);
	rc = failed_retry(r->places.failed, job, r->places.queue, &r->err);
	if (rc < 0) {
		if (db)
			db_rollback(db);
		die_err(&r->err);
	}
	r->pushed += rc == 1;
	if (++r->waiting == BATCH)
		commit(r);
	return 0;
}

/* How many the query meant. */
static size_t
retry(struct retry *r)
{
	size_t before = r->pushed;

	if (failed_each(r->places.failed, &r->query, push, r, &r->err) < 0)
		die_err(&r->err);
	commit(r);
	return r->pushed - before;
}

static void
parse_range(struct failed_query *query, const char *text)
{
	query->first = number_take(&text, INT64_MAX);
	query->last = *text == '-' ? number_parse(text + 1, INT64_MAX) : -1;
	if (query->first < 0 || query->last < 1 || query->first > query->last)
		die(EM_PERM, "--range: not numbers such as 1-20");
}

/* The jobs of a batch that failed; one that has been retried is not there. */
static int
retry_batch(struct retry *r, const char *id)
{
	struct batch batch;
	json_t *uuid;
	size_t i;
	int rc = batch_find(r->places.batches, id, &batch, &r->err);

	if (rc < 0)
		die_err(&r->err);
	json_array_foreach (batch.failed_ids, i, uuid) {
		r->query.uuid = json_string_value(uuid);
		if (r->query.uuid)
			(void)retry(r);
	}
	batch_clear(&batch);
	if (rc == 1)
		return EM_OK;
	die_warn("%s: no such batch", id);
	return EM_PERM;
}

static int
retry_batches(struct retry *r, char *const ids[])
{
	int code = EM_OK;

	if (!*ids || r->query.queue || r->query.last)
		verb_usage();
	places_open_batches(&r->places);
	for (; *ids; ids++)
		if (retry_batch(r, *ids) != EM_OK)
			code = EM_PERM;
	return code;
}

/* EM_PERM when one of the uuids is not there. */
static int
retry_each(struct retry *r, char *const uuids[])
{
	int code = EM_OK;

	for (; *uuids; uuids++) {
		r->query.uuid = *uuids;
		if (retry(r) > 0)
			continue;
		die_warn("%s: no such failed job", *uuids);
		code = EM_PERM;
	}
	return code;
}

/* All, unless --queue, --range or uuids say which. */
static int
run(struct retry *r, char *const names[])
{
	bool some = r->query.queue || r->query.last;
	int code = EM_OK;

	if (*names && strcmp(*names, "all") == 0)
		names++;
	else if (!*names && !some)
		verb_usage();
	else if (*names)
		return retry_each(r, names);
	if (*names)
		verb_usage();
	(void)retry(r);
	return code;
}

int
retry_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		PLACES_LONGOPTS,
		{ "queue", required_argument, NULL, 'q' },
		{ "range", required_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct retry r = { .pushed = 0 };
	int c, code;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (places_option(&r.places, c, optarg))
			continue;
		if (c == 'q')
			r.query.queue = optarg;
		else if (c == 'r')
			parse_range(&r.query, optarg);
		else if (c == 'h')
			verb_help();
		else
			verb_usage();
	}
	places_open_queue(&r.places);
	places_open_failed(&r.places);
	code = strcmp(verb_name(), "retry") == 0
		   ? run(&r, argv + optind)
		   : retry_batches(&r, argv + optind);
	if (r.pushed > 0 && queue_notify(r.places.queue, "", &r.err) < 0)
		die_err(&r.err);
	printf("%zu pushed\n", r.pushed);
	places_close(&r.places);
	die_flush();
	return code;
}
