/* redis - svc/db/redis against a server of the test's own. */
#include "redis.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../scratch.h"
#include "../tap.h"
#include "mem.h"

static pid_t server;

static void
serve(int out, const char *option, const char *value)
{
	char *socket = mem_printf("%s/socket", scratch);

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)dup2(out, STDOUT_FILENO);
	/* of Debian's redis-tools: redis-server would bring a service, too */
	(void)execlp("redis-check-rdb", "redis-server", "--port", "0",
	    "--unixsocket", socket, "--dir", scratch, "--save", "", option,
	    value, (char *)NULL);
	_exit(EM_NOTFOUND);
}

/* Starts it, and reads what it says until it listens. */
static void
start(const char *option, const char *value)
{
	char line[1024];
	int fds[2];
	FILE *log;

	if (pipe(fds) < 0 || (server = fork()) < 0)
		abort();
	if (server == 0)
		serve(fds[1], option, value);
	(void)close(fds[1]);
	log = fdopen(fds[0], "r");
	while (log && fgets(line, sizeof(line), log))
		if (strstr(line, "eady to accept connections"))
			return; /* and keep the pipe: it writes on */
	printf("Bail out! redis-server does not start: %s\n", line);
	exit(EM_TEMP);
}

static void
stop(void)
{
	(void)kill(server, SIGKILL);
	(void)waitpid(server, NULL, 0);
}

static char *
dsn(const char *rest)
{
	return mem_printf("redis://%s%sunix_socket=%s/socket", rest,
	    strchr(rest, '?') ? "&" : "?", scratch);
}

static struct redis *
open_dsn(const char *rest, struct em_err *err)
{
	char *text = dsn(rest);
	struct redis *redis = redis_open(text, 2, err);

	free(text);
	return redis;
}

static int64_t
run_int(struct redis *redis)
{
	struct em_err err;
	int64_t value = -1;

	if (redis_run_int(redis, &value, &err) < 0)
		printf("# %s\n", err.msg);
	return value;
}

static void
test_values(struct redis *redis)
{
	static const char bytes[] = "a\0\r\n\xff";
	struct redis_reply *reply;
	struct em_err err;

	redis_command(redis, "SET");
	redis_key(redis, "k");
	redis_bytes(redis, bytes, sizeof(bytes));
	reply = redis_run(redis, &err);
	ok(reply && strcmp(redis_str(reply), "OK") == 0, "a status");
	redis_reply_free(reply);
	redis_command(redis, "GET");
	redis_key_of(redis, "", "k");
	reply = redis_run(redis, &err);
	ok(reply && redis_len(reply) == sizeof(bytes) &&
		memcmp(redis_str(reply), bytes, sizeof(bytes)) == 0,
	    "any bytes come back");
	redis_reply_free(reply);
	redis_command(redis, "GET");
	redis_text(redis, "p:k");
	reply = redis_run(redis, &err);
	ok(reply && redis_len(reply) == sizeof(bytes), "keys have the prefix");
	redis_reply_free(reply);
	redis_command(redis, "GET");
	redis_key(redis, "none");
	reply = redis_run(redis, &err);
	ok(reply && redis_is_nil(reply) && strcmp(redis_str(reply), "") == 0 &&
		redis_is_nil(redis_at(reply, 3)),
	    "nothing is nil");
	redis_reply_free(reply);
}

static void
test_scripts(struct redis *redis)
{
	static struct redis_script add =
	    REDIS_SCRIPT("return redis.call('INCRBY', KEYS[1], ARGV[1])");
	static struct redis_script wrong =
	    REDIS_SCRIPT("return redis.call('LPUSH', KEYS[1], 1)");
	struct em_err err;

	for (int i = 1; i <= 3; i++) {
		redis_script(redis, &add, 1);
		redis_key(redis, "n");
		redis_int(redis, 5);
		ok(run_int(redis) == 5 * i, "a script, %d", i);
		if (i != 2)
			continue;
		redis_command(redis, "SCRIPT");
		redis_text(redis, "FLUSH");
		redis_reply_free(redis_run(redis, &err));
	}
	redis_script(redis, &wrong, 1);
	redis_key(redis, "n");
	ok(!redis_run(redis, &err) && err.code == EM_PERM &&
		strstr(err.msg, "WRONGTYPE"),
	    "a script's error is permanent");
}

static void
test_errors(struct redis *redis)
{
	struct em_err err;

	redis_command(redis, "NO-SUCH-COMMAND");
	ok(!redis_run(redis, &err) && err.code == EM_PERM, "a wrong command");
	redis_command(redis, "CONFIG");
	redis_text(redis, "SET"), redis_text(redis, "maxmemory");
	redis_text(redis, "1");
	redis_reply_free(redis_run(redis, &err));
	redis_command(redis, "SET");
	redis_key(redis, "k"), redis_text(redis, "v");
	ok(!redis_run(redis, &err) && err.code == EM_TEMP,
	    "memory that is used up may be free again");
	redis_command(redis, "CONFIG");
	redis_text(redis, "SET"), redis_text(redis, "maxmemory");
	redis_text(redis, "0");
	redis_reply_free(redis_run(redis, &err));
}

static void *
push_later(void *other)
{
	struct redis *redis = other;
	int64_t blocked = 0;
	struct em_err err;

	/* until the server says that somebody waits */
	while (!blocked) {
		struct redis_reply *reply;

		redis_command(redis, "INFO");
		redis_text(redis, "clients");
		reply = redis_run(redis, &err);
		blocked = !strstr(redis_str(reply), "blocked_clients:0");
		redis_reply_free(reply);
	}
	redis_command(redis, "RPUSH");
	redis_key(redis, "l"), redis_text(redis, "x");
	redis_reply_free(redis_run(redis, &err));
	return NULL;
}

static int
pop(struct redis *redis, double seconds, int fd, struct redis_reply **reply)
{
	struct em_err err = { 0, "" };
	int rc;

	redis_command(redis, "BLPOP");
	redis_key(redis, "l");
	rc = redis_block(redis, seconds, fd, reply, &err);
	if (rc < 0)
		printf("# %s\n", err.msg);
	return rc;
}

static void
on_alarm(int number)
{
	(void)number;
}

static void
test_blocking(struct redis *redis, struct redis *other)
{
	const struct sigaction action = { .sa_handler = on_alarm };
	struct redis_reply *reply;
	pthread_t thread;
	int fds[2];

	if (pthread_create(&thread, NULL, push_later, other) || pipe(fds) < 0)
		abort();
	ok(pop(redis, 20, fds[0], &reply) == 1 &&
		strcmp(redis_str(redis_at(reply, 1)), "x") == 0,
	    "what comes ends the wait");
	redis_reply_free(reply);
	(void)pthread_join(thread, NULL);
	ok(pop(redis, 0.05, fds[0], &reply) == 0 && !reply,
	    "nothing comes in time");
	if (write(fds[1], "", 1) != 1)
		abort();
	ok(pop(redis, 100, fds[0], &reply) == 0, "a descriptor ends the wait");
	(void)sigaction(SIGALRM, &action, NULL);
	(void)ualarm(1000, 1000);
	ok(pop(redis, 100, -1, &reply) == 0, "a signal does");
	(void)ualarm(0, 0);
	redis_command(redis, "RPUSH");
	redis_key(redis, "l"), redis_text(redis, "y");
	(void)run_int(redis);
	ok(pop(redis, 100, -1, &reply) == 1, "then it can be waited again");
	redis_reply_free(reply);
}

static void
test_restart(struct redis *redis)
{
	struct em_err err;
	int64_t us = 0;

	ok(redis_time(redis, &us, &err) == 0 && us > 1000000, "the clock");
	stop();
	ok(redis_time(redis, &us, &err) < 0 && err.code == EM_TEMP,
	    "a server that died");
	ok(redis_time(redis, &us, &err) < 0 && err.code == EM_TEMP,
	    "and is not there");
	start("--requirepass", "se'cret");
	ok(redis_time(redis, &us, &err) < 0 && err.code == EM_PERM &&
		strstr(err.msg, "NOAUTH"),
	    "another has a password");
}

static void
test_login(void)
{
	struct redis *redis;
	struct em_err err;
	int64_t us;

	ok(!open_dsn(":wrong-one@localhost/2", &err) && err.code == EM_PERM &&
		!strstr(err.msg, "wrong-one"),
	    "a wrong password, which is not said");
	redis = open_dsn("default:se%27cret@localhost/2?prefix=q%3A", &err);
	ok(redis && redis_time(redis, &us, &err) == 0, "user and password");
	ok(redis && !strstr(redis_shown(redis), "cret"), "are not shown");
	is(redis ? redis_prefix(redis) : NULL, "q:", "the prefix is decoded");
	redis_close(redis);
	redis = open_dsn(":se%27cret@", &err);
	ok(redis != NULL, "a password alone");
	redis_close(redis);
	ok(!open_dsn(":se%27cret@/99", &err) && err.code == EM_PERM,
	    "a database that is not there");
	ok(!open_dsn(":x@/users", &err) && err.code == EM_PERM,
	    "and one that is no number");
	ok(!open_dsn("lonely@h", &err) && !strstr(err.msg, "lonely"),
	    "a user alone is not shown");
	ok(!open_dsn("h?time=3", &err) && err.code == EM_PERM,
	    "an unknown parameter");
	ok(!redis_open("redis://127.0.0.1:1", 2, &err) && err.code == EM_TEMP,
	    "nobody there");
}

/* Laravel's own variables. */
static void
test_project(void)
{
	char *path = mem_printf("%s/socket", scratch);
	struct redis *redis;
	struct em_err err;
	int64_t us;

	(void)setenv("REDIS_HOST", path, 1);
	(void)setenv("REDIS_PASSWORD", "se'cret", 1);
	(void)setenv("REDIS_PREFIX", "app_", 1);
	redis = redis_open("redis:", 2, &err);
	ok(redis && redis_time(redis, &us, &err) == 0, "redis: is REDIS_HOST");
	is(redis ? redis_prefix(redis) : NULL, "app_", "with REDIS_PREFIX");
	redis_close(redis);
	free(path);
}

int
main(void)
{
	struct redis *redis, *other;
	struct em_err err = { 0, "" };

	scratch_open();
	start("--appendonly", "no");
	redis = open_dsn("/1?prefix=p:", &err);
	other = open_dsn("/1?prefix=p:", &err);
	if (!ok(redis && other, "connects %s", err.msg))
		return done();
	test_values(redis);
	test_scripts(redis);
	test_errors(redis);
	test_blocking(redis, other);
	test_restart(redis);
	test_login();
	test_project();
	redis_close(other);
	redis_close(redis);
	stop();
	return done();
}
