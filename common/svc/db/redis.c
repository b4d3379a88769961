/* redis - a connection to Redis, over hiredis (redis.h). */
#include "redis.h"

#include <errno.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "buf.h"
#include "clock.h"
#include "fault.h"
#include "mem.h"
#include "redis_target.h"

enum { GRACE_US = 1000000 };

struct argument {
	size_t at, len; /* in the bytes of the command */
};

struct redis {
	struct redis_target target;
	double connect, answer; /* seconds that may pass */
	redisContext *link;     /* or NULL: to be made */
	redisContext *blocked;  /* for commands that block, or NULL */
	/* the command that is put together */
	struct buf bytes;
	struct argument *arguments;
	size_t n, cap;
	struct redis_script *script; /* it is one's, or NULL */
};

/* --- errors --- */

/* Whether a retry may help: the one place where that is decided for Redis. */
static int
exit_code(const char *message)
{
	static const char *const temporary[] = { "LOADING", "BUSY", "TRYAGAIN",
		"CLUSTERDOWN", "MASTERDOWN", "NOREPLICAS", "READONLY", "OOM",
		"MISCONF", "UNBLOCKED", "ERR max number of clients" };
	/* what a call in a script said, as Redis before 7 wraps it */
	const char *inner = strstr(message, ": -");

	if (inner)
		message = inner + strlen(": -");
	for (size_t i = 0; i < sizeof(temporary) / sizeof(temporary[0]); i++)
		if (strncmp(message, temporary[i], strlen(temporary[i])) == 0)
			return EM_TEMP;
	return EM_PERM;
}

static int
fail_reply(struct redis *redis, const redisReply *reply, struct em_err *err)
{
	return err_set(err, exit_code(reply->str), "%s: %s",
	    redis->target.shown, reply->str);
}

/* A connection that failed is not used again. */
static void
drop(redisContext **link)
{
	if (*link)
		redisFree(*link);
	*link = NULL;
}

static int
fail_link(
    struct redis *redis, redisContext **link, int errnum, struct em_err *err)
{
	bool silent =
	    errnum == EAGAIN || errnum == EINPROGRESS || errnum == ETIMEDOUT;
	const char *why = strerror(errnum);
	int code = EM_TEMP;

	if (*link && (*link)->err && !((*link)->err == REDIS_ERR_IO && silent))
		why = (*link)->errstr;
	else if (silent)
		why = "the server does not answer";
	else if (errnum == EPIPE || errnum == ECONNRESET)
		why = "the server closed the connection";
	if (*link && (*link)->err == REDIS_ERR_PROTOCOL)
		code = EM_PERM;
	(void)err_set(err, code, "%s: %s", redis->target.shown, why);
	drop(link);
	return -1;
}

/* --- talking --- */

/* A server that has no room says so, and closes: it may be before we ask. */
static int
fail_send(
    struct redis *redis, redisContext **link, int errnum, struct em_err *err)
{
	void *reply = NULL;

	if (errnum == EPIPE && redisGetReply(*link, &reply) == REDIS_OK &&
	    ((redisReply *)reply)->type == REDIS_REPLY_ERROR) {
		(void)fail_reply(redis, reply, err);
		drop(link);
	} else {
		(void)fail_link(redis, link, errnum, err);
	}
	freeReplyObject(reply);
	return -1;
}

/* hiredis would write(2), and so die of SIGPIPE. */
static int
send_all(struct redis *redis, redisContext **link, const char *bytes,
    size_t len, struct em_err *err)
{
	while (len) {
		ssize_t n = send((*link)->fd, bytes, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_send(redis, link, errno, err);
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
send_command(struct redis *redis, redisContext **link, size_t n,
    const char *argv[], const size_t lens[], struct em_err *err)
{
	char *text = NULL;
	int rc, len = redisFormatCommandArgv(&text, (int)n, argv, lens);

	if (len < 0)
		return err_set(err, EM_TEMP, "out of memory");
	rc = send_all(redis, link, text, (size_t)len, err);
	redisFreeCommand(text);
	return rc;
}

static redisReply *
receive(struct redis *redis, redisContext **link, struct em_err *err)
{
	void *reply = NULL;

	if (redisGetReply(*link, &reply) == REDIS_OK)
		return reply;
	(void)fail_link(redis, link, errno, err);
	return NULL;
}

/* A reply that is none of the errors; NULL with err otherwise. */
static redisReply *
judge_take(struct redis *redis, redisReply *reply, struct em_err *err)
{
	if (!reply || reply->type != REDIS_REPLY_ERROR)
		return reply;
	(void)fail_reply(redis, reply, err);
	freeReplyObject(reply);
	return NULL;
}

/* --- the connection --- */

static redisReply *
ask(struct redis *redis, redisContext **link, size_t n, const char *argv[],
    struct em_err *err)
{
	size_t lens[3];

	for (size_t i = 0; i < n; i++)
		lens[i] = strlen(argv[i]);
	if (send_command(redis, link, n, argv, lens, err) < 0)
		return NULL;
	return judge_take(redis, receive(redis, link, err), err);
}

static int
tell(struct redis *redis, redisContext **link, size_t n, const char *argv[],
    struct em_err *err)
{
	redisReply *reply = ask(redis, link, n, argv, err);

	if (!reply)
		return -1;
	freeReplyObject(reply);
	return 0;
}

static int
log_in(struct redis *redis, redisContext **link, struct em_err *err)
{
	const struct redis_target *target = &redis->target;
	const char *auth[3] = { "AUTH", target->user, target->password };
	const char *select[2] = { "SELECT", NULL };
	char *number;
	int rc;

	if (!target->user)
		auth[1] = target->password;
	if (target->password &&
	    tell(redis, link, target->user ? 3 : 2, auth, err) < 0)
		return -1;
	if (!target->database)
		return 0;
	select[1] = number = mem_printf("%d", target->database);
	rc = tell(redis, link, 2, select, err);
	free(number);
	return rc;
}

static struct timeval
timeval_of(double seconds)
{
	struct timeval tv = { .tv_sec = (time_t)seconds };

	tv.tv_usec = (suseconds_t)((seconds - (double)tv.tv_sec) * 1e6);
	return tv;
}

/* The server ends what is idle; nothing was asked since, so nothing is lost. */
static bool
was_ended(const redisContext *link)
{
	char byte;

	return recv(link->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Makes the connection if there is none. */
static int
reach(struct redis *redis, redisContext **link, struct em_err *err)
{
	const struct redis_target *target = &redis->target;
	struct timeval connect = timeval_of(redis->connect);
	struct timeval answer = timeval_of(redis->answer);

	if (*link && was_ended(*link))
		drop(link);
	if (*link)
		return 0;
	*link =
	    target->socket
		? redisConnectUnixWithTimeout(target->socket, connect)
		: redisConnectWithTimeout(target->host, target->port, connect);
	if (!*link || (*link)->err ||
	    redisSetTimeout(*link, answer) != REDIS_OK)
		return fail_link(redis, link, errno, err);
	silence_watch((*link)->fd, &target->silence);
	if (log_in(redis, link, err) == 0)
		return 0;
	drop(link);
	return -1;
}

struct redis *
redis_open(const char *dsn, double timeout, struct em_err *err)
{
	struct redis *redis = mem_zalloc(1, sizeof(*redis));
	int rc = redis_target_parse(&redis->target, dsn, err);

	redis->connect =
	    silence_limit(redis->target.silence.connect, timeout, 0);
	redis->answer = silence_limit(
	    redis->target.silence.answer, SILENCE_ANSWER_REDIS, 0);
	if (rc == 0 && reach(redis, &redis->link, err) == 0)
		return redis;
	redis_close(redis);
	return NULL;
}

void
redis_close(struct redis *redis)
{
	if (!redis)
		return;
	drop(&redis->link);
	drop(&redis->blocked);
	redis_target_clear(&redis->target);
	buf_clear(&redis->bytes);
	free(redis->arguments);
	free(redis);
}

const char *
redis_shown(const struct redis *redis)
{
	return redis->target.shown;
}

const char *
redis_prefix(const struct redis *redis)
{
	return redis->target.prefix;
}

/* --- putting a command together --- */

static struct argument *
begin_argument(struct redis *redis)
{
	struct argument *argument;

	redis->arguments = mem_grow(
	    redis->arguments, &redis->cap, redis->n, sizeof(*redis->arguments));
	argument = &redis->arguments[redis->n++];
	*argument = (struct argument){ redis->bytes.len, 0 };
	return argument;
}

static void
end_argument(struct redis *redis, struct argument *argument)
{
	argument->len = redis->bytes.len - argument->at;
}

void
redis_bytes(struct redis *redis, const void *bytes, size_t len)
{
	struct argument *argument = begin_argument(redis);

	buf_add(&redis->bytes, bytes, len);
	end_argument(redis, argument);
}

void
redis_text(struct redis *redis, const char *text)
{
	redis_bytes(redis, text, strlen(text));
}

void
redis_int(struct redis *redis, int64_t value)
{
	struct argument *argument = begin_argument(redis);

	buf_addf(&redis->bytes, "%lld", (long long)value);
	end_argument(redis, argument);
}

void
redis_key_of(struct redis *redis, const char *name, const char *suffix)
{
	struct argument *argument = begin_argument(redis);

	buf_adds(&redis->bytes, redis->target.prefix);
	buf_adds(&redis->bytes, name);
	buf_adds(&redis->bytes, suffix);
	end_argument(redis, argument);
}

void
redis_key(struct redis *redis, const char *name)
{
	redis_key_of(redis, name, "");
}

void
redis_command(struct redis *redis, const char *name)
{
	buf_truncate(&redis->bytes, 0);
	redis->n = 0;
	redis->script = NULL;
	redis_text(redis, name);
}

/* Its digest is put in when it runs. */
void
redis_script(struct redis *redis, struct redis_script *script, int keys)
{
	redis_command(redis, "EVALSHA");
	redis_text(redis, "");
	redis_int(redis, keys);
	redis->script = script;
}

/* --- running it --- */

static void
replace(struct redis *redis, size_t i, const char *text)
{
	redis->arguments[i] =
	    (struct argument){ redis->bytes.len, strlen(text) };
	buf_adds(&redis->bytes, text);
}

static int
send_arguments(struct redis *redis, redisContext **link, struct em_err *err)
{
	const char **argv = mem_alloc(redis->n * sizeof(*argv));
	size_t *lens = mem_alloc(redis->n * sizeof(*lens));
	int rc;

	for (size_t i = 0; i < redis->n; i++) {
		argv[i] = buf_peek(&redis->bytes) + redis->arguments[i].at;
		lens[i] = redis->arguments[i].len;
	}
	rc = send_command(redis, link, redis->n, argv, lens, err);
	free(lens);
	free(argv);
	return rc;
}

static redisReply *
exchange(struct redis *redis, struct em_err *err)
{
	if (send_arguments(redis, &redis->link, err) < 0)
		return NULL;
	return receive(redis, &redis->link, err);
}

static int
learn_digest(struct redis *redis, struct em_err *err)
{
	const char *argv[] = { "SCRIPT", "LOAD", redis->script->text };
	redisReply *reply = ask(redis, &redis->link, 3, argv, err);
	size_t size = sizeof(redis->script->digest);

	if (!reply)
		return -1;
	if (reply->str && reply->len == size - 1)
		memcpy(redis->script->digest, reply->str, size);
	freeReplyObject(reply);
	return 0;
}

/* A server that was started anew does not know the digest. */
static redisReply *
run_script(struct redis *redis, struct em_err *err)
{
	redisReply *reply;

	if (!*redis->script->digest && learn_digest(redis, err) < 0)
		return NULL;
	replace(redis, 1, redis->script->digest);
	reply = exchange(redis, err);
	if (!reply || reply->type != REDIS_REPLY_ERROR ||
	    strncmp(reply->str, "NOSCRIPT", strlen("NOSCRIPT")) != 0)
		return reply;
	freeReplyObject(reply);
	replace(redis, 0, "EVAL");
	replace(redis, 1, redis->script->text);
	return exchange(redis, err);
}

struct redis_reply *
redis_run(struct redis *redis, struct em_err *err)
{
	redisReply *reply;

	if (reach(redis, &redis->link, err) < 0)
		return NULL;
	fault_boundary();
	reply = redis->script ? run_script(redis, err) : exchange(redis, err);
	fault_boundary();
	return (struct redis_reply *)judge_take(redis, reply, err);
}

/* --- blocking --- */

/* 1 when the server says something, 0 when the wait ends without, -1 late. */
static int
wait_for(const redisContext *link, int64_t until, int fd)
{
	struct pollfd fds[] = { { link->fd, POLLIN, 0 }, { fd, POLLIN, 0 } };
	int64_t left = until - clock_monotonic_us();
	int n = left > 0 ? poll(fds, 2, clock_poll_ms(left)) : 0;

	if (n > 0 && fds[1].revents)
		return 0;
	if (n < 0)
		return errno == EINTR ? 0 : -1;
	return n > 0 ? 1 : -1;
}

/* Servers before 6 know whole seconds only. */
static void
add_seconds(struct redis *redis, double seconds)
{
	struct argument *argument = begin_argument(redis);

	if (seconds < 0.001)
		seconds = 0.001; /* 0 is for ever */
	buf_addf(&redis->bytes,
	    seconds == (double)(int64_t)seconds ? "%.0f" : "%.3f", seconds);
	end_argument(redis, argument);
}

int
redis_block(struct redis *redis, double seconds, int fd,
    struct redis_reply **reply, struct em_err *err)
{
	int64_t until = clock_monotonic_us() +
			(int64_t)((seconds + redis->answer) * 1e6) + GRACE_US;
	int rc;

	*reply = NULL;
	add_seconds(redis, seconds);
	if (reach(redis, &redis->blocked, err) < 0 ||
	    send_arguments(redis, &redis->blocked, err) < 0)
		return -1;
	rc = wait_for(redis->blocked, until, fd);
	if (rc < 0)
		return fail_link(redis, &redis->blocked, EAGAIN, err);
	if (rc == 0) { /* blocked no longer: the server sees the end */
		drop(&redis->blocked);
		return 0;
	}
	*reply = (struct redis_reply *)judge_take(
	    redis, receive(redis, &redis->blocked, err), err);
	if (!*reply)
		return -1;
	if (!redis_is_nil(*reply))
		return 1;
	redis_reply_free(*reply);
	*reply = NULL;
	return 0;
}

/* --- replies --- */

static const redisReply *
inner(const struct redis_reply *reply)
{
	return (const redisReply *)reply;
}

void
redis_reply_free(struct redis_reply *reply)
{
	if (reply)
		freeReplyObject(reply);
}

bool
redis_is_nil(const struct redis_reply *reply)
{
	return inner(reply)->type == REDIS_REPLY_NIL;
}

size_t
redis_count(const struct redis_reply *reply)
{
	return inner(reply)->type == REDIS_REPLY_ARRAY ? inner(reply)->elements
						       : 0;
}

const struct redis_reply *
redis_at(const struct redis_reply *reply, size_t i)
{
	static const redisReply none = { .type = REDIS_REPLY_NIL };

	return (const struct redis_reply *)(i < redis_count(reply)
						? inner(reply)->element[i]
						: &none);
}

static bool
is_text(const struct redis_reply *reply)
{
	return inner(reply)->type == REDIS_REPLY_STRING ||
	       inner(reply)->type == REDIS_REPLY_STATUS;
}

const char *
redis_str(const struct redis_reply *reply)
{
	return is_text(reply) ? inner(reply)->str : "";
}

size_t
redis_len(const struct redis_reply *reply)
{
	return is_text(reply) ? inner(reply)->len : 0;
}

int64_t
redis_number(const struct redis_reply *reply)
{
	if (inner(reply)->type == REDIS_REPLY_INTEGER)
		return inner(reply)->integer;
	return strtoll(redis_str(reply), NULL, 10);
}
