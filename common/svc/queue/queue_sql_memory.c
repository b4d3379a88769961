/* queue_sql_memory - what is remembered of jobs, in SQL (queue_sql.h). */
#include "dialect.h"
#include "job.h"
#include "queue_memory.h"
#include "queue_sql.h"

static const char read_sql[] =
    "SELECT token, attempts, exceptions, crashes FROM emgen_attempts "
    "WHERE uuid = ?";
static const char keep_sql[] =
    "INSERT INTO emgen_attempts (uuid, token, attempts, exceptions, crashes, "
    "released_at) VALUES (?, ?, ?, ?, ?, {now}) {or update uuid} "
    "token = {new token}, attempts = {new attempts}, "
    "exceptions = {new exceptions}, crashes = {new crashes}, "
    "released_at = {new released_at}";
static const char forget_sql[] = "DELETE FROM emgen_attempts WHERE uuid = ?";
static const char prune_sql[] =
    "DELETE FROM emgen_attempts WHERE released_at < {now} - ?";

int
queue_sql_memory_open(
    struct queue_sql_memory *memory, struct db *db, struct em_err *err)
{
	if ((memory->read = db_prepare(db, read_sql, err)) &&
	    (memory->keep = dialect_prepare(db, keep_sql, err)) &&
	    (memory->forget = db_prepare(db, forget_sql, err)) &&
	    (memory->prune = dialect_prepare(db, prune_sql, err)))
		return 0;
	return -1;
}

void
queue_sql_memory_close(struct queue_sql_memory *memory)
{
	db_finalize(memory->read);
	db_finalize(memory->keep);
	db_finalize(memory->forget);
	db_finalize(memory->prune);
}

int
queue_sql_recall(
    struct queue_sql_memory *memory, struct queue_job *job, struct em_err *err)
{
	struct queue_memory kept;
	char uuid[ID_TEXT];
	int rc;

	job_peek_uuid(uuid, job->payload, job->payload_len);
	db_bind_text(memory->read, 1, uuid);
	rc = db_row(memory->read, err);
	if (rc == 1) {
		kept = (struct queue_memory){ .token = db_int(memory->read, 0),
			.attempts = db_int(memory->read, 1),
			.exceptions = db_int(memory->read, 2),
			.crashes = db_int(memory->read, 3) };
		queue_memory_apply(&kept, job);
		db_reset(memory->read);
	}
	return rc < 0 ? -1 : 1;
}

int
queue_sql_remember(struct queue_sql_memory *memory, const struct queue_job *job,
    const struct queue_release *release, struct em_err *err)
{
	struct queue_memory kept;
	char uuid[ID_TEXT];

	if (!queue_memory_make(&kept, job, release))
		return 1;
	job_peek_uuid(uuid, job->payload, job->payload_len);
	db_bind_text(memory->keep, 1, uuid);
	db_bind_int(memory->keep, 2, kept.token);
	db_bind_int(memory->keep, 3, kept.attempts);
	db_bind_int(memory->keep, 4, kept.exceptions);
	db_bind_int(memory->keep, 5, kept.crashes);
	return db_run(memory->keep, err) < 0 ? -1 : 1;
}

int
queue_sql_forget(struct queue_sql_memory *memory, const struct queue_job *job,
    struct em_err *err)
{
	char uuid[ID_TEXT];

	if (job->token <= 1)
		return 1;
	job_peek_uuid(uuid, job->payload, job->payload_len);
	db_bind_text(memory->forget, 1, uuid);
	return db_run(memory->forget, err) < 0 ? -1 : 1;
}

int
queue_sql_forget_old(
    struct queue_sql_memory *memory, int64_t seconds, struct em_err *err)
{
	db_bind_int(memory->prune, 1, seconds);
	return db_run(memory->prune, err) < 0 ? -1 : 0;
}
