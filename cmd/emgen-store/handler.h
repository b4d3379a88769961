/* handler - a program that digests events, run once for each batch. */
#ifndef EMGEN_HANDLER_H
#define EMGEN_HANDLER_H

#include <stdint.h>

#include "buf.h"
#include "die.h"

struct handler {
	char *path;        /* owned */
	char *const *argv; /* ended by NULL */
	const char *name;  /* of the subscription, for its environment */
};

/* Takes NAME -- HANDLER [ARG ...]; ends the program when it is not that. */
void handler_parse(struct handler *handler, char *const operands[]);

void handler_clear(struct handler *handler);

/*
 * Runs it with the lines as its input; what it writes goes into out, whole
 * lines only.  Its exit code as a shell would see it; -1 with err for a program
 * that cannot be started, a line torn or too long.
 */
int handler_run(const struct handler *handler, const struct buf *lines,
    int64_t position, unsigned attempt, struct buf *out, struct em_err *err);

#endif
