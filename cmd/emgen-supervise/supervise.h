/* supervise - runs the lines of a pipeline until they have ended. */
#ifndef EMGEN_SUPERVISE_SUPERVISE_H
#define EMGEN_SUPERVISE_SUPERVISE_H

#include "buf.h"
#include "group.h"

struct supervisor {
	const char *name;
	const struct file *file;
	struct lines lines;
	struct group *groups; /* one a line */
	pid_t *strangers;     /* children that we had before; ended by 0 */
	int signals, control, client, lock;
	unsigned told; /* how often it was told to end */
	bool ready;    /* and has said so */
};

/* The exit code. */
int supervise(const struct file *file, const char *name);

/* The answer to a question of emgen ctl or emgen status (control.c). */
void control_answer(struct supervisor *sv, char *question, struct buf *answer);

#endif
