/*
 * queue - commands on stdin to several workers at once: queue DSN [FAILED-DSN].
 *
 * Each line is a command, and its answer is one line on stdout.  Workers are
 * called a, b, c ... and have a connection each; they keep the job that they
 * claimed, also when they have lost it.  A job's payload is made of a number.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "dialect.h"
#include "die.h"
#include "failed.h"
#include "job.h"
#include "mem.h"
#include "queue.h"
#include "queue_sql.h"

enum { WORKERS = 26, WORDS = 8 };

struct worker {
	struct queue *queue;
	struct failed *failed;
	struct queue_job job;
};

static const char *dsn, *failed_dsn;
static struct worker workers[WORKERS];
static struct em_err err;

static struct worker *
worker(const char *name)
{
	struct worker *w = &workers[name ? (*name - 'a') % WORKERS : 0];

	if (w->queue)
		return w;
	w->queue = queue_open(dsn, 5, &err);
	if (!w->queue)
		die_err(&err);
	w->failed = failed_dsn ? failed_open(failed_dsn, 5, &err)
			       : failed_on(queue_db(w->queue), &err);
	if (!w->failed)
		die_err(&err);
	return w;
}

static void
must(int64_t rc)
{
	if (rc < 0)
		die_err(&err);
}

static void
make_uuid(char uuid[ID_TEXT], const char *number)
{
	(void)snprintf(uuid, ID_TEXT, "00000000-0000-7000-8000-%012ld",
	    strtol(number, NULL, 10));
}

/* Words: queue, number, delay, event's id, unique key, ttl; - for none. */
static void
push(char *word[])
{
	struct worker *w = worker("a");
	struct buf payload = BUF_INIT;
	struct job job = JOB_INIT;
	char event[64];
	struct queue_push push = { .queue = word[1], .uuid = job.uuid };
	int rc;

	make_uuid(job.uuid, word[2]);
	(void)snprintf(event, sizeof(event),
	    "{\"type\":\"Noted\",\"data\":{\"n\":%s}}", word[2]);
	job.event = event;
	job.event_len = strlen(event);
	push.delay = word[3] ? strtoll(word[3], NULL, 10) : 0;
	if (word[3] && word[4] && *word[4] != '-')
		push.event_id = word[4];
	if (word[3] && word[4] && word[5]) {
		push.unique = job.unique = word[5];
		push.unique_ttl = strtoll(word[6], NULL, 10);
	}
	job_write(&payload, &job);
	push.payload = payload.data;
	push.len = payload.len;
	rc = queue_push(w->queue, &push, &err);
	must(rc);
	must(queue_notify(w->queue, word[1], &err));
	puts(rc ? "pushed" : "not");
	buf_clear(&payload);
}

/* A payload as it stands. */
static void
push_raw(char *word[])
{
	struct queue_push push = {
		.queue = word[1], .payload = word[2], .len = strlen(word[2])
	};

	must(queue_push(worker("a")->queue, &push, &err));
	puts("pushed");
}

static int64_t
number_of(const struct queue_job *job)
{
	char uuid[ID_TEXT];

	job_peek_uuid(uuid, job->payload, job->payload_len);
	return strtoll(strrchr(uuid, '-') + 1, NULL, 10);
}

/* The queues of a word, which is cut. */
static void
split_queues(const char *queues[WORDS], char *names)
{
	size_t n = 0;

	for (char *name = strtok_r(names, ",", &names); name && n < WORDS - 1;
	     name = strtok_r(NULL, ",", &names))
		queues[n++] = name;
}

/* Words: worker, queues, retry-after, and what a job without a number is. */
static void
claim(char *word[])
{
	struct worker *w = worker(word[1]);
	const char *queues[WORDS] = { NULL };
	int rc;

	split_queues(queues, word[2]);
	queue_job_clear(&w->job);
	rc = queue_claim(
	    w->queue, queues, strtoll(word[3], NULL, 10), &w->job, &err);
	must(rc);
	if (rc && word[4])
		printf("%s attempt %u\n", word[4], w->job.attempts);
	else if (rc)
		printf("%" PRId64 " attempt %u\n", number_of(&w->job),
		    w->job.attempts);
	else
		puts("none");
}

/* Words: worker, queues, retry-after.  Its job is done, and the next taken. */
static void
take_next(char *word[])
{
	struct worker *w = worker(word[1]);
	struct queue_job job = { .id = NULL };
	const char *queues[WORDS] = { NULL };
	int acked, rc;

	split_queues(queues, word[2]);
	rc = queue_next(w->queue, &w->job, &acked, queues,
	    strtoll(word[3], NULL, 10), &job, &err);
	must(rc);
	queue_job_clear(&w->job);
	w->job = job;
	fputs(acked ? "ok " : "lost ", stdout);
	if (rc)
		printf(
		    "%" PRId64 " attempt %u\n", number_of(&job), job.attempts);
	else
		puts("none");
}

/* Words: worker. */
static void
print_event(char *word[])
{
	const struct queue_job *row = &worker(word[1])->job;
	struct job job;

	must(job_read(&job, row->payload, row->payload_len, &err));
	puts(job.event);
	job_clear(&job);
}

static void
answer(int rc)
{
	must(rc);
	puts(rc ? "ok" : "lost");
}

/* Words: worker, delay, exceptions, crashes. */
static void
release(char *word[])
{
	struct worker *w = worker(word[1]);
	struct queue_release how = { .delay = strtoll(word[2], NULL, 10),
		.refund = strcmp(word[0], "refund") == 0 };

	if (word[3] && word[4]) {
		how.exceptions = (unsigned)strtoul(word[3], NULL, 10);
		how.crashes = (unsigned)strtoul(word[4], NULL, 10);
	}
	answer(queue_release(w->queue, &w->job, &how, &err));
}

/* Words: worker.  What its job is known to have been through. */
static void
print_memory(char *word[])
{
	const struct queue_job *job = &worker(word[1])->job;

	printf("attempt %u, %u exceptions, %u crashes\n", job->attempts,
	    job->exceptions, job->crashes);
}

static void
end(char *word[])
{
	struct worker *w = worker(word[1]);

	if (strcmp(word[0], "ack") == 0)
		answer(queue_ack(w->queue, &w->job, &err));
	else if (strcmp(word[0], "beat") == 0)
		answer(queue_heartbeat(w->queue, &w->job, &err));
	else if (strcmp(word[0], "fail") == 0)
		answer(queue_fail(
		    w->queue, &w->job, w->failed, "it broke\nat once", &err));
	else
		release(word);
}

static int
print_failed(void *arg, const struct failed_job *job)
{
	const char *number = strrchr(job->uuid, '-');

	printf("%s%ld", (const char *)arg,
	    number ? strtol(number + 1, NULL, 10) : 0);
	return 0;
}

static int
retry_one(void *arg, const struct failed_job *job)
{
	struct worker *w = arg;
	int rc = failed_retry(w->failed, job, w->queue, &err);

	must(rc);
	return 1;
}

/* Words: number. */
static void
people_do(char *word[])
{
	struct worker *w = worker("a");
	char uuid[ID_TEXT], sep[] = " ";
	struct failed_query query = { .uuid = uuid };
	int rc;

	make_uuid(uuid, word[1] ? word[1] : "0");
	if (strcmp(word[0], "retry") == 0) {
		rc = failed_each(w->failed, &query, retry_one, w, &err);
		must(rc);
		puts(rc ? "ok" : "none");
	} else if (strcmp(word[0], "forget") == 0) {
		must(rc = (int)failed_forget(w->failed, uuid, &err));
		puts(rc ? "ok" : "none");
	} else if (strcmp(word[0], "flush") == 0) {
		must(rc = (int)failed_flush(
			 w->failed, strtoll(word[1], NULL, 10), &err));
		printf("%d\n", rc);
	} else {
		query.uuid = NULL;
		query.queue = word[1];
		fputs("failed", stdout);
		must(failed_each(w->failed, &query, print_failed, sep, &err));
		puts("");
	}
}

static int
print_job(void *arg, const struct queue_job *job)
{
	(void)arg;
	printf(" %" PRId64, number_of(job));
	return 0;
}

/* Words: queue. */
static void
look(char *word[])
{
	struct worker *w = worker("a");
	const char *names[] = { word[1], NULL };
	struct queue_counts *counts;
	size_t n;

	if (strcmp(word[0], "list") == 0) {
		fputs("jobs", stdout);
		must(queue_each(
		    w->queue, word[1], QUEUE_ANY, 100, print_job, NULL, &err));
		puts("");
		return;
	}
	counts = queue_count(w->queue, names, &n, &err);
	if (!counts)
		die_err(&err);
	printf("%" PRId64 " %" PRId64 " %" PRId64 "%s\n", counts[0].ready,
	    counts[0].delayed, counts[0].reserved,
	    counts[0].paused ? " paused" : "");
	queue_counts_free(counts, n);
}

static int
tell_failed(void *arg, const struct failed_job *job)
{
	(void)print_failed(arg, job);
	return 1;
}

/* The state of the queue's only job, as doc/QUEUE.md calls it. */
static void
state(char *word[])
{
	struct worker *w = worker("a");
	const char *names[] = { word[1], NULL };
	struct failed_query query = { .queue = word[1] };
	struct queue_counts *counts;
	char failed[] = "failed ";
	int64_t all;
	size_t n;
	int rc;

	counts = queue_count(w->queue, names, &n, &err);
	if (!counts)
		die_err(&err);
	all = counts[0].ready + counts[0].delayed + counts[0].reserved;
	if (all > 1)
		fputs("several ", stdout);
	if (all > 0)
		fputs(counts[0].ready     ? "ready"
		      : counts[0].delayed ? "delayed"
					  : "reserved",
		    stdout);
	rc = failed_each(w->failed, &query, tell_failed, failed, &err);
	must(rc);
	if (all == 0 && rc == 0)
		fputs("gone", stdout);
	puts("");
	queue_counts_free(counts, n);
}

static void
manage(char *word[])
{
	struct queue *queue = worker("a")->queue;

	if (strcmp(word[0], "clear") == 0) {
		int64_t n = queue_clear(queue, word[1], &err);

		must(n);
		printf("%" PRId64 "\n", n);
	} else if (strcmp(word[0], "restart") == 0) {
		must(queue_restart(queue, &err));
		puts("ok");
	} else if (strcmp(word[0], "restarts") == 0) {
		printf("%" PRId64 "\n", queue_restarts(queue, &err));
	} else {
		must(queue_pause(
		    queue, word[1], strcmp(word[0], "pause") == 0, &err));
		puts("ok");
	}
}

/* Words: worker, queues, seconds; or worker, for a transaction. */
static void
wait_for(char *word[])
{
	const char *queues[] = { word[2], NULL };
	int rc = queue_wait(
	    worker(word[1])->queue, queues, strtod(word[3], NULL), &err);

	must(rc);
	puts(rc ? "woken" : "nothing");
}

static void
transact(char *word[])
{
	struct db *db = queue_db(worker(word[1])->queue);

	if (strcmp(word[0], "begin") == 0)
		must(db_begin(db, &err));
	else if (strcmp(word[0], "commit") == 0)
		must(db_commit(db, &err));
	else
		db_rollback(db);
	puts("ok");
}

static void
print_plan(struct db_stmt *stmt, enum db_kind kind)
{
	switch (kind) {
	case DB_SQLITE:
		puts(db_text(stmt, 3));
		break;
	case DB_PGSQL:
		puts(db_text(stmt, 0));
		break;
	case DB_MYSQL: /* table, key, extra */
		printf("%s key=%s extra=%s\n", db_text(stmt, 2),
		    db_text(stmt, 5), db_text(stmt, 9));
		break;
	}
}

static struct db_stmt *
explain(struct db *db, const char *text)
{
	bool is_sqlite = db_kind(db) == DB_SQLITE;
	struct buf sql = BUF_INIT;
	struct db_stmt *stmt;

	buf_adds(&sql, is_sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
	buf_adds(&sql, text);
	stmt = dialect_prepare(db, sql.data, &err);
	buf_clear(&sql);
	if (!stmt)
		die_err(&err);
	return stmt;
}

static void
print_plans(struct db_stmt *stmt, struct db *db)
{
	int rc;

	while ((rc = db_row(stmt, &err)) == 1)
		print_plan(stmt, db_kind(db));
	must(rc);
	db_finalize(stmt);
}

/* Words: queue.  How the database would find its next jobs. */
static void
plan(char *word[])
{
	struct db *db = queue_db(worker("a")->queue);

	for (int over = 0; over < 2; over++) {
		struct db_stmt *stmt = explain(db, queue_sql_claim(db, over));

		db_bind_text(stmt, 1, word[1]);
		db_bind_text(stmt, 2, word[1]);
		if (over)
			db_bind_int(stmt, 3, 90);
		print_plans(stmt, db);
	}
}

/* How it would find a job that has ended. */
static void
plan_ack(char *word[])
{
	struct db *db = queue_db(worker("a")->queue);
	struct db_stmt *stmt = explain(db, "DELETE FROM jobs " QUEUE_OURS);

	(void)word;
	db_bind_int(stmt, 1, 1);
	db_bind_int(stmt, 2, 1);
	print_plans(stmt, db);
}

static const struct {
	const char *word;
	void (*run)(char *word[]);
} commands[] = {
	{ "push", push },
	{ "raw", push_raw },
	{ "claim", claim },
	{ "next", take_next },
	{ "event", print_event },
	{ "memory", print_memory },
	{ "ack", end },
	{ "beat", end },
	{ "fail", end },
	{ "release", end },
	{ "refund", end },
	{ "retry", people_do },
	{ "forget", people_do },
	{ "flush", people_do },
	{ "failed", people_do },
	{ "list", look },
	{ "count", look },
	{ "state", state },
	{ "clear", manage },
	{ "pause", manage },
	{ "resume", manage },
	{ "restart", manage },
	{ "restarts", manage },
	{ "plan", plan },
	{ "plan-ack", plan_ack },
	{ "wait", wait_for },
	{ "begin", transact },
	{ "commit", transact },
	{ "rollback", transact },
};

static void
obey(char *line)
{
	char *word[WORDS] = { NULL }, *rest;
	size_t n = 0;

	for (char *it = strtok_r(line, " \n", &rest); it && n < WORDS - 1;
	     it = strtok_r(NULL, " \n", &rest))
		word[n++] = it;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (word[0] && strcmp(commands[i].word, word[0]) == 0) {
			commands[i].run(word);
			(void)fflush(stdout);
			return;
		}
	die(EM_PERM, "no such command: %s", word[0] ? word[0] : "");
}

int
main(int argc, char *argv[])
{
	char *line = NULL;
	size_t cap = 0;

	die_setname("queue");
	if (argc < 2)
		die(EM_PERM, "usage: queue DSN [FAILED-DSN]");
	dsn = argv[1];
	failed_dsn = argv[2];
	while (getline(&line, &cap, stdin) > 0)
		obey(line);
	free(line);
	for (int i = 0; i < WORKERS; i++) {
		queue_job_clear(&workers[i].job);
		failed_close(workers[i].failed);
		queue_close(workers[i].queue);
	}
	return EM_OK;
}
