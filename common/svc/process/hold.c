/* hold - programs that do not outlive us (hold.h). */
#include "hold.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kin.h"
#include "mem.h"
#include "proc.h"

enum {
	PATIENCE_MS = 3000, /* for an earlier holder to do its work */
	TURN_MS = 10,
	SIGNALS_END = 32, /* those behind are nobody's */
};

/* What comes through the lifeline. */
struct order {
	unsigned program;
	int signal; /* 0: close the FIFO */
};

/* --- the holder's side --- */

struct holder {
	const struct hold_spec *spec;
	pid_t *pids; /* 0: not running */
	size_t running;
	int lifeline, reports, lock, signals, fifo;
};

static void
tell(const struct holder *h, unsigned i, bool ended, int status)
{
	const struct hold_report report = { i, h->pids[i], ended, status };

	(void)!write(h->reports, &report, sizeof(report));
}

_Noreturn static void
end(void)
{
	kin_kill();
	_exit(EM_OK);
}

/* True when its owner is gone, or wants the programs to be. */
static bool
lifeline_cut(const struct holder *h, int timeout_ms)
{
	struct pollfd wait = { h->lifeline, 0, 0 }; /* for POLLHUP alone */

	return poll(&wait, 1, timeout_ms) > 0;
}

/*
 * Whoever still has the lock is of an earlier life.  Its holder is at work on
 * them; if that is dead, too, they are ended here.
 */
static void
take_lock(struct holder *h)
{
	h->lock = open(h->spec->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (h->lock < 0) {
		die_note("%s: %s", h->spec->lock, strerror(errno));
		end(); /* and writes nothing that its owner has yet to */
	}
	for (int ms = 0; flock(h->lock, LOCK_EX | LOCK_NB) < 0; ms += TURN_MS) {
		if (lifeline_cut(h, TURN_MS))
			end();
		if (ms >= PATIENCE_MS)
			kin_kill_openers(h->lock);
	}
}

/* Nothing of its owner's but what it needs: no other holder's lifeline. */
static void
keep_own(const struct holder *h)
{
	size_t n = h->spec->keep_count;
	int *fds = mem_zalloc(n + 2, sizeof(*fds));

	memcpy(fds, h->spec->keep, n * sizeof(*fds));
	fds[n] = h->lifeline;
	fds[n + 1] = h->reports;
	proc_close_but(fds, n + 2);
	free(fds);
}

static void
obey(struct holder *h)
{
	struct order order;

	if (read(h->lifeline, &order, sizeof(order)) != sizeof(order))
		end();
	if (!order.signal)
		proc_shut(&h->fifo);
	else if (h->pids[order.program])
		(void)kill(-h->pids[order.program], order.signal);
}

/* Programs, and what they left behind. */
static void
reap(struct holder *h)
{
	struct signalfd_siginfo info;
	int status;
	pid_t pid;

	(void)!read(h->signals, &info, sizeof(info));
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (unsigned i = 0; i < h->spec->count; i++)
			if (h->pids[i] == pid) {
				tell(h, i, true, status);
				h->pids[i] = 0;
				h->running--;
			}
}

static void
become_holder(struct holder *h)
{
	static const int number = SIGCHLD;
	struct em_err err;

	(void)setsid();
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)prctl(PR_SET_NAME, "emgen-holder");
	kin_note(); /* none: those of its owner are not its */
	for (int i = 1; i < SIGNALS_END; i++)
		if (i != SIGCHLD)
			(void)signal(i, SIG_IGN);
	keep_own(h);
	h->signals = proc_signals(&number, 1, &err);
	h->pids = mem_zalloc(h->spec->count, sizeof(*h->pids));
	take_lock(h);
}

_Noreturn static void
live(struct holder *h)
{
	struct pollfd waits[2];

	become_holder(h);
	h->spec->start(h, h->spec->ctx);
	waits[0] = (struct pollfd){ h->lifeline, POLLIN, 0 };
	waits[1] = (struct pollfd){ h->signals, POLLIN, 0 };
	while (h->running > 0) {
		(void)poll(waits, 2, -1);
		if (waits[0].revents)
			obey(h);
		if (waits[1].revents)
			reap(h);
	}
	end();
}

static void
reset_signals(void)
{
	sigset_t none;

	for (int i = 1; i < SIGNALS_END; i++)
		(void)signal(i, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * A signal may come as soon as there is a child, which would ignore it as we
 * do: it waits until the child does not.
 */
static pid_t
fork_with_defaults(void)
{
	sigset_t all, before;
	pid_t pid;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, &before);
	pid = fork();
	if (pid == 0)
		reset_signals();
	else
		(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return pid;
}

pid_t
hold_fork(struct holder *h, unsigned program)
{
	pid_t pid = fork_with_defaults();

	if (pid == 0)
		(void)setpgid(0, 0);
	if (pid > 0) {
		(void)setpgid(pid, pid);
		h->pids[program] = pid;
		h->running++;
		tell(h, program, false, 0);
	}
	if (pid < 0)
		tell(h, program, true, W_EXITCODE(EM_TEMP, 0));
	return pid;
}

int
hold_lock(const struct holder *h)
{
	return h->lock;
}

void
hold_fifo(struct holder *h, int fd)
{
	h->fifo = fd;
}

/* --- our side --- */

int
hold_start(struct hold *hold, const struct hold_spec *spec, struct em_err *err)
{
	int life[2] = { -1, -1 }, reports[2] = { -1, -1 }, rc = -1;

	*hold = (struct hold)HOLD_INIT;
	if (proc_pipe(life, err) < 0 || proc_pipe(reports, err) < 0 ||
	    fcntl(life[1], F_SETFL, O_NONBLOCK) < 0 ||
	    fcntl(reports[0], F_SETFL, O_NONBLOCK) < 0)
		goto out;
	hold->pid = fork();
	if (hold->pid == 0) {
		struct holder h = { .spec = spec,
			.lifeline = life[0],
			.reports = reports[1],
			.fifo = -1 };

		live(&h);
	}
	if (hold->pid < 0) {
		hold->pid = 0;
		(void)err_errno(err, "fork");
		goto out;
	}
	hold->lifeline = life[1];
	hold->reports = reports[0];
	life[1] = reports[0] = -1;
	rc = 0;
out:
	for (int i = 0; i < 2; i++) {
		proc_shut(&life[i]);
		proc_shut(&reports[i]);
	}
	return rc;
}

void
hold_signal(const struct hold *hold, size_t program, int signal)
{
	const struct order order = { (unsigned)program, signal };

	if (hold->lifeline >= 0)
		(void)!write(hold->lifeline, &order, sizeof(order));
}

void
hold_end_fifo(const struct hold *hold)
{
	hold_signal(hold, 0, 0);
}

void
hold_cut(struct hold *hold)
{
	proc_shut(&hold->lifeline);
}

int
hold_next(struct hold *hold, struct hold_report *report)
{
	ssize_t n = read(hold->reports, report, sizeof(*report));

	if (n != 0)
		return n > 0;
	(void)waitpid(hold->pid, NULL, 0); /* what it leaves is ours by then */
	proc_shut(&hold->reports);
	proc_shut(&hold->lifeline);
	hold->pid = 0;
	return -1;
}
