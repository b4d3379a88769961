/* lineage - the chain and the batch of a job (lineage.h). */
#include "lineage.h"

#include <string.h>

#include "batch.h"
#include "jsonw.h"
#include "mem.h"
#include "worker.h"

int
lineage_open(struct seat *seat, struct em_err *err)
{
	return seat->job.batch ? worker_open_batches(seat->worker, err) : 0;
}

int
lineage_skips(struct seat *seat, struct em_err *err)
{
	if (!seat->job.batch)
		return 0;
	return batch_skips(
	    seat->worker->batches, seat->job.batch, seat->job.uuid, err);
}

/* --- what is said --- */

/* A line that becomes a job, too; once, as it has its id. */
static int
push_line(struct worker *w, const char *queue, const struct ev_line *line,
    struct em_err *err)
{
	struct buf payload = BUF_INIT, id = BUF_INIT;
	struct job job = JOB_INIT;
	struct queue_push push = { .queue = queue };
	int rc;

	(void)ev_peek(line, "id", &id);
	push.event_id = buf_peek(&id);
	job_uuid(job.uuid, queue, push.event_id);
	job.event = mem_strndup(line->bytes, line->len - 1);
	job.event_len = line->len - 1;
	job_write(&payload, &job);
	push.payload = payload.data;
	push.len = payload.len;
	rc = queue_push(w->queue, &push, err);
	w->pushed |= rc == 1;
	job_clear(&job);
	buf_clear(&payload);
	buf_clear(&id);
	return rc < 0 ? -1 : 0;
}

/* Ends the event that was begun; says it, and pushes it if there is a queue. */
static int
tell(struct seat *seat, const char *queue, struct em_err *err)
{
	struct buf bytes = BUF_INIT;
	struct ev_line line;
	int rc = 0;

	ev_end(seat->worker->io);
	say_take_line(seat->worker, &bytes);
	line = (struct ev_line){ .bytes = bytes.data, .len = bytes.len };
	if (queue)
		rc = push_line(seat->worker, queue, &line, err);
	buf_add(&seat->facts, bytes.data, bytes.len);
	buf_clear(&bytes);
	return rc;
}

static void
add_failure(struct buf *out, const struct seat *seat)
{
	say_job(out, seat);
	jsonw_text(out, "error", seat->why);
	jsonw_text(out, "exception", seat->exception);
}

/* --- chains --- */

/* Known by the job before it, so that a crash in between pushes it once. */
static int
push_next(struct seat *seat, struct em_err *err)
{
	struct worker *w = seat->worker;
	struct buf payload = BUF_INIT;
	char uuid[ID_TEXT];
	struct queue_push push = {
		.queue = seat->row.queue, .event_id = uuid, .uuid = uuid
	};
	int rc;

	job_write_next(&payload, &seat->job, uuid);
	push.payload = payload.data;
	push.len = payload.len;
	rc = queue_push(w->queue, &push, err);
	w->pushed |= rc == 1;
	buf_clear(&payload);
	return rc < 0 ? -1 : 0;
}

int
lineage_end_chain(struct seat *seat, struct em_err *err)
{
	const struct chain *chain = seat->job.chain;
	const struct ev_head head = { .type = "ChainFailed",
		.subject = seat->job.uuid,
		.cause = seat->event,
		.after = say_cause(seat),
		.n = say_row(seat) };
	struct buf *out;

	if (!chain)
		return 0;
	if (seat->verdict == VERDICT_ACK)
		return chain->n > 0 ? push_next(seat, err) : 0;
	if (seat->verdict != VERDICT_FAIL)
		return 0;
	out = ev_begin(seat->worker->io, &head);
	buf_addc(out, '{');
	add_failure(out, seat);
	jsonw_int(out, "left", (int64_t)chain->n);
	buf_addc(out, '}');
	return tell(seat, chain->catch, err);
}

/* --- batches --- */

static void
add_batch(struct buf *out, const struct batch *batch)
{
	jsonw_name(out, "batch");
	buf_addc(out, '{');
	jsonw_text(out, "id", batch->id);
	jsonw_text(out, "name", batch->name);
	jsonw_int(out, "totalJobs", batch->total);
	jsonw_int(out, "pendingJobs", batch->pending);
	jsonw_int(out, "failedJobs", batch->failed);
	buf_addc(out, '}');
}

/* What each event of a batch is called, and whose queue it goes to. */
static const struct {
	unsigned event;
	const char *type, *option;
} events[] = {
	{ BATCH_FAILED, "BatchFailed", "catch" },
	{ BATCH_COMPLETED, "BatchCompleted", "then" },
	{ BATCH_FINISHED, "BatchFinished", "finally" },
};

static int
tell_batch(struct seat *seat, const struct batch *batch, unsigned which,
    struct em_err *err)
{
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		const struct ev_head head = { .type = events[i].type,
			.subject = batch->id,
			.cause = seat->event,
			.after = say_cause(seat) };
		struct buf *out;

		if (!(which & events[i].event))
			continue;
		out = ev_begin(seat->worker->io, &head);
		buf_addc(out, '{');
		add_batch(out, batch);
		if (events[i].event == BATCH_FAILED)
			add_failure(out, seat);
		buf_addc(out, '}');
		if (tell(seat, batch_option(batch, events[i].option), err) < 0)
			return -1;
	}
	return 0;
}

static int
count(struct seat *seat, struct em_err *err)
{
	struct worker *w = seat->worker;
	const struct batch_end end = { .batch = seat->job.batch,
		.uuid = seat->job.uuid,
		.failed = seat->verdict == VERDICT_FAIL,
		.may_repeat = batches_db(w->batches) != queue_db(w->queue) };
	struct batch batch;
	unsigned which;
	int rc;

	rc = batch_count(w->batches, &end, &batch, &which, err);
	if (rc == 1)
		rc = tell_batch(seat, &batch, which, err);
	batch_clear(&batch);
	return rc < 0 ? -1 : 0;
}

int
lineage_end_batch(struct seat *seat, struct em_err *err)
{
	struct db *db;
	bool own;

	if (!seat->job.batch || !seat->worker->batches ||
	    (seat->verdict != VERDICT_ACK && seat->verdict != VERDICT_FAIL))
		return 0;
	db = batches_db(seat->worker->batches);
	if (db_enter(db, &own, err) < 0)
		return -1;
	return db_leave(db, own, count(seat, err), err);
}

int
lineage_order(const void *a, const void *b)
{
	const struct seat *const *left = a, *const *right = b;
	const char *one = (*left)->job.batch, *other = (*right)->job.batch;

	return strcmp(one ? one : "", other ? other : "");
}
