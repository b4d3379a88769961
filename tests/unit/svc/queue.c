/*
 * queue - each move from state to state (doc/QUEUE.md), on every driver alike.
 * queue [DSN ...]: in these places, else in a file of its own.
 */
#include "queue.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../scratch.h"
#include "../tap.h"
#include "clock.h"
#include "failed.h"
#include "id.h"
#include "job.h"
#include "mem.h"

/* SHORT is over within the test, and not while a busy machine rests. */
enum {
	LONG = 1000,
	SHORT = 3,
	NAP = 30,
	SECOND = 1000000,
	PATIENCE = 30 * SECOND,
	WORKERS = 4,
	JOBS = 200
};

static const char *dsn;
static struct queue *queue;
static struct em_err err;

static int
said(int rc)
{
	if (rc < 0)
		printf("# %s\n", err.msg);
	return rc;
}

static struct queue *
open_queue(void)
{
	struct queue *opened = queue_open(dsn, 5, &err);

	if (opened)
		return opened;
	printf("Bail out! %s\n", err.msg);
	exit(EM_TEMP);
}

/* --- shorthands --- */

/* The payload of a job whose event says n; the uuid goes with it. */
static char *
payload_of(int n, const char *unique, char uuid[ID_TEXT])
{
	struct job job = JOB_INIT;
	struct buf out = BUF_INIT;

	(void)id_new(job.uuid);
	memcpy(uuid, job.uuid, ID_TEXT);
	job.event = mem_printf("{\"type\":\"Noted\",\"data\":{\"n\":%d,\"big\":"
			       "9007199254740993,\"none\":[],\"of\":{}}}",
	    n);
	job.event_len = strlen(job.event);
	job.unique = unique ? mem_strdup(unique) : NULL;
	job_write(&out, &job);
	job_clear(&job);
	return buf_detach(&out);
}

static int
push_with(const char *name, int n, int64_t delay, const char *event_id,
    const char *unique, int64_t ttl)
{
	char uuid[ID_TEXT], *payload = payload_of(n, unique, uuid);
	const struct queue_push push = { .queue = name,
		.payload = payload,
		.len = strlen(payload),
		.delay = delay,
		.event_id = event_id,
		.unique = unique,
		.unique_ttl = ttl,
		.uuid = uuid };
	int rc = said(queue_push(queue, &push, &err));

	free(payload);
	return rc;
}

static int
push(const char *name, int n)
{
	return push_with(name, n, 0, NULL, NULL, 0);
}

static int
push_text(const char *name, const char *text)
{
	const struct queue_push push = {
		.queue = name, .payload = text, .len = strlen(text)
	};

	return said(queue_push(queue, &push, &err));
}

/* The job's n, 0 without one, -1 for an error, -2 for bytes that changed. */
static int
n_of(const struct queue_job *job)
{
	struct job read;
	int n = -2;
	char *want;

	if (job_read(&read, job->payload, job->payload_len, &err) == 0) {
		const char *at = strstr(read.event, "\"n\":");

		n = at ? (int)strtol(at + 4, NULL, 10) : -2;
		want = mem_printf("{\"type\":\"Noted\",\"data\":{\"n\":%d,"
				  "\"big\":9007199254740993,\"none\":[],"
				  "\"of\":{}}}",
		    n);
		n = strcmp(want, read.event) == 0 ? n : -2;
		free(want);
	}
	job_clear(&read);
	return n;
}

static int
claim_after(const char *name, int64_t retry_after, struct queue_job *job)
{
	const char *const queues[] = { name, NULL };
	int rc;

	*job = (struct queue_job){ .id = NULL };
	rc = said(queue_claim(queue, queues, retry_after, job, &err));
	return rc == 1 ? n_of(job) : rc;
}

static int
claim(const char *name, struct queue_job *job)
{
	return claim_after(name, LONG, job);
}

static int
ack(struct queue_job *job)
{
	int rc = said(queue_ack(queue, job, &err));

	queue_job_clear(job);
	return rc;
}

static int
release(struct queue_job *job, int64_t delay, bool refund)
{
	const struct queue_release how = { .delay = delay, .refund = refund };
	int rc = said(queue_release(queue, job, &how, &err));

	queue_job_clear(job);
	return rc;
}

/* "ready delayed reserved" of a queue */
static const char *
counts(const char *name)
{
	static char text[64];
	const char *const names[] = { name, NULL };
	struct queue_counts *all;
	size_t n;

	all = queue_count(queue, names, &n, &err);
	if (!all)
		return err.msg;
	(void)snprintf(text, sizeof(text), "%d %d %d%s", (int)all->ready,
	    (int)all->delayed, (int)all->reserved,
	    all->paused ? " paused" : "");
	queue_counts_free(all, n);
	return text;
}

/* Claims until there is one, for some time at most. */
static int
claim_later(const char *name, int64_t retry_after, struct queue_job *job)
{
	const struct timespec pause = { 0, 20000000 };
	int64_t start = clock_monotonic_us();
	int n;

	do {
		n = claim_after(name, retry_after, job);
		if (n == 0)
			(void)nanosleep(&pause, NULL);
	} while (n == 0 && clock_monotonic_us() - start < PATIENCE);
	return n;
}

/* A time of SHORT that began at us is: the queue's clock has whole seconds. */
static bool
is_over(int64_t us)
{
	return clock_monotonic_us() - us > (SHORT - 1) * (int64_t)SECOND;
}

/* --- the moves --- */

static void
test_push_and_claim(void)
{
	const char *const two[] = { "high", "low", NULL };
	struct queue_job a, b;

	ok(claim("none", &a) == 0, "nothing to claim");
	is(counts("none"), "0 0 0", "nothing to count");
	ok(push("low", 1) == 1 && push("low", 2) == 1 && push("high", 3) == 1,
	    "push");
	is(counts("low"), "2 0 0", "they are ready");
	a = (struct queue_job){ .id = NULL };
	ok(said(queue_claim(queue, two, LONG, &a, &err)) == 1 && n_of(&a) == 3,
	    "the first queue goes first");
	is(a.queue, "high", "it says which");
	ok(a.attempts == 1 && a.reserved_at > 0, "it is the first attempt");
	ok(ack(&a) == 1, "ack");
	is(counts("high"), "0 0 0", "it is gone");
	ok(claim("low", &a) == 1, "the older goes first");
	is(counts("low"), "1 0 1", "it is reserved");
	ok(claim("low", &b) == 2, "another gets the next");
	ok(ack(&b) == 1 && ack(&a) == 1, "both end");
	ok(claim("low", &a) == 0, "nothing is left");
}

static void
test_release(void)
{
	struct queue_job job;
	int64_t us;

	(void)push("rel", 1);
	(void)claim("rel", &job);
	ok(release(&job, 0, false) == 1, "release");
	is(counts("rel"), "1 0 0", "it is ready again");
	ok(claim("rel", &job) == 1 && job.attempts == 2, "its second attempt");
	ok(release(&job, 0, true) == 1, "release, with refund");
	ok(claim("rel", &job) == 1 && job.attempts == 2,
	    "is the second once more");
	us = clock_monotonic_us();
	ok(release(&job, SHORT, false) == 1, "release for some seconds");
	is(counts("rel"), "0 1 0", "it is delayed");
	ok(claim("rel", &job) == 0, "nobody gets it");
	ok(claim_later("rel", LONG, &job) == 1 && is_over(us), "until then");
	ok(job.attempts == 3, "its third attempt");
	ok(ack(&job) == 1, "which ends");
	ok(push_with("rel", 4, SHORT, NULL, NULL, 0) == 1, "push for later");
	is(counts("rel"), "0 1 0", "is delayed, too");
	ok(claim_later("rel", LONG, &job) == 4, "and comes");
	(void)ack(&job);
}

/* Copies, since the moves release what they are given. */
static struct queue_job
copy(const struct queue_job *job)
{
	struct queue_job c = *job;

	c.id = mem_strdup(job->id);
	c.queue = mem_strdup(job->queue);
	c.payload = mem_strndup(job->payload, job->payload_len);
	if (job->reserved)
		c.reserved = mem_strndup(job->reserved, job->reserved_len);
	return c;
}

static void
test_lost(void)
{
	struct queue_job old, new, late;
	int64_t us = clock_monotonic_us();

	(void)push("lost", 1);
	ok(claim_after("lost", SHORT, &old) == 1, "claim for some seconds");
	ok(claim_after("lost", SHORT, &new) == 0, "it is reserved");
	ok(claim_later("lost", SHORT, &new) == 1 && is_over(us),
	    "until that is over");
	ok(new.attempts == 2, "then it is the second attempt");
	ok(said(queue_heartbeat(queue, &old, &err)) == 0,
	    "the late worker has no heartbeat");
	late = copy(&old);
	ok(ack(&late) == 0, "nor ack");
	late = copy(&old);
	ok(release(&late, 0, false) == 0, "nor release");
	is(counts("lost"), "0 0 1", "the new one has it still");
	ok(release(&new, 0, false) == 1, "and gives it back");
	late = copy(&old);
	ok(ack(&late) == 0, "a late ack of what waits is none");
	ok(claim("lost", &new) == 1 && new.attempts == 3, "the third");
	ok(ack(&new) == 1, "ends");
	ok(ack(&old) == 0, "nor of what is gone");
	is(counts("lost"), "0 0 0", "nothing is left");
}

/* Ends a job and takes the next: "whether it was ours, which is next". */
static const char *
next(struct queue_job *job, const char *const queues[])
{
	static char text[64];
	struct queue_job done = *job;
	int acked = -2, rc;

	*job = (struct queue_job){ .id = NULL };
	rc = said(queue_next(queue, &done, &acked, queues, LONG, job, &err));
	(void)snprintf(
	    text, sizeof(text), "%d, %d", acked, rc == 1 ? n_of(job) : rc);
	queue_job_clear(&done);
	return text;
}

static void
test_next(void)
{
	static const char *const two[] = { "next", "after", NULL };
	static const char *const one[] = { "next", NULL };
	struct queue_job job, lost;

	for (int n = 1; n <= 4; n++)
		(void)push("next", n);
	(void)push("after", 5);
	(void)claim("next", &job);
	is(next(&job, two), "1, 2", "a job ends, and the next begins");
	ok(job.attempts == 1 && job.reserved_at > 0, "its first attempt");
	is(counts("next"), "2 0 1", "which is reserved");
	lost = copy(&job);
	ok(ack(&job) == 1, "one that has ended");
	is(next(&lost, one), "0, 3", "does not end again, and the next begins");
	is(next(&lost, one), "1, 4", "and so on");
	is(next(&lost, two), "1, 5", "to the next queue");
	is(lost.queue, "after", "it says which");
	is(next(&lost, two), "1, 0", "to the last");
	ok(push_with("next", 6, 0, NULL, "mine", LONG) == 1, "one with a key");
	ok(claim("next", &lost) == 6, "begins");
	is(next(&lost, one), "1, 0", "and ends");
	ok(push_with("next", 7, 0, NULL, "mine", LONG) == 1, "its key is free");
	(void)queue_clear(queue, "next", &err);
}

/* Where there are transactions, both belong to that of the caller. */
static void
test_next_undone(void)
{
	static const char *const one[] = { "undo", NULL };
	struct queue_job job, again;

	if (!queue_db(queue))
		return;
	(void)push("undo", 1), (void)push("undo", 2);
	(void)claim("undo", &job);
	again = copy(&job);
	ok(said(db_begin(queue_db(queue), &err)) == 0, "begin");
	is(next(&job, one), "1, 2", "end one, take the next");
	db_rollback(queue_db(queue));
	is(counts("undo"), "1 0 1", "is undone with the transaction");
	ok(ack(&job) == 0, "the next one was not taken");
	ok(ack(&again) == 1, "the first one has not ended");
	(void)queue_clear(queue, "undo", &err);
}

/* It has waited for longer than all others. */
static void
test_next_overdue(void)
{
	static const char *const one[] = { "due", NULL };
	struct queue_job job, late;
	int64_t start;
	int acked, seen = 0, n = 1;

	(void)push("due", 1), (void)push("due", 2), (void)push("due", 3);
	(void)claim_after("due", 1, &late);
	(void)claim("due", &job); /* the first may be overdue by now */
	for (start = clock_monotonic_us();
	     seen != 1 && n > 0 && clock_monotonic_us() - start < PATIENCE;
	     seen = n) {
		struct queue_job done = job;

		(void)push("due", 4);
		job = (struct queue_job){ .id = NULL };
		n = said(queue_next(queue, &done, &acked, one, 1, &job, &err));
		n = n == 1 ? n_of(&job) : n;
		queue_job_clear(&done);
	}
	ok(seen == 1 && job.attempts == 2,
	    "a lost worker's job comes though others wait");
	ok(ack(&job) == 1 && ack(&late) == 0, "and ends");
	(void)queue_clear(queue, "due", &err);
}

static void
test_heartbeat(void)
{
	const struct timespec pause = { 0, 500000000 };
	struct queue_job job, other;
	bool held = true;

	(void)push("beat", 1);
	ok(claim_after("beat", SHORT, &job) == 1, "claim for some seconds");
	for (int i = 0; i < 2 * (SHORT + 1); i++) {
		(void)nanosleep(&pause, NULL);
		held &= said(queue_heartbeat(queue, &job, &err)) == 1;
		held &= claim_after("beat", SHORT, &other) == 0;
	}
	ok(held, "with a heartbeat it lasts longer");
	ok(job.attempts == 1 && ack(&job) == 1, "and is one attempt");
}

static void
test_repeats(void)
{
	struct queue_job job;
	int64_t us;

	ok(push_with("rep", 1, 0, "event-1", NULL, 0) == 1, "an event");
	ok(push_with("rep", 1, 0, "event-1", NULL, 0) == 0, "a repeat");
	ok(push_with("rep2", 1, 0, "event-1", NULL, 0) == 1,
	    "is none on another queue");
	ok(claim("rep", &job) == 1 && ack(&job) == 1, "one comes");
	ok(push_with("rep", 1, 0, "event-1", NULL, 0) == 0,
	    "what is done is a repeat");
	ok(claim("rep", &job) == 0, "no other came");

	ok(push_with("uni", 1, 0, NULL, "k'\xc3\xa9", LONG) == 1, "a key");
	ok(push_with("uni", 2, 0, "event-2", "k'\xc3\xa9", LONG) == 0,
	    "is taken while its job waits");
	ok(push_with("uni", 3, 0, NULL, "other", 1) == 1, "another is free");
	ok(claim("uni", &job) == 1, "it runs");
	ok(push_with("uni", 4, 0, NULL, "k'\xc3\xa9", LONG) == 0,
	    "and has the key");
	ok(ack(&job) == 1, "until it is done");
	ok(push_with("uni", 5, 0, "event-2", "k'\xc3\xa9", LONG) == 1,
	    "what was held back is no repeat");
	us = clock_monotonic_us();
	while (push_with("uni", 6, 0, NULL, "other", LONG) == 0)
		if (clock_monotonic_us() - us > PATIENCE)
			break;
	ok(claim("uni", &job) == 3 && ack(&job) == 1,
	    "a key that is over is free");
	ok(push_with("uni", 7, 0, NULL, "other", LONG) == 0,
	    "the job that lost it does not free it");
	ok(claim("uni", &job) == 5 && ack(&job) == 1, "done");
	ok(said((int)queue_clear(queue, "uni", &err)) == 1, "clear");
	ok(push_with("uni", 8, 0, NULL, "other", LONG) == 1, "frees keys");
	(void)queue_clear(queue, "uni", &err);
	(void)queue_clear(queue, "rep2", &err);
}

/* Whatever others push comes as it is, and can be ended. */
static void
test_strange(void)
{
	static const char *const texts[] = { "not JSON", "[1,2]", "{}",
		"{\"type\":\"Noted\",\"id\":"
		"\"0194b7f0-1c5a-7d0e-9a51-6c3e2f1d8b47\",\"data\":{}}",
		"{\"uuid\":\"x\",\"data\":{\"attempts\":7,\"e\":[]}}", "5" };
	struct queue_job job = { .id = NULL }, again;
	bool same = true, ends = true;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		(void)push_text("odd", texts[i]);
		(void)claim("odd", &job);
		ends &= release(&job, 0, false) == 1;
		(void)claim("odd", &job);
		/* a driver may complete an object by id and attempts */
		same &=
		    job.payload && job.attempts == 2 &&
		    (*texts[i] == '{' || strcmp(job.payload, texts[i]) == 0);
		ends &= ack(&job) == 1;
	}
	ok(same, "what is no job comes as it is");
	ok(ends, "and ends");
	is(counts("odd"), "0 0 0", "nothing is left");
	(void)push_text("odd", "twin"), (void)push_text("odd", "twin");
	(void)claim("odd", &job);
	(void)claim("odd", &again);
	queue_job_clear(&again);
	ends = ack(&job) == 1;
	for (int i = 0; i < 3 && claim("odd", &job) != 0; i++)
		ends &= ack(&job) == 1;
	is(queue_db(queue) ? "0 0 0" : counts("odd"), "0 0 0",
	    "of two that are the same none is lost");
	(void)queue_clear(queue, "odd", &err);
}

static int
note_each(void *arg, const struct queue_job *job)
{
	struct buf *out = arg;

	buf_addf(out, "%d%s ", n_of(job), job->reserved_at ? "r" : "");
	return 0;
}

static const char *
listed(enum queue_state state, unsigned limit)
{
	static struct buf out = BUF_INIT;

	buf_truncate(&out, 0);
	(void)said(
	    queue_each(queue, "look", state, limit, note_each, &out, &err));
	return buf_peek(&out);
}

static void
test_looking(void)
{
	char uuid[ID_TEXT];
	struct queue_counts *all;
	struct queue_job job, found = { .id = NULL };
	bool named = false;
	size_t n;

	(void)push("look", 1), (void)push("look", 2), (void)push("look", 3);
	(void)push_with("look", 4, LONG, NULL, NULL, 0);
	(void)claim("look", &job);
	is(listed(QUEUE_READY, 10), "2 3 ", "what is ready");
	is(listed(QUEUE_READY, 1), "2 ", "the first of it");
	is(listed(QUEUE_DELAYED, 10), "4 ", "what is delayed");
	is(listed(QUEUE_RESERVED, 10), "1r ", "what is reserved");
	job_peek_uuid(uuid, job.payload, job.payload_len);
	ok(said(queue_find(queue, uuid, &found, &err)) == 1 &&
		n_of(&found) == 1,
	    "a job by its uuid");
	queue_job_clear(&found);
	ok(said(queue_find(queue, id_new(uuid), &found, &err)) == 0, "or none");
	(void)queue_pause(queue, "rest?*", true, &err);
	all = queue_count(queue, NULL, &n, &err);
	for (size_t i = 0; all && i < n; i++)
		named |= strcmp(all[i].queue, "look") == 0 &&
			 all[i].ready == 2 && all[i].delayed == 1;
	ok(named, "its queue is among all");
	ok(all && strcmp(all[n - 1].queue, "rest?*") == 0 && all[n - 1].paused,
	    "and so is one that rests");
	queue_counts_free(all, n);
	(void)queue_pause(queue, "rest?*", false, &err);
	(void)ack(&job);
	ok(said((int)queue_clear(queue, "look", &err)) == 3, "clear");
}

static void
test_people(void)
{
	static const char *const stop[] = { "stop", NULL };
	int64_t restarts = queue_restarts(queue, &err);
	struct queue_job job;

	ok(said(queue_pause(queue, "stop", true, &err)) == 0, "pause");
	ok(push_with("stop", 1, -5, NULL, NULL, 0) == 1, "pushing goes on");
	is(counts("stop"), "1 0 0 paused", "it is counted");
	ok(claim("stop", &job) == 0, "claiming does not");
	ok(said(queue_wait(queue, stop, 0, &err)) >= 0 &&
		said(queue_wait(queue, stop, 0, &err)) >= 0,
	    "its workers can wait, though it is ready");
	ok(said(queue_pause(queue, "stop", true, &err)) == 0, "pause again");
	ok(said(queue_pause(queue, "stop", false, &err)) == 0, "resume");
	ok(claim("stop", &job) == 1 && ack(&job) == 1, "then it does");
	ok(restarts >= 0 && said(queue_restart(queue, &err)) == 0 &&
		queue_restarts(queue, &err) == restarts + 1,
	    "restart is seen");
}

static void
test_fail(void)
{
	char *own = NULL;
	struct queue_job job, late;
	struct failed *failed;

	if (!queue_db(queue))
		own = mem_printf("sqlite:%s/failed.db", scratch);
	failed =
	    own ? failed_open(own, 5, &err) : failed_on(queue_db(queue), &err);
	if (!ok(failed != NULL, "a place for what fails"))
		return;
	(void)push_with("bad", 1, 0, NULL, "bad", LONG);
	(void)claim("bad", &job);
	late = copy(&job);
	ok(said(queue_fail(queue, &job, failed, "why", &err)) == 1, "fail");
	is(counts("bad"), "0 0 0", "it is gone from here");
	ok(said(queue_fail(queue, &late, failed, "late", &err)) == 0,
	    "what is lost does not fail");
	ok(push_with("bad", 2, 0, NULL, "bad", LONG) == 1, "its key is free");
	(void)queue_clear(queue, "bad", &err);
	queue_job_clear(&job);
	queue_job_clear(&late);
	failed_close(failed);
	free(own);
}

/* A failed job as somebody has read it. */
struct seen {
	int64_t id;
	char uuid[ID_TEXT], *payload;
};

static int
see(void *arg, const struct failed_job *job)
{
	struct seen *seen = arg;

	free(seen->payload);
	seen->id = job->id;
	memcpy(seen->uuid, job->uuid, ID_TEXT);
	seen->payload = mem_strndup(job->payload, job->payload_len);
	return 0;
}

static void
look(struct failed *failed, struct seen *seen)
{
	static const struct failed_query all = { .queue = "again" };

	seen->id = 0;
	ok(said(failed_each(failed, &all, see, seen, &err)) == 0, "it is read");
}

/* What the queue has of it, and of the failed ones what is seen. */
static int
retry(struct failed *failed, const struct seen *seen)
{
	const struct failed_job job = { .id = seen->id,
		.uuid = seen->uuid,
		.queue = "again",
		.payload = seen->payload,
		.payload_len = strlen(seen->payload) };

	return said(failed_retry(failed, &job, queue, &err));
}

static void
fail_again(struct failed *failed)
{
	struct queue_job job;

	ok(claim("again", &job) == 1 &&
		said(queue_fail(queue, &job, failed, "again", &err)) == 1,
	    "it fails");
	queue_job_clear(&job);
}

/* Each failure is another one, which who means an earlier does not touch. */
static void
test_fail_again(void)
{
	struct seen first = { .payload = mem_strdup("") };
	struct seen second = { .payload = mem_strdup("") };
	char *own =
	    queue_db(queue) ? NULL : mem_printf("sqlite:%s/failed.db", scratch);
	struct failed_job row = { .connection = "", .queue = "again" };
	struct failed *failed;

	failed =
	    own ? failed_open(own, 5, &err) : failed_on(queue_db(queue), &err);
	if (!ok(failed != NULL, "a place for what fails"))
		return;
	(void)push("again", 1);
	fail_again(failed);
	look(failed, &first);
	ok(retry(failed, &first) == 1, "it is tried again");
	fail_again(failed);
	ok(retry(failed, &first) == 0, "who read it before is too late");
	look(failed, &second);
	ok(second.id > first.id, "and takes nothing away");
	/* as after a retry that was killed before it forgot */
	ok(retry(failed, &second) == 1, "it is tried again");
	row.uuid = second.uuid;
	row.payload = row.exception = second.payload;
	row.payload_len = strlen(second.payload);
	ok(said(failed_add(failed, &row, &err)) == 0, "a row was left");
	look(failed, &first);
	fail_again(failed);
	look(failed, &second);
	ok(second.id > first.id, "which another replaces");
	ok(retry(failed, &second) == 1, "it is tried again");
	is(counts("again"), "1 0 0", "it is there");
	(void)queue_clear(queue, "again", &err);
	failed_close(failed);
	free(first.payload), free(second.payload), free(own);
}

/* --- waiting --- */

static void *
push_soon(void *unused)
{
	const struct timespec pause = { 0, 300000000 };
	struct queue *other = open_queue();
	char uuid[ID_TEXT], *payload = payload_of(9, NULL, uuid);
	const struct queue_push job = {
		.queue = "wake", .payload = payload, .len = strlen(payload)
	};
	struct em_err why;

	(void)unused;
	(void)nanosleep(&pause, NULL);
	(void)queue_push(other, &job, &why);
	(void)queue_notify(other, "wake", &why);
	queue_close(other);
	free(payload);
	return NULL;
}

static void
test_waiting(void)
{
	const char *const queues[] = { "nap", "wake", NULL };
	int64_t start = clock_monotonic_us();
	struct queue_job job = { .id = NULL };
	pthread_t thread;
	int fds[2], rounds = 0, got = 0;

	if (pthread_create(&thread, NULL, push_soon, NULL) || pipe(fds) < 0)
		abort();
	while (got == 0 && rounds++ < 50) {
		got = said(queue_claim(queue, queues, LONG, &job, &err));
		if (got == 0)
			(void)said(queue_wait(queue, queues, NAP, &err));
	}
	ok(got == 1 && clock_monotonic_us() - start < NAP * (int64_t)SECOND,
	    "who waits is woken, after %d rounds", rounds);
	(void)pthread_join(thread, NULL);
	(void)ack(&job);
	(void)push_with("nap", 1, 1, NULL, NULL, 0);
	for (got = 0; got == 0 && rounds++ < 100;) {
		got = said(queue_claim(queue, queues, LONG, &job, &err));
		if (got == 0)
			(void)said(queue_wait(queue, queues, NAP, &err));
	}
	ok(got == 1 && clock_monotonic_us() - start < NAP * (int64_t)SECOND,
	    "also by what was delayed");
	(void)ack(&job);
	if (write(fds[1], "", 1) != 1)
		abort();
	queue_wait_also(queue, fds[0]);
	start = clock_monotonic_us();
	(void)queue_wait(queue, queues, NAP, &err);
	(void)queue_wait(queue, queues, NAP, &err);
	ok(clock_monotonic_us() - start < NAP * (int64_t)SECOND,
	    "a descriptor ends the wait");
	queue_wait_also(queue, -1);
	(void)close(fds[0]), (void)close(fds[1]);
}

/* --- several processes --- */

static void
work(unsigned char *seen)
{
	static const char *const many[] = { "many", NULL };
	struct queue_job job;
	int n, bad = 0;

	queue = open_queue();
	for (n = claim("many", &job); n != 0;) {
		if (n < 0)
			_exit(EM_PERM);
		bad += __atomic_add_fetch(&seen[n], 1, __ATOMIC_SEQ_CST) != 1;
		if (n % 2)
			bad += ack(&job) != 1;
		else
			bad += *next(&job, many) != '1';
		n = n % 2 ? claim("many", &job) : job.id ? n_of(&job) : 0;
	}
	queue_close(queue);
	_exit(bad ? EM_PERM : EM_OK);
}

static void
test_many(void)
{
	unsigned char *seen = mmap(NULL, JOBS + 1, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int bad = 0, status, sum = 0;

	for (int n = 1; n <= JOBS; n++)
		(void)push("many", n);
	(void)fflush(stdout);
	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0)
			work(seen);
	for (int i = 0; i < WORKERS; i++)
		bad += wait(&status) < 0 || status != 0;
	for (int n = 1; n <= JOBS; n++)
		sum += seen[n] == 1;
	ok(bad == 0, "%d workers end well", WORKERS);
	ok(sum == JOBS, "each job came once");
	is(counts("many"), "0 0 0", "nothing is left");
	(void)munmap(seen, JOBS + 1);
}

static void
test_place(const char *place)
{
	dsn = place;
	queue = open_queue();
	test_push_and_claim();
	test_release();
	test_lost();
	test_next();
	test_next_undone();
	test_next_overdue();
	test_heartbeat();
	test_repeats();
	test_strange();
	test_looking();
	test_people();
	test_fail();
	test_fail_again();
	test_waiting();
	test_many();
	queue_close(queue);
}

int
main(int argc, char *argv[])
{
	char *own;

	scratch_open();
	for (int i = 1; i < argc; i++)
		test_place(argv[i]);
	if (argc > 1)
		return done();
	own = mem_printf("sqlite:%s/jobs.db", scratch);
	test_place(own);
	free(own);
	return done();
}
