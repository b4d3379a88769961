/* job - what is written is read again, and what others write, too. */
#include "job.h"

#include <stdlib.h>

#include "../tap.h"

#define UUID "00000000-0000-7000-8000-000000000001"

static struct em_err err;

/* What is read of a payload, as one text. */
static const char *
read_as_text(const char *payload)
{
	static char text[1024];
	struct job job;
	int rc = job_read(&job, payload, strlen(payload), &err), n;

	if (rc < 0) {
		job_clear(&job);
		return err.msg;
	}
	n = snprintf(text, sizeof(text),
	    "%s|%s|%s|tries %lld|exceptions %lld|timeout %lld|until %lld|%d|",
	    job.uuid, job.name, job.event, (long long)job.max_tries,
	    (long long)job.max_exceptions, (long long)job.timeout,
	    (long long)job.retry_until, job.fail_on_timeout);
	for (size_t i = 0; i < job.n_backoff; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "%lld,",
		    (long long)job.backoff[i]);
	if (job.unique)
		(void)snprintf(
		    text + n, sizeof(text) - (size_t)n, "|%s", job.unique);
	job_clear(&job);
	return text;
}

static void
test_written(void)
{
	char event[] =
	    "{\"type\":\"Noted\",\"data\":{\"s\":\"\\u00e9 \\\" {}\","
	    "\"n\":12345678901234567890,\"empty\":{}}}";
	char unique[] = "k\"ey";
	int64_t backoff[] = { 1, 5, 10 };
	struct job job = JOB_INIT, again;
	struct buf payload = BUF_INIT, key = BUF_INIT;
	char uuid[ID_TEXT];

	memcpy(job.uuid, UUID, ID_TEXT);
	job.event = event;
	job.event_len = strlen(event);
	job.max_tries = 3;
	job.timeout = 7;
	job.backoff = backoff;
	job.n_backoff = 3;
	job.unique = unique;
	job.unique_ttl = 60;
	job_write(&payload, &job);
	ok(job_read(&again, payload.data, payload.len, &err) == 0,
	    "what is written can be read");
	is(again.event, event, "its event to the byte");
	is(again.name, "Noted", "its name is the type");
	ok(again.max_tries == 3 && again.timeout == 7 &&
		again.max_exceptions == JOB_UNSAID && again.n_backoff == 3 &&
		again.backoff[2] == 10,
	    "and what it may do");
	job_peek_uuid(uuid, payload.data, payload.len);
	is(uuid, UUID, "its uuid is seen");
	ok(job_peek_unique(&key, payload.data, payload.len) == 60,
	    "for how long it has its key");
	is(buf_peek(&key), unique, "and its key");
	job_clear(&again);
	buf_clear(&payload);
	buf_clear(&key);
}

static void
test_read(void)
{
	is(read_as_text(
	       "{\"uuid\":\"" UUID "\",\"displayName\":\"App\\\\Jobs\\\\X\","
	       "\"job\":\"x\",\"maxTries\":\"3\",\"maxExceptions\":2,"
	       "\"failOnTimeout\":true,\"backoff\":\"1,5,10\",\"timeout\":60,"
	       "\"retryUntil\":1800000000,\"data\":{\"event\":\"{}\"},"
	       "\"attempts\":2,\"delay\":null}"),
	    UUID "|App\\Jobs\\X|{}|tries 3|exceptions 2|timeout 60|"
		 "until 1800000000|1|1,5,10,",
	    "what Laravel writes");
	is(read_as_text("{\"backoff\":[2,\"3\"],\"maxTries\":null,"
			"\"data\":{\"event\":{\"type\":\"T\",\"data\":{}}}}"),
	    "||{\"type\":\"T\",\"data\":{}}|tries -1|exceptions -1|timeout -1|"
	    "until -1|0|2,3,",
	    "an event that is no string");
	is(read_as_text("{\"type\":\"T\",\"id\":\"" UUID "\",\"data\":{}}\n"),
	    UUID "|T|{\"type\":\"T\",\"id\":\"" UUID "\",\"data\":{}}|"
		 "tries -1|exceptions -1|timeout -1|until -1|0|",
	    "an event alone");
	is(read_as_text("{\"uuid\":\"nonsense\",\"displayName\":7,\"maxTries\":"
			"-1,\"timeout\":\"x\",\"data\":{\"event\":\"{}\\n\"}}"),
	    "||{}|tries -1|exceptions -1|timeout -1|until -1|0|",
	    "what is nonsense is as if it were not there");
}

static void
test_bad(void)
{
	static const struct {
		const char *payload, *why;
	} bad[] = {
		{ "", "the payload is no JSON" },
		{ "[]", "the payload is no JSON: an array" },
		{ "{\"a\":1,\"a\":2}", "the payload is no JSON" },
		{ "{\"a\":\"\xff\"}",
		    "the payload is no JSON: it is not UTF-8" },
		{ "{}", "the payload has no event" },
		{ "{\"job\":\"x\",\"data\":[]}", "the payload has no event" },
		{ "{\"data\":{\"event\":\"a\\nb\"}}",
		    "the event in the payload is more than one line" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *why = read_as_text(bad[i].payload);

		ok(strncmp(why, bad[i].why, strlen(bad[i].why)) == 0 &&
			err.code == EM_PERM,
		    "%s: %s", bad[i].payload, why);
	}
}

static const char *
renewed(const char *payload)
{
	static struct buf out;

	buf_truncate(&out, 0);
	job_renew(&out, payload, strlen(payload));
	return out.data;
}

static void
test_renewed(void)
{
	const char *again;
	long long until = 0, created = 0;

	is(renewed("{ \"b\" : {\"attempts\":9}, \"attempts\" : 12 ,\"c\":{} }"),
	    "{ \"b\" : {\"attempts\":9}, \"attempts\" : 0 ,\"c\":{} }",
	    "attempts are 0, and all else is as it was");
	is(renewed("{\"createdAt\":5,\"x\":[]}"), "{\"createdAt\":5,\"x\":[]}",
	    "without an end there is nothing to move");
	is(renewed("not JSON"), "not JSON", "what is none stays");
	again =
	    renewed("{\"retryUntil\":1300,\"attempts\":3,\"createdAt\":1000}");
	ok(sscanf(again,
	       "{\"retryUntil\":%lld,\"attempts\":0,\"createdAt\":%lld}",
	       &until, &created) == 2 &&
		until - created == 300 && created > 1700000000,
	    "an end is as far away as it was: %s", again);
}

static void
test_uuids(void)
{
	char a[ID_TEXT], b[ID_TEXT];

	job_uuid(a, "q", "event");
	job_uuid(b, "q", "event");
	is(a, b, "an event has one uuid on a queue");
	job_uuid(b, "r", "event");
	ok(strcmp(a, b) != 0, "and another on another");
	job_uuid(a, "q", NULL);
	job_uuid(b, "q", NULL);
	ok(strcmp(a, b) != 0, "without an id it has another each time");
	job_peek_uuid(a, "junk", 4);
	job_peek_uuid(b, "junk", 4);
	is(a, b, "junk has one, too");
}

/* The n-th job of a chain of three, as its payload says it. */
static const char *
chain_as_text(const struct buf *payload)
{
	static char text[256];
	struct job job;
	int n;

	ok(job_read(&job, payload->data, payload->len, &err) == 0,
	    "it is read");
	n = snprintf(text, sizeof(text), "%s|%s|tries %lld|%s|", job.event,
	    job.batch, (long long)job.max_tries, job.chain->catch);
	for (size_t i = 0; i < job.chain->n; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "%s,",
		    job.chain->events[i]);
	job_clear(&job);
	return text;
}

/* Makes the payload of the job that follows. */
static void
go_on(struct buf *payload)
{
	struct buf next = BUF_INIT;
	char uuid[ID_TEXT], again[ID_TEXT];
	struct job job;

	(void)job_read(&job, payload->data, payload->len, &err);
	job_write_next(&next, &job, uuid);
	buf_clear(payload);
	job_write_next(payload, &job, again);
	is(uuid, again, "what follows has one uuid");
	ok(strcmp(uuid, job.uuid) != 0, "which is another");
	buf_clear(&next);
	job_clear(&job);
}

static void
test_chain(void)
{
	char first[] = "{\"n\":\"\\n1\"}", batch[] = "b";
	struct job job = JOB_INIT;
	struct buf payload = BUF_INIT;

	memcpy(job.uuid, UUID, ID_TEXT);
	job.event = first;
	job.event_len = strlen(first);
	job.max_tries = 3;
	job.batch = batch;
	job.chain = chain_new("c");
	chain_add(job.chain, "{\"n\":2}", 7);
	chain_add(job.chain, "{\"n\":3}", 7);
	job_write(&payload, &job);
	chain_free(job.chain);
	is(chain_as_text(&payload),
	    "{\"n\":\"\\n1\"}|b|tries 3|c|{\"n\":2},{\"n\":3},", "the first");
	go_on(&payload);
	is(chain_as_text(&payload), "{\"n\":2}|b|tries 3|c|{\"n\":3},",
	    "the second");
	go_on(&payload);
	is(chain_as_text(&payload), "{\"n\":3}|b|tries 3|c|", "the last");
	buf_clear(&payload);
}

int
main(void)
{
	test_written();
	test_read();
	test_bad();
	test_renewed();
	test_uuids();
	test_chain();
	return done();
}
