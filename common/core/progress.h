/*
 * progress - what a stage has done so far, for whoever watches it.  Layer core.
 * $EMGEN_STATUS_FD names a descriptor of a file that holds one of these; the
 * stage maps it, so that telling costs no system call.
 */
#ifndef EMGEN_PROGRESS_H
#define EMGEN_PROGRESS_H

#include <stdint.h>

enum progress_doing {
	PROGRESS_NONE, /* it does not tell */
	PROGRESS_WORKS,
	PROGRESS_READS,  /* waits for input */
	PROGRESS_WRITES, /* waits for room in its output */
};

/* In the order of the machine; written by one process, read by another. */
struct progress {
	uint64_t in, out; /* lines */
	uint32_t doing;
};

/*
 * What $EMGEN_STATUS_FD names, which is closed and not handed on to children;
 * memory of our own without it.  Never NULL.
 */
struct progress *progress_open(void);

/*
 * Memory for a stage to be started, and the descriptor that it is to inherit;
 * NULL when there is none.  Both are for the life of the process.
 */
struct progress *progress_make(int *fd);

#endif
