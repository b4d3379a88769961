/*
 * holder - the process that a line lives under.
 *
 * The supervisor forks it, it forks the programs.  It is their subreaper and
 * does one thing of its own: when the lifeline, the pipe that brings orders
 * from the supervisor, ends, it kills all that came from them, and ends.
 */
#ifndef EMGEN_SUPERVISE_HOLDER_H
#define EMGEN_SUPERVISE_HOLDER_H

#include "line.h"

/* From the supervisor: a signal for one program, or the end of the FIFO. */
struct order {
	unsigned program;
	int signal; /* 0: no more is taken from the FIFO at the begin */
};

/* To it: a program has started, or has ended (status of waitpid(2)). */
struct report {
	unsigned program;
	pid_t pid; /* 0: it could not be started, and status says why */
	bool ended;
	int status;
};

/* The life of a holder, in the child of fork(2) with its copy of the line. */
_Noreturn void holder_run(struct line *line, int lifeline, int reports);

#endif
