/*
 * redis - a connection to Redis.  Layer svc.
 *
 * The one module that includes hiredis' header.  A command is put together and
 * run; its reply is a tree that the caller owns:
 *
 *	redis_command(redis, "ZADD");
 *	redis_key(redis, "queues:default:delayed");
 *	redis_int(redis, when), redis_bytes(redis, job, len);
 *	reply = redis_run(redis, err);
 *
 * err has EM_TEMP when a retry may help: server away, loading, out of memory,
 * its disk full.  The connection is made when it is needed, and anew after it
 * was lost; what was under way then may or may not have been done, and is not
 * repeated.  It belongs to one process: it is opened after fork().
 */
#ifndef EMGEN_REDIS_H
#define EMGEN_REDIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "die.h"

struct redis;
struct redis_reply;

/*
 * redis://user:password@host:port/number?prefix=app_&unix_socket=PATH, each
 * part of which may be missing; "redis:" alone takes Laravel's variables
 * REDIS_* from the environment, or .env in the working directory.  The prefix
 * stands before every key, as Laravel's database.redis.options.prefix does.
 * timeout is in seconds: how long to wait for a connection.  That, and how
 * long to wait for an answer, the DSN may say (silence.h).  NULL when the
 * server cannot be reached.
 */
struct redis *redis_open(const char *dsn, double timeout, struct em_err *err);
void redis_close(struct redis *redis);

/* The DSN as it may be shown, and the prefix, "" if none; both borrowed. */
const char *redis_shown(const struct redis *redis);
const char *redis_prefix(const struct redis *redis);

/* --- putting a command together --- */

void redis_command(struct redis *redis, const char *name);

/*
 * A script in Lua, which is sent once and then named by its digest.  Keys come
 * first, as many as are said.
 *	static struct redis_script pop = REDIS_SCRIPT("return ...");
 */
struct redis_script {
	const char *text;
	char digest[41]; /* what the server calls it; "" before it was asked */
};
/* clang-format off */
#define REDIS_SCRIPT(text) { text, "" }
/* clang-format on */
void redis_script(struct redis *redis, struct redis_script *script, int keys);

/* A key, or two texts that make one; the prefix is put before it. */
void redis_key(struct redis *redis, const char *name);
void redis_key_of(struct redis *redis, const char *name, const char *suffix);

void redis_text(struct redis *redis, const char *text);
void redis_bytes(struct redis *redis, const void *bytes, size_t len);
void redis_int(struct redis *redis, int64_t value);

/* --- running it --- */

/* NULL for an error, which a reply can be, too; redis_reply_free() */
struct redis_reply *redis_run(struct redis *redis, struct em_err *err);

/* The same for a command that answers with a number, or nothing: 0, or -1. */
int redis_run_int(struct redis *redis, int64_t *value, struct em_err *err);

/*
 * Runs a command that blocks, such as BLPOP, on a connection of its own; its
 * last argument, the seconds, is added.  1 with a reply; 0 when the time is
 * over, a signal came or fd (or -1) can be read; -1 for an error.  What the
 * command was about to take when it was interrupted may be gone.
 */
int redis_block(struct redis *redis, double seconds, int fd,
    struct redis_reply **reply, struct em_err *err);

/* The server's clock, in microseconds since 1970. */
int redis_time(struct redis *redis, int64_t *us, struct em_err *err);

/* --- replies --- */

void redis_reply_free(struct redis_reply *reply);

/* Borrowed, as long as the whole reply lives. */
bool redis_is_nil(const struct redis_reply *reply);
size_t redis_count(const struct redis_reply *reply); /* 0 when it is no array */
const struct redis_reply *redis_at(const struct redis_reply *reply, size_t i);
const char *redis_str(
    const struct redis_reply *reply); /* "" for what is none */
size_t redis_len(const struct redis_reply *reply);
int64_t redis_number(const struct redis_reply *reply); /* also of digits */

#endif
