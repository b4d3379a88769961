/*
 * holder - the process that a line lives under.
 *
 * The supervisor forks it, it forks the programs.  It is their subreaper and
 * does one thing of its own: when the lifeline, the pipe that brings orders
 * from the supervisor, ends, it kills all that came from them, and ends.
 */
#ifndef EMGEN_SUPERVISE_HOLDER_H
#define EMGEN_SUPERVISE_HOLDER_H

#include <stdbool.h>
#include <sys/types.h>

#include "lines.h"

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

/* What one program gets; the descriptors are borrowed. */
struct outfit {
	int messages; /* its stderr */
	int ready;    /* where it says that it is, or -1 */
	int progress; /* file of struct progress */
};

struct held {
	const struct file *file;
	const struct line *line;
	const struct outfit *outfits; /* one a program */
	const char *lock;             /* the line's, which it takes */
	const char *run;              /* EMGEN_CORRELATION_ID, or NULL */
	int lifeline, reports, rejects;
	bool last; /* a worker: until the queue is empty */
};

/* The life of a holder, in the child of fork(2). */
_Noreturn void holder_run(const struct held *held);

#endif
