/* holder - the process that a line lives under (holder.h). */
#include "holder.h"

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

#include "die.h"
#include "kin.h"
#include "mem.h"
#include "outfit.h"

enum {
	PATIENCE_MS = 3000, /* for an earlier holder to do its work */
	TURN_MS = 10,
	SIGRTMIN_KERNEL = 32, /* nobody ignores those from here on */
};

struct holder {
	const struct held *held;
	pid_t *pids; /* 0: not running */
	size_t running;
	int lock, signals;
	int fifo; /* our own writer, so that it does not end; -1 */
};

static void
tell(struct holder *h, size_t i, bool ended, int status)
{
	const struct report report = { (unsigned)i, h->pids[i], ended, status };

	(void)!write(h->held->reports, &report, sizeof(report));
}

_Noreturn static void
end(void)
{
	kin_kill();
	_exit(EM_OK);
}

/* True when the supervisor is gone, or wants the line to be. */
static bool
lifeline_cut(const struct holder *h, int timeout_ms)
{
	struct pollfd wait = { h->held->lifeline, POLLIN, 0 };

	return poll(&wait, 1, timeout_ms) > 0 && !(wait.revents & POLLIN);
}

/*
 * Whoever still has the line's lock is of an earlier life.  Its holder is at
 * work on them; if that is dead, too, they are ended here.
 */
static void
take_lock(struct holder *h)
{
	h->lock = open(h->held->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	for (int ms = 0; flock(h->lock, LOCK_EX | LOCK_NB) < 0; ms += TURN_MS) {
		if (lifeline_cut(h, TURN_MS))
			end();
		if (ms >= PATIENCE_MS)
			kin_kill_openers(h->lock);
	}
}

static void
reset_signals(void)
{
	sigset_t none;

	for (int i = 1; i < SIGRTMIN_KERNEL; i++)
		(void)signal(i, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
start(struct holder *h, size_t i, int in, int out)
{
	pid_t pid = fork();

	if (pid == 0) {
		(void)setpgid(0, 0);
		reset_signals();
		outfit_become(h->held, i, in, out, h->lock);
	}
	if (pid < 0) {
		tell(h, i, true, EM_TEMP << 8);
		return;
	}
	(void)setpgid(pid, pid);
	h->pids[i] = pid;
	h->running++;
	tell(h, i, false, 0);
}

static void
start_all(struct holder *h)
{
	const struct line *line = h->held->line;
	int in = outfit_input(line, &h->fifo);

	for (size_t i = 0; i < line->count; i++) {
		int edge[2] = { -1, -1 };

		if (i + 1 < line->count)
			outfit_edge(&line->programs[i], edge);
		start(h, i, in, edge[1]);
		(void)close(in);
		if (edge[1] >= 0)
			(void)close(edge[1]);
		in = edge[0];
	}
	for (size_t i = 0; i < line->count; i++) { /* theirs alone */
		(void)close(h->held->outfits[i].messages);
		if (h->held->outfits[i].ready >= 0)
			(void)close(h->held->outfits[i].ready);
	}
}

static void
obey(struct holder *h)
{
	struct order order;

	if (read(h->held->lifeline, &order, sizeof(order)) != sizeof(order))
		end();
	if (order.signal && h->pids[order.program])
		(void)kill(-h->pids[order.program], order.signal);
	else if (!order.signal && h->fifo >= 0) {
		(void)close(h->fifo);
		h->fifo = -1;
	}
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
		for (size_t i = 0; i < h->held->line->count; i++)
			if (h->pids[i] == pid) {
				tell(h, i, true, status);
				h->pids[i] = 0;
				h->running--;
			}
}

static int
by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Nothing of the supervisor's but what it gave: no other line's lifeline. */
static void
keep_only(const struct held *held)
{
	size_t n = 0, count = held->line->count;
	int *fds = mem_zalloc(3 * count + 4, sizeof(*fds));
	unsigned from = STDERR_FILENO + 1;

	fds[n++] = held->lifeline;
	fds[n++] = held->reports;
	fds[n++] = held->rejects;
	for (size_t i = 0; i < count; i++) {
		fds[n++] = held->outfits[i].messages;
		fds[n++] = held->outfits[i].ready;
		fds[n++] = held->outfits[i].progress;
	}
	qsort(fds, n, sizeof(*fds), by_number);
	for (size_t i = 0; i < n; i++) {
		if (fds[i] > (int)from)
			(void)close_range(from, (unsigned)fds[i] - 1, 0);
		if (fds[i] >= (int)from)
			from = (unsigned)fds[i] + 1;
	}
	(void)close_range(from, ~0U, 0);
	free(fds);
}

void
holder_run(const struct held *held)
{
	struct holder h = { held, NULL, 0, -1, -1, -1 };
	struct pollfd waits[2];
	sigset_t set;

	(void)setsid();
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)prctl(PR_SET_NAME, "emgen-holder");
	for (int i = 1; i < SIGRTMIN_KERNEL; i++)
		if (i != SIGCHLD)
			(void)signal(i, SIG_IGN);
	keep_only(held);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigprocmask(SIG_SETMASK, &set, NULL);
	h.signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	h.pids = mem_zalloc(held->line->count, sizeof(*h.pids));
	take_lock(&h);
	start_all(&h);
	waits[0] = (struct pollfd){ held->lifeline, POLLIN, 0 };
	waits[1] = (struct pollfd){ h.signals, POLLIN, 0 };
	while (h.running > 0) {
		(void)poll(waits, 2, -1);
		if (waits[0].revents)
			obey(&h);
		if (waits[1].revents)
			reap(&h);
	}
	end();
}
