/* control - a question over the socket, and its answer. */
#include "control.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"
#include "clock.h"

static void
answer(void *ctx, char *question, struct buf *out)
{
	buf_addf(out, "%s: %s", (const char *)ctx, question);
}

/* As many as may be, or fewer. */
static void
limit_descriptors(rlim_t most)
{
	struct rlimit limit;

	(void)getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* Serves one question of another process; what that got. */
static int
ask(struct control *control, const char *question, const char *want)
{
	struct pollfd waits[2];
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		struct buf got = BUF_INIT;
		struct em_err err;
		int rc;

		limit_descriptors(RLIM_INFINITY);
		rc = control_ask("x", question, &got, &err);
		_exit(rc < 0 || strcmp(buf_peek(&got), want) != 0);
	}
	while (waitpid(pid, &status, WNOHANG) == 0) {
		waits[0] = (struct pollfd){ control->listening, POLLIN, 0 };
		waits[1] = (struct pollfd){ control->client, POLLIN, 0 };
		(void)poll(waits, 2, 1);
		if (waits[1].revents)
			control_serve(control);
		if (waits[0].revents)
			control_take(control);
	}
	return status;
}

/* Somebody asks, and there is no descriptor at all. */
static void
wait_for_descriptors(struct control *control)
{
	struct sockaddr_un at = { AF_UNIX, "run/x/control" };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	int64_t before = clock_monotonic_us();

	ok(connect(fd, (const struct sockaddr *)&at, sizeof(at)) == 0,
	    "one connects");
	limit_descriptors((rlim_t)control->spare);
	control_take(control);
	ok(control->client < 0 && clock_monotonic_us() - before > 5000,
	    "whom we cannot take: that is not tried without a pause");
	limit_descriptors(RLIM_INFINITY);
	control_take(control);
	ok(control->client >= 0, "we can again");
	(void)close(fd);
	control_serve(control);
}

static void
use_up_descriptors(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	limit_descriptors((rlim_t)fd);
	(void)close(fd);
}

int
main(void)
{
	char home[] = "/tmp/emgen-control-XXXXXX", name[] = "it";
	struct control control = { -1, -1, -1, answer, name };
	struct buf nothing = BUF_INIT;
	struct em_err err;
	struct stat st;
	char **names;

	if (!mkdtemp(home) || setenv("EMGEN_HOME", home, 1) < 0 ||
	    chdir(home) < 0 || mkdir("run", 0700) < 0 ||
	    mkdir("run/x", 0700) < 0)
		return 1;
	ok(control_ask("x", "status", &nothing, &err) < 0, "nobody is there");
	is(err.msg, "x: does not run", "which is said");
	ok(control_listen(&control, "x", &err) == 0, "somebody is");
	ok(stat("run/x/control", &st) == 0 && (st.st_mode & 0777) == 0600,
	    "for us alone");
	ok(ask(&control, "who", "it: who") == 0, "a question, and its answer");
	ok(ask(&control, "why", "it: why") == 0, "and another");
	ok(control.client == -1, "who has it is let go");

	use_up_descriptors();
	ok(ask(&control, "when", "it: when") == 0,
	    "also when we have no descriptor to spare");
	ok(ask(&control, "where", "it: where") == 0, "and once more");
	limit_descriptors(RLIM_INFINITY);
	wait_for_descriptors(&control);

	(void)close(control.spare); /* the same socket */
	(void)close(control.listening);
	names = control_running();
	ok(!names[0], "a socket without anybody is none");
	control_free(names);
	control_remove("x");
	(void)rmdir("run/x");
	(void)rmdir("run");
	(void)rmdir(home);
	return done();
}
