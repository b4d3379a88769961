/* control - a question over the socket, and its answer. */
#include "control.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"

static void
answer(void *ctx, char *question, struct buf *out)
{
	buf_addf(out, "%s: %s", (const char *)ctx, question);
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
		int rc = control_ask("x", question, &got, &err);

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

int
main(void)
{
	char home[] = "/tmp/emgen-control-XXXXXX", name[] = "it";
	struct control control = { -1, -1, answer, name };
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
	control.listening = control_listen("x", &err);
	ok(control.listening >= 0, "somebody is");
	ok(stat("run/x/control", &st) == 0 && (st.st_mode & 0777) == 0600,
	    "for us alone");
	ok(ask(&control, "who", "it: who") == 0, "a question, and its answer");
	ok(ask(&control, "why", "it: why") == 0, "and another");
	ok(control.client == -1, "who has it is let go");

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
