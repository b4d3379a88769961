/* child - runs what ends a process in one of its own, for unit tests. */
#ifndef EMGEN_CHILD_H
#define EMGEN_CHILD_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
	int code;        /* the exit code, or 128 + the signal */
	char said[8192]; /* on the descriptor that was watched, NUL behind */
};

/*
 * Calls act(arg) in a child and exits it with what act returns; what it writes
 * to fd, up to the room in said, is read.  The caller's stdout must be flushed.
 */
__attribute__((unused)) static struct child
child_run(int (*act)(void *arg), void *arg, int fd)
{
	struct child child = { -1, "" };
	size_t len = 0;
	int ends[2], status;
	ssize_t n;
	pid_t pid;

	(void)fflush(stdout);
	if (pipe(ends) < 0 || (pid = fork()) < 0)
		abort();
	if (pid == 0) {
		(void)dup2(ends[1], fd);
		(void)close(ends[0]);
		(void)close(ends[1]);
		exit(act(arg));
	}
	(void)close(ends[1]);
	while (len < sizeof(child.said) - 1 &&
	       (n = read(ends[0], child.said + len,
		    sizeof(child.said) - 1 - len)) > 0)
		len += (size_t)n;
	(void)close(ends[0]);
	if (waitpid(pid, &status, 0) != pid)
		abort();
	child.code =
	    WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	return child;
}

#endif
