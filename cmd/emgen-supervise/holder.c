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

#include "become.h"
#include "die.h"
#include "kin.h"
#include "mem.h"
#include "proc.h"

enum {
	PATIENCE_MS = 3000, /* for an earlier holder to do its work */
	TURN_MS = 10,
	SIGNALS_END = 32, /* those behind are nobody's */
	RUN_TEXT = ID_TEXT + 32
};

struct holder {
	struct line *line;
	size_t running;
	int lifeline, reports, lock, signals;
	int fifo; /* our own writer, so that it does not end; -1 */
};

static void
report(struct holder *h, size_t i, bool ended, int status)
{
	const struct report report = { (unsigned)i, h->line->members[i].pid,
		ended, status };

	(void)!write(h->reports, &report, sizeof(report));
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
	struct pollfd wait = { h->lifeline, POLLIN, 0 };

	return poll(&wait, 1, timeout_ms) > 0 && !(wait.revents & POLLIN);
}

/*
 * Whoever still has the line's lock is of an earlier life.  Its holder is at
 * work on them; if that is dead, too, they are ended here.
 */
static void
take_lock(struct holder *h)
{
	h->lock = open(h->line->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	for (int ms = 0; flock(h->lock, LOCK_EX | LOCK_NB) < 0; ms += TURN_MS) {
		if (lifeline_cut(h, TURN_MS))
			end();
		if (ms >= PATIENCE_MS)
			kin_kill_openers(h->lock);
	}
}

/* --- edges --- */

/* Both ends of what joins a program and the next one. */
static void
open_edge(const struct plan_program *program, int fd[2])
{
	struct em_err err;

	if ((program->fifo ? proc_fifo(program->fifo, fd, &err)
			   : proc_pipe(fd, &err)) < 0)
		die_note("%s", err.msg);
}

/* Standard input is read from the begin, where that can be had again. */
static int
open_input(struct holder *h)
{
	const struct plan_line *plan = h->line->plan;
	int fd[2] = { -1, -1 };
	struct em_err err;

	if (plan->in && proc_fifo(plan->in, fd, &err) < 0)
		die_note("%s", err.msg);
	else if (plan->in)
		h->fifo = fd[1];
	else if (!plan->from_stdin)
		fd[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	else if (lseek(STDIN_FILENO, 0, SEEK_CUR) >= 0)
		fd[0] = open("/proc/self/fd/0", O_RDONLY | O_CLOEXEC);
	if (fd[0] < 0 && plan->from_stdin)
		fd[0] = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	return fd[0];
}

/* Where the last program of a line writes. */
static int
open_output(const struct plan_line *plan)
{
	int fd = STDOUT_FILENO;

	if (plan->out)
		fd = open(plan->out, O_WRONLY); /* waits for a reader */
	else if (plan->silent)
		fd = open("/dev/null", O_WRONLY);
	if (fd < 0)
		die(EM_MISUSE, "%s: %s", plan->out, strerror(errno));
	return fd;
}

/* --- programs --- */

_Noreturn static void
become_member(const struct holder *h, const struct member *m, int in, int out)
{
	const struct line *line = h->line;
	struct become b = m->program->as;
	char run[RUN_TEXT] = "";

	(void)setpgid(0, 0);
	(void)dup2(m->says.its, STDERR_FILENO);
	if (!line->plan->works) {
		(void)snprintf(
		    run, sizeof(run), "EMGEN_CORRELATION_ID=%s", line->run.id);
		(void)setenv("EMGEN_WRITTEN", line->run.written, 1);
	}
	if (line->last && m->program->last)
		b.argv = m->program->last;
	b.env[BECOME_ENVS - 1] = run;
	b.in = in;
	b.out = out < 0 ? open_output(line->plan) : out;
	b.ready = m->ready.its;
	b.keep[0].fd = h->lock;
	b.keep[1].fd = line->rejects;
	b.keep[1].name = "EMGEN_REJECT_FD";
	b.keep[2].fd = m->progress_fd;
	b.keep[2].name = "EMGEN_STATUS_FD";
	become(&b);
}

static void
start(struct holder *h, size_t i, int in, int out)
{
	struct member *m = &h->line->members[i];
	pid_t pid = fork();

	if (pid == 0)
		become_member(h, m, in, out);
	m->pid = pid > 0 ? pid : 0;
	if (pid > 0) {
		(void)setpgid(pid, pid);
		h->running++;
	}
	report(h, i, pid < 0, pid < 0 ? W_EXITCODE(EM_TEMP, 0) : 0);
}

static void
start_all(struct holder *h)
{
	const struct line *line = h->line;
	int in = open_input(h);

	for (size_t i = 0; i < line->plan->count; i++)
		line->members[i].pid = 0; /* of an earlier run */
	for (size_t i = 0; i < line->plan->count; i++) {
		int edge[2] = { -1, -1 };

		if (i + 1 < line->plan->count)
			open_edge(line->members[i].program, edge);
		start(h, i, in, edge[1]);
		(void)close(in);
		if (edge[1] >= 0)
			(void)close(edge[1]);
		in = edge[0];
	}
	for (size_t i = 0; i < line->plan->count; i++) { /* theirs alone */
		(void)close(line->members[i].says.its);
		if (line->members[i].ready.its >= 0)
			(void)close(line->members[i].ready.its);
	}
}

/* --- its life --- */

static void
obey(struct holder *h)
{
	struct order order;

	if (read(h->lifeline, &order, sizeof(order)) != sizeof(order))
		end();
	if (order.signal && h->line->members[order.program].pid > 0)
		(void)kill(-h->line->members[order.program].pid, order.signal);
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
		for (size_t i = 0; i < h->line->plan->count; i++)
			if (h->line->members[i].pid == pid) {
				report(h, i, true, status);
				h->line->members[i].pid = 0;
				h->running--;
			}
}

/* Nothing of the supervisor's but what it gave: no other line's lifeline. */
static void
keep_own(const struct holder *h)
{
	size_t n = 0, count = h->line->plan->count;
	int *fds = mem_zalloc(3 * count + 3, sizeof(*fds));

	fds[n++] = h->lifeline;
	fds[n++] = h->reports;
	fds[n++] = h->line->rejects;
	for (size_t i = 0; i < count; i++) {
		fds[n++] = h->line->members[i].says.its;
		fds[n++] = h->line->members[i].ready.its;
		fds[n++] = h->line->members[i].progress_fd;
	}
	proc_close_but(fds, n);
	free(fds);
}

void
holder_run(struct line *line, int lifeline, int reports)
{
	struct holder h = { line, 0, lifeline, reports, -1, -1, -1 };
	struct pollfd waits[2];
	sigset_t set;

	(void)setsid();
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)prctl(PR_SET_NAME, "emgen-holder");
	for (int i = 1; i < SIGNALS_END; i++)
		if (i != SIGCHLD)
			(void)signal(i, SIG_IGN);
	keep_own(&h);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigprocmask(SIG_SETMASK, &set, NULL);
	h.signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	take_lock(&h);
	start_all(&h);
	waits[0] = (struct pollfd){ lifeline, POLLIN, 0 };
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
