/*
 * errors - what a handler writes to standard error: it goes on to our own, and
 * its end is kept for failed_jobs.
 */
#ifndef EMGEN_QUEUE_ERRORS_H
#define EMGEN_QUEUE_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"
#include "feed.h"

enum { ERRORS_KEPT = 4096 };

struct errors {
	int fd;          /* our end of the handler's; -1 for none */
	struct buf tail; /* the end of what came, ERRORS_KEPT bytes or less */
	bool cut;        /* it is not all that came */
};

/* clang-format off */
#define ERRORS_INIT { -1, BUF_INIT, false }
/* clang-format on */

/* A pipe; *theirs is for the handler, and the caller's to close. */
int errors_open(struct errors *errors, int *theirs, struct em_err *err);

/* Some of what is there; false when nothing is. */
bool errors_take(struct errors *errors, struct feed *on);

/* All that is there: a pipe full at the most, from a handler that has ended. */
void errors_drain(struct errors *errors, struct feed *on);

/* The pipe only; and what was kept. */
void errors_close(struct errors *errors);
void errors_forget(struct errors *errors);

/* What was kept, without a letter that is cut. */
void errors_add(struct buf *text, const struct errors *errors);

#endif
