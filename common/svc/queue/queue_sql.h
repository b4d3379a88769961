/* queue_sql - what the files of the queue in SQL share.  Layer svc. */
#ifndef EMGEN_QUEUE_SQL_H
#define EMGEN_QUEUE_SQL_H

#include "queue_priv.h"

/* The table of jobs, and those beside it, made where they are not there. */
int queue_tables_make(struct db *db, struct em_err *err);

/* The columns of a job, as both claiming and looking read them. */
#define QUEUE_COLUMNS                                                          \
	"id, queue, payload, attempts, reserved_at, available_at, created_at"
void queue_sql_read(struct queue_job *job, struct db_stmt *stmt);

/*
 * Ours as long as nobody else has claimed it since: the id, and the token.  Not
 * "reserved_at IS NOT NULL", which PostgreSQL would look for in all of the
 * index of reserved jobs, with those that it has not swept yet, instead of by
 * the id.
 */
#define QUEUE_OURS                                                             \
	"WHERE id = ? AND attempts = ? AND COALESCE(reserved_at, 0) > 0"

/* Of the queue that a parameter names. */
#define QUEUE_NOT_PAUSED                                                       \
	"NOT EXISTS (SELECT 1 FROM emgen_paused AS p WHERE p.queue = ?)"

/* What reserves the next job, or one whose reservation is over: to be shown. */
const char *queue_sql_claim(struct db *db, bool over);

/*
 * What acknowledges a job and reserves the next one; NULL where that is not one
 * statement.  Behind the columns of a job, which may be null, it says how many
 * were acknowledged.
 */
enum { QUEUE_SQL_ACKED = 7 };
const char *queue_sql_ack_and_claim(const struct db *db);

/*
 * Runs a statement in the transaction that is open, or in one of its own: how
 * many rows it changed.
 */
int64_t queue_sql_run(struct db *db, struct db_stmt *stmt, struct em_err *err);

/* What is remembered of jobs, by their uuid (queue_memory.h). */
struct queue_sql_memory {
	struct db_stmt *read, *keep, *forget, *prune;
};
int queue_sql_memory_open(
    struct queue_sql_memory *memory, struct db *db, struct em_err *err);
void queue_sql_memory_close(struct queue_sql_memory *memory);

/* For a job that was claimed, released, and is gone; -1, or 1. */
int queue_sql_recall(
    struct queue_sql_memory *memory, struct queue_job *job, struct em_err *err);
int queue_sql_remember(struct queue_sql_memory *memory,
    const struct queue_job *job, const struct queue_release *release,
    struct em_err *err);
int queue_sql_forget(struct queue_sql_memory *memory,
    const struct queue_job *job, struct em_err *err);

/* Of jobs that have not been released for so many seconds. */
int queue_sql_forget_old(
    struct queue_sql_memory *memory, int64_t seconds, struct em_err *err);

/* What makes jobs, and the keys that they have to themselves. */
struct queue_sql_pushing {
	struct db *db;
	struct queue_sql_memory *memory;
	struct db_stmt *push, *remember, *prune, *take_key, *expire_key,
	    *free_key;
	int64_t pruned_us;
};
int queue_sql_pushing_open(struct queue_sql_pushing *pushing, struct db *db,
    struct queue_sql_memory *memory, struct em_err *err);
void queue_sql_pushing_close(struct queue_sql_pushing *pushing);

/* Whether its names fit: 0, or -1. */
int queue_sql_check(const struct queue_push *push, struct em_err *err);

/* In a transaction: 1, or 0 for what is no new job; and 1 for a freed key. */
int queue_sql_push(struct queue_sql_pushing *pushing,
    const struct queue_push *push, struct em_err *err);
int queue_sql_free_key(struct queue_sql_pushing *pushing,
    const struct queue_job *job, const char *key, struct em_err *err);

/* Those of struct queue_driver that look, and what people do. */
int queue_sql_count(struct queue *queue, const char *name,
    struct queue_counts *counts, struct em_err *err);
json_t *queue_sql_names(struct queue *queue, struct em_err *err);
int queue_sql_each(struct queue *queue, const char *name,
    enum queue_state state, unsigned limit,
    int (*each)(void *arg, const struct queue_job *job), void *arg,
    struct em_err *err);
int queue_sql_find(struct queue *queue, const char *id, struct queue_job *job,
    struct em_err *err);
int queue_sql_pause(
    struct queue *queue, const char *name, bool pause, struct em_err *err);
int64_t queue_sql_clear(
    struct queue *queue, const char *name, struct em_err *err);
int queue_sql_restart(struct queue *queue, struct em_err *err);
int64_t queue_sql_restarts(struct queue *queue, struct em_err *err);

#endif
