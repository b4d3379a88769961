/*
 * push - each line becomes a job, and goes downstream after COMMIT.
 *
 * As emgen-store append does: lines that are there already are gathered into
 * one transaction, which is committed when the next read would block, or when
 * there are many.  A batch or a chain is all that comes.
 */
#include "push.h"

#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "jsonr.h"
#include "key.h"
#include "mem.h"
#include "number.h"
#include "verbs.h"

/* Lines, while others share the database, and at the most. */
enum { COMMIT = 100, COMMIT_MAX = 100000 };

int
push_one(struct push *p, const struct waiting *line, struct em_err *err)
{
	const char *id = ev_str(line->ev, "id");
	struct buf payload = BUF_INIT, key = BUF_INIT;
	struct job job = p->options;
	struct queue_push push = { .queue = p->queue,
		.delay = p->delay,
		.event_id = *id ? id : NULL,
		.uuid = job.uuid };
	int rc;

	job.event = line->bytes;
	job.event_len = line->len - 1;
	job_uuid(job.uuid, p->queue, id);
	if (p->unique) {
		key_make(&key, p->unique, line->ev);
		push.unique = job.unique = key.data;
		push.unique_ttl = job.unique_ttl = p->ttl;
	}
	job_write(&payload, &job);
	push.payload = payload.data;
	push.len = payload.len;
	rc = queue_push(p->places.queue, &push, err);
	buf_clear(&payload);
	buf_clear(&key);
	return rc;
}

static int
push_all(struct push *p, struct em_err *err)
{
	if (group_is_asked(&p->group))
		return group_push(p, err);
	for (size_t i = 0; i < p->n; i++)
		if (p->lines[i].ev && push_one(p, &p->lines[i], err) < 0)
			return -1;
	return 0;
}

/* All of them, or nothing; on Redis one after the other. */
static int
commit_all(struct push *p, struct em_err *err)
{
	struct db *db = queue_db(p->places.queue);
	bool own;

	if (!db)
		return push_all(p, err);
	if (db_enter(db, &own, err) < 0)
		return -1;
	return db_leave(db, own, push_all(p, err), err);
}

static void
pass_on(struct push *p)
{
	for (size_t i = 0; i < p->n; i++) {
		ev_write(p->io, p->lines[i].bytes, p->lines[i].len);
		json_decref(p->lines[i].ev);
	}
	p->n = 0;
	arena_reset(&p->arena);
}

/* Commits what waits, and writes it downstream; dies if it cannot. */
static void
commit(struct push *p)
{
	struct em_err err;

	if (p->n == 0)
		return;
	if (commit_all(p, &err) < 0 ||
	    queue_notify(p->places.queue, p->queue, &err) < 0)
		die_err(&err);
	pass_on(p);
}

static json_t *
parse(const struct ev_line *line)
{
	struct jsonr_error why;
	json_t *ev = jsonr_parse(line->bytes, line->len, &why);

	if (json_is_string(json_object_get(ev, "type")) &&
	    json_is_object(ev_data(ev)))
		return ev;
	json_decref(ev);
	return NULL;
}

/* A Barrier is between a worker and its handler, and no job. */
static void
take_line(struct push *p, const struct ev_line *line)
{
	struct waiting *next;

	p->lines = mem_grow(p->lines, &p->cap, p->n, sizeof(*p->lines));
	next = &p->lines[p->n];
	*next = (struct waiting){ .bytes = arena_alloc(&p->arena, line->len, 1),
		.len = line->len };
	memcpy(next->bytes, line->bytes, line->len);
	if (ev_is(line, "Barrier") || (next->ev = parse(line))) {
		p->n++;
		return;
	}
	if (!group_is_asked(&p->group))
		commit(p); /* what stood before the bad line is good */
	(void)ev_parse(p->io, line); /* says what is bad, and rejects it */
}

static void
run(struct push *p)
{
	bool whole = group_is_asked(&p->group);
	struct ev_line line;

	while (ev_next(p->io, &line)) {
		take_line(p, &line);
		if (!whole && (p->n == p->max || !ev_ready(p->io)))
			commit(p);
	}
	commit(p);
}

/* "1,5,10": seconds before each next attempt. */
static void
parse_backoff(struct job *job, const char *text)
{
	size_t max = strlen(text) / 2 + 1;

	free(job->backoff);
	job->backoff = mem_zalloc(max, sizeof(*job->backoff));
	job->n_backoff = number_list(text, INT32_MAX, job->backoff, max);
	if (!job->n_backoff)
		die(EM_PERM, "--backoff: not seconds such as 1,5,10");
}

static void
take_option(struct push *p, int c)
{
	switch (c) {
	case 'd':
		p->delay = number_option("delay", optarg, 0, INT32_MAX);
		break;
	case 'u':
		p->unique = optarg;
		break;
	case 't':
		p->ttl = number_option("ttl", optarg, 1, INT32_MAX);
		break;
	case 'r':
		p->options.max_tries =
		    number_option("tries", optarg, 0, INT32_MAX);
		break;
	case 'b':
		parse_backoff(&p->options, optarg);
		break;
	case 'T':
		p->options.timeout =
		    number_option("timeout", optarg, 0, INT32_MAX);
		break;
	case 'n':
		p->max = (size_t)number_option("commit", optarg, 1, COMMIT_MAX);
		break;
	case 'h':
		verb_help();
	default:
		verb_usage();
	}
}

static void
check(const struct push *p)
{
	if (!p->queue)
		verb_usage();
	places_check_queue("QUEUE", p->queue);
	if (!p->unique != !p->ttl)
		die(EM_PERM, "--unique and --ttl go together: a key that never "
			     "expires may be held by nobody");
	group_check(p);
}

int
push_main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		EV_LONGOPTS,
		PLACES_LONGOPTS,
		GROUP_LONGOPTS,
		{ "delay", required_argument, NULL, 'd' },
		{ "unique", required_argument, NULL, 'u' },
		{ "ttl", required_argument, NULL, 't' },
		{ "tries", required_argument, NULL, 'r' },
		{ "backoff", required_argument, NULL, 'b' },
		{ "timeout", required_argument, NULL, 'T' },
		{ "commit", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct push p = { .max = COMMIT, .options = JOB_INIT };
	struct ev_opts opts = EV_OPTS_INIT;
	int c, code;

	while ((c = getopt_long(argc, argv, "h", longopts, NULL)) != -1)
		if (!ev_option(&opts, c, optarg) &&
		    !places_option(&p.places, c, optarg) &&
		    !group_option(&p.group, c, optarg))
			take_option(&p, c);
	p.queue = argv[optind];
	check(&p);
	/* what stands before a bad end is pushed, but no part of a batch */
	opts.drains = !group_is_asked(&p.group);
	places_open_queue(&p.places);
	if (p.group.batch)
		places_open_batches(&p.places);
	p.io = ev_open(argv + optind + 1, STDOUT_FILENO, &opts);
	run(&p);
	code = ev_close(p.io);
	free(p.lines);
	free(p.options.backoff);
	arena_clear(&p.arena);
	places_close(&p.places);
	return code;
}
