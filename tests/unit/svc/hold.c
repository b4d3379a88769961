/* hold - nothing that programs start outlives them, or us. */
#include "hold.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"
#include "kin.h"
#include "proc.h"

enum {
	PROGRAMS = 2,
	PIDS = 2 * PROGRAMS,
	TURN_MS = 10,
	TURNS = 6000,
	ROUNDS = 50
};

static char path[] = "/tmp/emgen-hold-XXXXXX";
static int said[2]; /* ids of programs, and of what they started */

/*
 * Starts one that leaves its session and heeds no signal, and says the ids of
 * both.  What it does with signals itself is what it was given.
 */
_Noreturn static void
program(void)
{
	pid_t pids[2] = { getpid(), 0 };

	if (fork() == 0) {
		(void)setsid();
		(void)signal(SIGTERM, SIG_IGN);
		pids[1] = getpid();
		(void)!write(said[1], pids, sizeof(pids));
	}
	for (;;)
		(void)pause();
}

static void
start(struct holder *holder, void *ctx)
{
	(void)ctx;
	for (unsigned i = 0; i < PROGRAMS; i++)
		if (hold_fork(holder, i) == 0)
			program();
}

static void
start_silent(struct holder *holder, void *ctx)
{
	(void)ctx;
	if (hold_fork(holder, 0) == 0)
		for (;;)
			(void)pause();
}

/* As a program that has become another: without its holder's descriptors. */
static void
start_bare(struct holder *holder, void *ctx)
{
	(void)ctx;
	for (unsigned i = 0; i < PROGRAMS; i++)
		if (hold_fork(holder, i) == 0) {
			int keep[] = { said[1] };

			proc_close_but(keep, 1);
			program();
		}
}

static int
begin_with(struct hold *hold, const char *lock,
    void (*how)(struct holder *holder, void *ctx))
{
	const struct hold_spec spec = { lock, PROGRAMS, &said[1], 1, how,
		NULL };
	struct em_err err;

	return hold_start(hold, &spec, &err);
}

static int
begin(struct hold *hold)
{
	return begin_with(hold, path, start);
}

static bool
listen_to(pid_t pids[PIDS])
{
	for (int i = 0; i < PROGRAMS; i++)
		if (read(said[0], pids + 2 * i, 2 * sizeof(*pids)) !=
		    2 * sizeof(*pids))
			return false;
	return true;
}

static bool
is_gone(pid_t pid)
{
	for (int i = 0; i < TURNS; i++) {
		while (waitpid(-1, NULL, WNOHANG) > 0) /* we inherit some */
			continue;
		if (kill(pid, 0) < 0 && errno == ESRCH)
			return true;
		(void)poll(NULL, 0, TURN_MS);
	}
	return false;
}

static bool
are_gone(const pid_t pids[PIDS])
{
	bool gone = true;

	for (int i = 0; i < PIDS; i++)
		gone &= is_gone(pids[i]);
	return gone;
}

/* The next report; -1 at the end. */
static int
next(struct hold *hold, struct hold_report *report)
{
	struct pollfd wait = { hold->reports, POLLIN, 0 };

	(void)poll(&wait, 1, TURN_MS * TURNS);
	return hold_next(hold, report);
}

static void
let_go(void)
{
	struct hold hold;
	struct hold_report report;
	pid_t pids[PIDS];

	ok(begin(&hold) == 0 && listen_to(pids), "programs are started");
	for (unsigned i = 0; i < PROGRAMS; i++)
		ok(next(&hold, &report) == 1 && report.program == i &&
			!report.ended && report.pid > 0,
		    "which is reported of program %u", i);
	hold_signal(&hold, 1, SIGTERM);
	ok(next(&hold, &report) == 1 && report.program == 1 && report.ended &&
		WIFSIGNALED(report.status),
	    "one gets a signal, and its end is reported");
	ok(hold_next(&hold, &report) == 0, "the other goes on");
	hold_cut(&hold);
	ok(next(&hold, &report) == -1 && hold.pid == 0 && hold.reports == -1,
	    "the lifeline is cut: that is the end of the holder");
	ok(are_gone(pids), "and of all that came from it");
}

static void
be_killed(void)
{
	pid_t pids[PIDS], owner = fork();
	struct hold hold;

	if (owner == 0) {
		(void)begin(&hold);
		for (;;)
			(void)pause();
	}
	ok(listen_to(pids), "another owner");
	(void)kill(owner, SIGKILL);
	(void)waitpid(owner, NULL, 0);
	ok(are_gone(pids), "is killed: nothing is left");
}

/* The lock is inherited: the next holder ends those who have it. */
static void
both_be_killed(void)
{
	pid_t pids[PIDS], more[PIDS], owner;
	struct hold hold;
	struct hold_report report;
	int own[2]; /* programs may have said something before their owner */

	if (pipe(own) < 0 || (owner = fork()) < 0)
		abort();
	if (owner == 0) {
		(void)begin(&hold);
		(void)!write(own[1], &hold.pid, sizeof(hold.pid));
		for (;;)
			(void)pause();
	}
	if (read(own[0], &hold.pid, sizeof(hold.pid)) != sizeof(hold.pid))
		abort();
	ok(listen_to(pids), "a third");
	(void)kill(hold.pid, SIGSTOP);
	(void)kill(owner, SIGKILL);
	(void)kill(hold.pid, SIGKILL);
	(void)waitpid(owner, NULL, 0);
	ok(kill(pids[0], 0) == 0, "is killed with its holder: they are left");
	ok(begin(&hold) == 0 && listen_to(more), "the next holder starts");
	ok(are_gone(pids), "when they are gone");
	hold_cut(&hold);
	while (next(&hold, &report) > 0)
		continue;
	ok(are_gone(more), "and ends in its turn");
}

/* Another has the lock for a while; its exit code. */
static int
take_turns(pid_t other, struct hold *hold, struct hold_report *report)
{
	int status = -1;

	ok(begin_with(hold, path, start_silent) == 0,
	    "one whose lock another has");
	hold_signal(hold, 0, SIGTERM);
	(void)poll(NULL, 0, 20 * TURN_MS); /* the other would be dead by then */
	(void)kill(other, SIGTERM);
	(void)waitpid(other, &status, 0);
	ok(next(hold, report) == 1 && !report->ended, "waits for it");
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
be_told_early(void)
{
	pid_t other;
	struct hold hold;
	struct hold_report report;
	int fd = open(path, O_RDWR | O_CLOEXEC);

	(void)flock(fd, LOCK_EX);
	other = fork();
	if (other == 0)
		for (;;)
			(void)pause();
	(void)close(fd);
	ok(take_turns(other, &hold, &report) == SIGTERM,
	    "patiently, though it has an order");
	ok(next(&hold, &report) == 1 && report.ended && report.program == 0 &&
		WIFSIGNALED(report.status) &&
		WTERMSIG(report.status) == SIGTERM,
	    "and obeys");
	hold_cut(&hold);
	while (next(&hold, &report) > 0)
		continue;
}

static void
note_child(pid_t pid, void *ctx)
{
	pid_t *wanted = ctx;

	if (pid == *wanted)
		*wanted = 0;
}

/* Who sees its end has the programs that it leaves. */
static void
leave_children(void)
{
	bool ours = true;

	for (int i = 0; i < ROUNDS && ours; i++) {
		struct hold hold;
		struct hold_report report;
		pid_t pids[PIDS];

		if (begin_with(&hold, path, start_bare) < 0 || !listen_to(pids))
			abort();
		(void)kill(hold.pid, SIGKILL);
		while (next(&hold, &report) >= 0)
			continue;
		(void)kin_each(note_child, &pids[0]);
		ours = pids[0] == 0;
		kin_kill();
		ours &= is_gone(pids[1]);
	}
	ok(ours, "what a killed holder leaves is ours when we see its end");
}

static void
have_no_lock(void)
{
	static const char nowhere[] = "/nowhere/lock";
	struct hold hold;
	struct hold_report report;

	ok(begin_with(&hold, nowhere, start_silent) == 0 &&
		next(&hold, &report) == -1,
	    "one that cannot have its lock ends");
}

int
main(void)
{
	int fd = mkstemp(path);

	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (fd < 0 || pipe(said) < 0)
		return 1;
	(void)close(fd);
	let_go();
	be_killed();
	both_be_killed();
	be_told_early();
	leave_children();
	have_no_lock();
	(void)unlink(path);
	return done();
}
