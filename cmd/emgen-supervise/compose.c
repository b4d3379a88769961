/* compose - the programs of a line, started and joined (compose.h). */
#include "compose.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "become.h"
#include "line.h"
#include "proc.h"

enum { RUN_TEXT = ID_TEXT + 32 };

/* Both ends of what joins a program and the next one. */
static void
open_edge(const char *fifo, int fd[2])
{
	struct em_err err;

	if ((fifo ? proc_fifo(fifo, fd, &err) : proc_pipe(fd, &err)) < 0)
		die_note("%s", err.msg);
}

/* Standard input is read from the begin, where that can be had again. */
static int
open_input(struct holder *holder, const struct plan_line *plan)
{
	int fd[2] = { -1, -1 };

	if (plan->in) {
		open_edge(plan->in, fd);
		hold_fifo(holder, fd[1]);
		return fd[0];
	}
	if (!plan->from_stdin)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (lseek(STDIN_FILENO, 0, SEEK_CUR) >= 0)
		fd[0] = open("/proc/self/fd/0", O_RDONLY | O_CLOEXEC);
	return fd[0] >= 0 ? fd[0] : fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
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

_Noreturn static void
become_member(const struct member *m, int lock, int in, int out)
{
	const struct line *line = m->line;
	struct become b = m->program->as;
	char run[RUN_TEXT] = "";

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
	b.keep[0].fd = lock;
	b.keep[1].fd = line->rejects;
	b.keep[1].name = "EMGEN_REJECT_FD";
	b.keep[2].fd = m->progress_fd;
	b.keep[2].name = "EMGEN_STATUS_FD";
	become(&b);
}

void
compose(struct holder *holder, void *ctx)
{
	const struct line *line = ctx;
	const struct member *end = line->members + line->plan->count;
	int in = open_input(holder, line->plan);

	for (const struct member *m = line->members; m < end; m++) {
		int edge[2] = { -1, -1 };

		if (m + 1 < end)
			open_edge(m->program->fifo, edge);
		if (hold_fork(holder, (unsigned)(m - line->members)) == 0)
			become_member(m, hold_lock(holder), in, edge[1]);
		proc_shut(&in);
		proc_shut(&edge[1]);
		in = edge[0];
	}
	for (const struct member *m = line->members; m < end; m++) {
		(void)close(m->says.its); /* theirs alone */
		if (m->ready.its >= 0)
			(void)close(m->ready.its);
	}
}
