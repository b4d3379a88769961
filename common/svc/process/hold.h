/*
 * hold - programs that do not outlive us, whatever they start and whatever
 * becomes of us.  Layer svc.
 *
 * They live under a holder, a process of its own that is their parent and the
 * subreaper of all that comes from them.  When the lifeline, the pipe that
 * brings our orders, ends, it kills them all.  Should the holder be killed, its
 * programs become those of the next subreaper above, which is who uses this:
 * see kin.h.  And should all be killed, a next holder ends whoever still has
 * the lock that they inherited.
 */
#ifndef EMGEN_HOLD_H
#define EMGEN_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "die.h"

/* Our side; the descriptors are -1 when there is no holder. */
struct hold {
	pid_t pid;    /* the holder's, or 0 */
	int lifeline; /* to it; does not block */
	int reports;  /* from it; does not block */
};

/* clang-format off */
#define HOLD_INIT { 0, -1, -1 }
/* clang-format on */

/* A program has started, or has ended. */
struct hold_report {
	unsigned program;
	pid_t pid; /* 0: it could not be started */
	bool ended;
	int status; /* as of waitpid(2) */
};

struct holder;

struct hold_spec {
	const char *lock; /* a file; nobody else holds it meanwhile */
	size_t count;     /* of programs */
	const int *keep;  /* the descriptors that it needs, -1 among them */
	size_t keep_count;
	void (*start)(struct holder *holder, void *ctx); /* in the holder */
	void *ctx;
};

/* Forks the holder; -1 when that cannot be, and once more may help. */
int hold_start(
    struct hold *hold, const struct hold_spec *spec, struct em_err *err);

/* A signal for the group of one program, also for one that has yet to start. */
void hold_signal(const struct hold *hold, size_t program, int signal);

/* The holder closes what hold_fifo() gave it. */
void hold_end_fifo(const struct hold *hold);

/* Lets go of the lifeline. */
void hold_cut(struct hold *hold);

/*
 * The next report: 1, 0 when there is none now, -1 when the holder has ended,
 * after which there is none.  If it was killed, its programs are our children
 * then.
 */
int hold_next(struct hold *hold, struct hold_report *report);

/* --- in the holder, for start --- */

/*
 * fork(2), in a group of its own: 0 in the child, which has each signal's
 * default and none blocked, else the parent's report.
 */
pid_t hold_fork(struct holder *holder, unsigned program);

/* The descriptor of the lock, for a program to inherit. */
int hold_lock(const struct holder *holder);

/* A writer of a FIFO, which is kept so that the FIFO does not end. */
void hold_fifo(struct holder *holder, int fd);

#endif
