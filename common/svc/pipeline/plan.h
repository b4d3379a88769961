/*
 * plan - what a pipeline file comes to: lines of programs that are joined by
 * pipes and FIFOs, with all that is to be known to run them.  Layer svc.
 * Whoever runs a plan does not look into the file.
 */
#ifndef EMGEN_PLAN_H
#define EMGEN_PLAN_H

#include "become.h"
#include "pipeline.h"
#include "retry.h"

enum { PLAN_CODES = 256 };

struct plan_program {
	const char *name; /* its section's; NAME.bus, NAME.push */
	struct become as; /* but for descriptors */
	char **last;      /* the arguments of a worker that is to end */
	const char *fifo; /* the edge to the next one, in place of a pipe */
	bool good[PLAN_CODES]; /* exit codes that are */
};

/* It starts, fails and is tried again as one. */
struct plan_line {
	const char *name; /* of the section it begins with */
	struct plan_program *programs;
	size_t count;
	const char *in;  /* the FIFO that others write into, or NULL */
	const char *out; /* that others read, or NULL */
	const struct plan_line *after;
	bool silent;     /* nothing of it comes to stdout */
	bool from_stdin; /* and else from nothing */
	bool works;      /* on the queue of its name */
	bool is_fed;     /* a worker, and others of the file fill its queue */
	const char **fills; /* the queues that get something from it */
	size_t fill_count;
	struct retry_rules retry;
	double timeout, grace;
	double every; /* seconds; negative: it comes once */
};

struct plan {
	struct plan_line *lines;
	size_t count;
	const char **fifos; /* paths */
	size_t fifo_count;
	const char **queues; /* names */
	size_t queue_count;
	const char *events, *rejects; /* files, or NULL */
};

/*
 * All of a file without mistakes, as long as that lives; FIFOs are below the
 * folder.
 */
void plan_make(struct plan *plan, struct pipeline *file, const char *folder);

#endif
