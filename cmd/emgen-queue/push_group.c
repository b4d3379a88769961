/* push_group - a batch or a chain of jobs (push.h). */
#include <stdio.h>
#include <string.h>

#include "batch.h"
#include "die.h"
#include "push.h"

enum { LINES_MAX = 100000, CHAIN_MAX = 8 << 20 /* bytes */ };

/* --- options --- */

bool
group_option(struct group *group, int c, const char *arg)
{
	switch (c) {
	case GROUP_OPT:
		group->batch = arg;
		return true;
	case GROUP_OPT_CHAIN:
		group->chain = true;
		return true;
	case GROUP_OPT_ALLOW:
		group->allow_failures = true;
		return true;
	case GROUP_OPT_THEN:
		group->then = arg;
		return true;
	case GROUP_OPT_CATCH:
		group->catch = arg;
		return true;
	case GROUP_OPT_FINALLY:
		group->finally = arg;
		return true;
	default:
		return false;
	}
}

bool
group_is_asked(const struct group *group)
{
	return group->batch || group->chain;
}

static void
check_names(const struct group *group)
{
	if (group->then)
		places_check_queue("--then", group->then);
	if (group->catch)
		places_check_queue("--catch", group->catch);
	if (group->finally)
		places_check_queue("--finally", group->finally);
}

void
group_check(const struct push *p)
{
	const struct group *group = &p->group;

	if (!group->batch &&
	    (group->then || group->finally || group->allow_failures))
		die(EM_PERM, "--then, --finally and --allow-failures are of a "
			     "--batch");
	if (group->catch && !group_is_asked(group))
		die(EM_PERM, "--catch is of a --batch or a --chain");
	check_names(group);
	if (group->batch)
		places_check_name("--batch", group->batch);
	if (group->chain && p->unique)
		die(EM_PERM,
		    "--unique is of single jobs, and not of a --chain");
}

/* --- lines --- */

/* The same for the same lines, so that a repeat is seen to be one. */
static void
make_id(const struct push *p, const char *what, char id[ID_TEXT])
{
	struct buf name = BUF_INIT;
	bool known = true;

	buf_addf(&name, "%s\n%s", what, p->queue);
	for (size_t i = 0; i < p->n; i++) {
		const char *event = ev_str(p->lines[i].ev, "id");

		if (!p->lines[i].ev)
			continue;
		known = known && *event;
		buf_addf(&name, "\n%s", event);
	}
	if (known)
		(void)id_derive(name.data, name.len, id);
	else
		(void)id_new(id);
	buf_clear(&name);
}

static int64_t
count_events(const struct push *p)
{
	int64_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->lines[i].ev != NULL;
	return n;
}

/* How many became jobs. */
static int64_t
push_each(struct push *p, struct em_err *err)
{
	int64_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		int rc = p->lines[i].ev ? push_one(p, &p->lines[i], err) : 0;

		if (rc < 0)
			return -1;
		n += rc;
	}
	return n;
}

/* The first one waits; it holds those that follow. */
static int
make_chain(const struct push *p, struct job *job, struct em_err *err)
{
	size_t bytes = 0;

	job->chain = chain_new(p->group.catch);
	for (size_t i = 0; i < p->n; i++) {
		const struct waiting *line = &p->lines[i];

		if (!line->ev)
			continue;
		bytes += line->len;
		if (job->event)
			chain_add(job->chain, line->bytes, line->len - 1);
		else
			job->event = line->bytes;
		if (job->event_len == 0)
			job->event_len = line->len - 1;
	}
	return bytes > CHAIN_MAX
		   ? err_set(err, EM_PERM, "a chain of more than %d bytes",
			 CHAIN_MAX)
		   : 0;
}

static int64_t
push_chain(struct push *p, struct em_err *err)
{
	struct buf payload = BUF_INIT;
	struct job job = p->options;
	struct queue_push push = { .queue = p->queue,
		.delay = p->delay,
		.uuid = job.uuid,
		.event_id = job.uuid };
	int64_t all = count_events(p);
	int rc = make_chain(p, &job, err);

	if (rc == 0 && all > 0) {
		make_id(p, "chain", job.uuid);
		job_write(&payload, &job);
		push.payload = payload.data;
		push.len = payload.len;
		rc = queue_push(p->places.queue, &push, err);
	}
	chain_free(job.chain);
	buf_clear(&payload);
	return rc < 0 ? -1 : rc * all;
}

static int64_t
push_lines(struct push *p, struct em_err *err)
{
	return p->group.chain ? push_chain(p, err) : push_each(p, err);
}

/* --- the batch --- */

static void
set_option(json_t *options, const char *name, const char *queue)
{
	if (queue)
		(void)json_object_set_new(options, name, json_string(queue));
}

static json_t *
make_options(const struct group *group)
{
	json_t *options = json_object();

	set_option(options, "then", group->then);
	set_option(options, "catch", group->catch);
	set_option(options, "finally", group->finally);
	return options;
}

/* In one database: the jobs are counted, then the batch is made. */
static int64_t
push_here(struct push *p, struct batches *batches, const struct batch *batch,
    struct em_err *err)
{
	int64_t n = push_lines(p, err);

	if (n > 0 && batch_add(batches, batch, p->queue, n, err) < 0)
		return -1;
	return n;
}

/* 1 when it is made, with all of its jobs; 0 when it was there. */
static int
make_batch(const struct push *p, struct batches *batches,
    const struct batch *batch, int64_t all, struct em_err *err)
{
	struct db *db = batches_db(batches);
	bool own;
	int made;

	if (db_enter(db, &own, err) < 0)
		return -1;
	made = batch_add(batches, batch, p->queue, 0, err);
	if (made == 1 && batch_add(batches, batch, p->queue, all, err) < 0)
		made = -1;
	return db_leave(db, own, made, err);
}

/*
 * Beside Redis: the batch is there before its jobs.  One that was left half
 * pushed is completed by a repeat, which makes none.
 */
static int64_t
push_elsewhere(struct push *p, struct batches *batches,
    const struct batch *batch, struct em_err *err)
{
	int64_t all = count_events(p), n;
	int made = all ? make_batch(p, batches, batch, all, err) : 0;

	n = made < 0 ? -1 : push_lines(p, err);
	if (n >= 0 && made == 1 && n < all &&
	    batch_add(batches, batch, p->queue, n - all, err) < 0)
		return -1;
	return n;
}

static int64_t
push_batch(struct push *p, struct em_err *err)
{
	struct db *db = queue_db(p->places.queue);
	struct batches *batches = p->places.batches;
	char id[ID_TEXT], name[256];
	struct batch batch = { .id = id,
		.name = name,
		.options = make_options(&p->group),
		.allow_failures = p->group.allow_failures };
	int64_t n;

	make_id(p, p->group.batch, id);
	(void)snprintf(name, sizeof(name), "%s", p->group.batch);
	p->options.batch = id;
	n = db ? push_here(p, batches, &batch, err)
	       : push_elsewhere(p, batches, &batch, err);
	p->options.batch = NULL;
	json_decref(batch.options);
	if (n > 0)
		die_note("batch %s: %lld jobs", id, (long long)n);
	return n;
}

int
group_push(struct push *p, struct em_err *err)
{
	if (p->n > LINES_MAX)
		return err_set(err, EM_PERM,
		    "more than %d lines for one batch or chain", LINES_MAX);
	return (p->group.batch ? push_batch(p, err) : push_lines(p, err)) < 0
		   ? -1
		   : 0;
}
