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

/*
 * GRACE is for a test that stops its servers, and then for what it ended and
 * did not wait for, on a machine that does much else.
 */
enum { SECOND = 1000000 /* in microseconds */, GRACE = 10 * SECOND };

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

/* Until the test has ended, or all: 0; else the signal that came before. */
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

/* What nohup(1), or a shell for its jobs, has us ignore is not for us. */
static void
choose_signals(sigset_t *set)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction old;

	(void)signal(SIGCHLD, SIG_DFL);
	(void)sigemptyset(set);
	(void)sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (sigaction(ends[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			(void)sigaddset(set, ends[i]);
}

/* One that has stopped itself goes on first. */
static void
end_test(int why, const sigset_t *set)
{
	name_processes(
	    why == SIGALRM ? "what has no more time" : "what is told to end");
	(void)kill(test, SIGCONT);
	(void)kill(test, SIGTERM);
	(void)wait_for(false, GRACE, set);
}

int
main(int argc, char **argv)
{
	long seconds = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	sigset_t set, old;
	int why;

	die_setname("guard");
	if (seconds < 1)
		die_usage("usage: guard SECONDS TEST [ARG...]\n");
	choose_signals(&set);
	(void)sigprocmask(SIG_BLOCK, &set, &old);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGTERM) < 0)
		die_errno("prctl");
	run(argv + 2, &old);
	(void)signal(SIGPIPE, SIG_IGN); /* prove may be gone, which reads us */
	why = wait_for(false, (int64_t)seconds * SECOND, &set);
	if (why)
		end_test(why, &set);
	if (wait_for(true, GRACE, &set) != 0) {
		if (!why)
			name_processes("what the test left running");
		why = SIGKILL;
		if (test)
			(void)kill(test, SIGKILL);
		kin_kill();
	}
	if (why)
		return EXIT_FAILURE;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
