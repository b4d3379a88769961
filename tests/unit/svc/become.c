/* become - what a program finds that a child became. */
#include "become.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"
#include "die.h"

static char said[4096];

/* Its exit code; what it writes to stdout and stderr is in said. */
static int
run(struct become b)
{
	int out[2], status = 0;
	size_t held = 0;
	ssize_t n;
	pid_t pid;

	(void)fflush(stdout); /* or die() in the child writes it, too */
	if (pipe(out) < 0 || (pid = fork()) < 0)
		return -1;
	if (pid == 0) {
		(void)dup2(out[1], STDERR_FILENO);
		b.in = open("/dev/null", O_RDONLY);
		b.out = out[1];
		become(&b);
	}
	(void)close(out[1]);
	while ((n = read(out[0], said + held, sizeof(said) - 1 - held)) > 0)
		held += (size_t)n;
	said[held] = '\0';
	(void)close(out[0]);
	(void)waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A shell with the script, and nothing that is inherited. */
static struct become
shell(char *script)
{
	static char sh[] = "sh", dash_c[] = "-c";
	static char *argv[] = { sh, dash_c, NULL, NULL };

	argv[2] = script;
	return (struct become){ .argv = argv,
		.ready = -1,
		.ready_number = -1,
		.keep = { { -1, NULL }, { -1, NULL }, { -1, NULL } } };
}

int
main(void)
{
	char env[] = "echo $A,$B", where[] = "pwd; ulimit -n; ulimit -v";
	char ready[] = "echo >&7; test -e /proc/self/fd/$KEPT && echo kept";
	char name[] = "no-such-program", word[] = "echo";
	char *words[] = { name, NULL }, byte;
	struct become b = shell(env);
	int fd[2];

	die_setname("unit");
	b.env[0] = "A=1\nB=2";
	b.env[1] = "B=3";
	ok(run(b) == 0, "a program");
	is(said, "1,3\n", "the later of two variables is its");
	b = shell(where);
	b.dir = "/";
	b.files = 50;
	b.memory = 100 << 20;
	ok(run(b) == 0, "another");
	is(said, "/\n50\n102400\n", "a folder and limits");

	if (pipe2(fd, O_CLOEXEC | O_NONBLOCK) < 0)
		return 1;
	b = shell(ready);
	b.ready = fd[1];
	b.ready_number = 7;
	b.keep[1].fd = fd[0];
	b.keep[1].name = "KEPT";
	ok(run(b) == 0, "descriptors");
	is(said, "kept\n", "one of any number, which it is told");
	ok(read(fd[0], &byte, 1) == 1 && byte == '\n', "one of its number");
	b.ready = dup3(fd[1], 7, O_CLOEXEC);
	ok(run(b) == 0 && read(fd[0], &byte, 1) == 1 && byte == '\n',
	    "which it may have had before");
	(void)close(7);

	b = shell(env);
	b.dir = "/no-such-folder";
	ok(run(b) == EM_MISUSE, "no folder: it must not run");
	is(said, "unit: /no-such-folder: No such file or directory\n",
	    "and says why");
	b = shell(env);
	b.argv = words;
	ok(run(b) == EM_NOTFOUND, "no program");
	is(said, "unit: no-such-program: not found\n", "is said");
	b.script = "echo from a shell";
	ok(run(b) == 0, "a word of the shell");
	is(said, "from a shell\n", "is one");
	words[0] = word;
	ok(run(b) == 0, "a program that is there");
	is(said, "\n", "needs none");
	return done();
}
