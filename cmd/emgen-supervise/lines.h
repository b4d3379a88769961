/*
 * lines - what a pipeline file comes to: lines of programs joined by pipes and
 * FIFOs.  A line starts, fails and is retried as one.
 */
#ifndef EMGEN_SUPERVISE_LINES_H
#define EMGEN_SUPERVISE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "file.h"

struct program {
	const char *name;              /* its section's; NAME.bus, NAME.push */
	const struct section *section; /* what it runs under */
	char **argv;                   /* ended by NULL */
	size_t argc, cap;
	const char *fifo; /* the edge to the next one, in place of a pipe */
};

struct line {
	const struct section *head; /* the one it begins with */
	struct program *programs;
	size_t count, cap;
	const char *in;   /* the FIFO that others write into, or NULL */
	const char *out;  /* that others read, or NULL */
	const char *push; /* the queue at its end, or NULL */
	const struct line *after;
	bool nowhere; /* to = none */
	bool works;   /* on a queue */
	bool is_fed;  /* a worker, and others of the file fill its queue */
	const char **queues; /* that get something from it */
	size_t queue_count, queue_cap;
};

struct lines {
	struct line *line;
	size_t count, cap;
};

/* The number of the descriptor on which it says that it is ready, or NULL. */
const char *lines_ready(const struct program *program);

/* All of a file without mistakes; FIFOs are below the folder. */
void lines_make(
    struct lines *lines, const struct file *file, const char *folder);

#endif
