/* work_say - what the worker says about jobs: events, and failed_jobs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "fnv.h"
#include "jsonw.h"
#include "mem.h"
#include "peek.h"
#include "worker.h"

/* What a job's failure means to those who wait for what it should do. */
static const struct failure {
	const char *job, *type;
	const char *from, *to; /* a member of the job, and of the event */
} failures[] = {
	{ "AnalyzeModel", "ModelAnalysisFailed", "name", "model" },
	{ "AnalyzeSchema", "SchemaAnalysisFailed", "connection", "connection" },
	{ "GenerateModel", "ModelGenerationFailed", "table", "table" },
	{ "UpdateDocumentation", "DocumentationUpdateFailed", "models",
	    "models" },
};
enum { FAILURES = sizeof(failures) / sizeof(failures[0]) };

static const char *
type_of(const struct seat *seat)
{
	const char *type = ev_str(seat->event, "type");

	if (!*type && seat->job.name)
		type = seat->job.name;
	return *type ? type : "unknown";
}

static const struct failure *
failure_of(const struct seat *seat)
{
	for (size_t i = 0; i < FAILURES; i++)
		if (strcmp(failures[i].job, type_of(seat)) == 0)
			return &failures[i];
	return NULL;
}

/* --on-failed, else what is built in, else NULL. */
static const char *
failure_type(const struct seat *seat)
{
	const char *told = seat->worker->opt.on_failed;
	const struct failure *failure = failure_of(seat);

	return told ? told : failure ? failure->type : NULL;
}

bool
say_is_failure(const struct seat *seat, const char *type)
{
	const char *failure = failure_type(seat);

	return failure && strcmp(failure, type) == 0;
}

const char *
say_run(const struct seat *seat)
{
	const char *run = ev_str(seat->event, "correlationid");

	return id_valid(run) ? run : seat->job.uuid;
}

struct ev_cause
say_cause(const struct seat *seat)
{
	const char *id = ev_str(seat->event, "id"), *run = say_run(seat);

	return (struct ev_cause){ .id = id_valid(id) ? id : run, .run = run };
}

void
say_job(struct buf *out, const struct seat *seat)
{
	jsonw_name(out, "job");
	buf_addc(out, '{');
	jsonw_text(out, "uuid", seat->job.uuid);
	jsonw_text(out, "queue", seat->row.queue);
	jsonw_text(out, "type", type_of(seat));
	jsonw_int(out, "attempts", seat->row.attempts);
	buf_addc(out, '}');
}

void
say_take_line(struct worker *w, struct buf *line)
{
	struct buf *held = ev_held(w->io);

	buf_add(line, held->data, held->len);
	buf_truncate(held, 0);
}

/* --- what the failure means --- */

/* Text, or a list of it. */
static void
add_member(struct buf *out, const char *name, const json_t *value)
{
	char *list;

	if (!json_is_array(value)) {
		jsonw_text(out, name, value ? json_string_value(value) : "");
		return;
	}
	list = json_dumps(value, JSON_COMPACT);
	jsonw_name(out, name);
	buf_adds(out, list ? list : "[]");
	free(list);
}

static void
make_failure(struct buf *line, const struct seat *seat, const char *type)
{
	const struct failure *failure = failure_of(seat);
	const char *subject = ev_str(seat->event, "subject");
	const struct ev_head head = { .type = type,
		.subject = *subject ? subject : NULL,
		.cause = seat->event,
		.after = say_cause(seat) };
	struct buf *out = ev_begin(seat->worker->io, &head);

	buf_addc(out, '{');
	if (failure && strcmp(failure->type, type) == 0)
		add_member(out, failure->to,
		    json_object_get(ev_data(seat->event), failure->from));
	else
		say_job(out, seat);
	jsonw_text(out, "error", seat->why);
	jsonw_text(out, "exception", seat->exception);
	buf_addc(out, '}');
	ev_end(seat->worker->io);
	say_take_line(seat->worker, line);
}

/*
 * Its id becomes that of the n-th failure of this job, and of this row: a retry
 * has another, and fails with an id of its own.
 */
static void
number_failure(const struct seat *seat, unsigned n, char *line, size_t len)
{
	struct buf name = BUF_INIT;
	char id[ID_TEXT];
	const char *old;
	size_t old_len;

	if (peek_member(line, len, "id", &old, &old_len) < 0 || !old ||
	    old_len != ID_TEXT + 1)
		return;
	buf_add(&name, old, old_len);
	buf_addf(&name, "\n%s\n%s\n%u", seat->job.uuid, seat->row.id, n);
	(void)id_derive(name.data, name.len, id);
	memcpy(line + (old + 1 - line), id, ID_TEXT - 1);
	buf_clear(&name);
}

static void
number_failures(struct seat *seat)
{
	char *line = seat->own_failure.data, *nl;
	char *end = line + seat->own_failure.len;

	for (unsigned n = 0; line < end; line = nl + 1, n++) {
		nl = memchr(line, '\n', (size_t)(end - line));
		number_failure(seat, n, line, (size_t)(nl - line));
	}
}

void
say_failure(struct seat *seat)
{
	const char *type = failure_type(seat);
	struct em_err err;

	if (seat->worker->opt.store && !worker_can_store(&seat->own_failure))
		buf_truncate(&seat->own_failure, 0);
	/* the handler knows better, if it could still say it */
	if (type && seat->own_failure.len == 0)
		make_failure(&seat->own_failure, seat, type);
	if (seat->own_failure.len > 0)
		number_failures(seat);
	/* so short that it stays in memory */
	if (seat->own_failure.len > 0 &&
	    held_add(&seat->out, seat->own_failure.data, seat->own_failure.len,
		&err) < 0)
		die_note("%s", err.msg);
}

/* --- what the queue did --- */

static void
add_times(struct buf *out, const struct seat *seat)
{
	int64_t took = clock_monotonic_us() - seat->taken;
	int64_t waited = seat->row.reserved_at - seat->row.available_at;

	jsonw_int(out, "durationMs", took / 1000);
	jsonw_int(out, "waitedMs", waited > 0 ? waited * 1000 : 0);
	jsonw_int(out, "claimMs", seat->claim_us / 1000);
}

static const char *
settled_type(const struct seat *seat)
{
	switch (seat->verdict) {
	case VERDICT_ACK:
		return "JobProcessed";
	case VERDICT_RELEASE:
		return "JobReleased";
	default:
		return "JobFailed";
	}
}

unsigned
say_row(const struct seat *seat)
{
	return fnv32(FNV32_BASIS, seat->row.id, strlen(seat->row.id));
}

/* Of this claim, and no other of the job's: a retry counts from 1 again. */
static unsigned
number_of_claim(const struct seat *seat)
{
	char claim[48];
	int len = snprintf(claim, sizeof(claim), "\n%" PRId64 "\n%u",
	    seat->row.reserved_at, seat->row.token);

	return fnv32(say_row(seat), claim, (size_t)len);
}

void
say_settled(struct seat *seat)
{
	const struct ev_head head = { .type = settled_type(seat),
		.subject = seat->job.uuid,
		.cause = seat->event,
		.after = say_cause(seat),
		.n = number_of_claim(seat) };
	struct buf *out = ev_begin(seat->worker->io, &head);

	buf_addc(out, '{');
	say_job(out, seat);
	add_times(out, seat);
	if (seat->verdict == VERDICT_RELEASE)
		jsonw_int(out, "delay", seat->release.delay);
	if (seat->verdict != VERDICT_ACK && *seat->why)
		jsonw_text(out, "error", seat->why);
	buf_addc(out, '}');
	ev_end(seat->worker->io);
	say_take_line(seat->worker, &seat->facts);
}

void
say_on_stderr(const struct seat *seat)
{
	const char *type = type_of(seat);
	unsigned attempt = seat->row.attempts;

	if (seat->outcome == OUTCOME_SKIPPED)
		die_note("job %s, %s: %s: passed over", seat->job.uuid, type,
		    seat->why);
	else if (seat->verdict == VERDICT_FAIL)
		die_note("job %s, %s, attempt %u failed for good: %s: %s",
		    seat->job.uuid, type, attempt, seat->exception, seat->why);
	else if (seat->verdict == VERDICT_RELEASE &&
		 seat->outcome != OUTCOME_HELD_BACK)
		die_note("job %s, %s, attempt %u failed: %s: %s; tried again "
			 "in %" PRId64 " s",
		    seat->job.uuid, type, attempt, seat->exception, seat->why,
		    seat->release.delay);
}

void
say_exception(const struct seat *seat, struct buf *text)
{
	buf_addf(text,
	    "%s: %s\nattempt %u, on the queue %s, type %s, by the worker %s",
	    seat->exception, seat->why, seat->row.attempts, seat->row.queue,
	    type_of(seat), seat->worker->opt.name);
	errors_add(text, &seat->errors);
}
