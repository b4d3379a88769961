/*
 * guard - lets a test end: guard SECONDS TEST [ARG...].
 *
 * Runs TEST and exits with its code.  A test whose time is over is told SIGTERM
 * and fails; one that leaves processes behind fails, too: as they have its
 * output open, prove would wait for them for ever.  Both are named, and killed.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "kin.h"

enum {
	SECOND = 1000000,    /* in microseconds */
	GRACE = 10 * SECOND, /* for a test that stops its servers */
	GOING = 2 * SECOND   /* for what it killed, and did not wait for */
};

static pid_t test;
static int status;

/* What there is below us, children after their parents. */
static void
name_processes(const char *why)
{
	char command[256];

	die_note("%s:", why);
	(void)snprintf(command, sizeof(command),
	    "ps -A -o pid=,ppid=,stat=,etime=,wchan:20=,args= | "
	    "awk '!/ awk / && ($2 == %d || $2 in ours) { ours[$1]; print }' |"
	    "cut -c 1-200 >&2",
	    (int)getpid());
	if (system(command) != 0) /* NOLINT(cert-env33-c): nothing of others */
		die_note("ps cannot name them");
}

/* Takes leave of those who have ended; true while some have not. */
static bool
bury(void)
{
	int code;
	pid_t pid;

	while ((pid = waitpid(-1, &code, WNOHANG)) > 0)
		if (pid == test) {
			status = code;
			test = 0;
		}
	return pid == 0;
}

/* Until the test has ended, or all; 0, or the signal that comes to us before.
 */
static int
wait_for(bool all, int64_t us, const sigset_t *set)
{
	const int64_t until = clock_monotonic_us() + us;

	while (bury() && (all || test)) {
		int64_t left = until - clock_monotonic_us();
		struct timespec ts = { left / SECOND, left % SECOND * 1000 };
		int sig = left > 0 ? sigtimedwait(set, NULL, &ts) : SIGALRM;

		if (sig > 0 && sig != SIGCHLD)
			return sig;
	}
	return 0;
}

static void
run(char **argv, const sigset_t *old)
{
	test = fork();
	if (test < 0)
		die_errno("fork");
	if (test > 0)
		return;
	(void)sigprocmask(SIG_SETMASK, old, NULL);
	(void)execvp(*argv, argv);
	die_errno("%s", *argv);
}

int
main(int argc, char **argv)
{
	long seconds = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	sigset_t set, old;
	bool failed;

	die_setname("guard");
	if (seconds < 1)
		die_usage("usage: guard SECONDS TEST [ARG...]\n");
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigaddset(&set, SIGHUP);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &set, &old);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
		die_errno("prctl");
	run(argv + 2, &old);
	failed = wait_for(false, (int64_t)seconds * SECOND, &set) != 0;
	if (failed) {
		name_processes("what has no more time");
		(void)kill(test, SIGTERM);
		(void)wait_for(false, GRACE, &set);
	}
	if (wait_for(true, GOING, &set) != 0) {
		if (!failed)
			name_processes("what the test left running");
		failed = true;
		if (test)
			(void)kill(test, SIGKILL);
		kin_kill();
	}
	if (failed)
		return EXIT_FAILURE;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
