/* supervise - runs the lines of a plan until they have ended. */
#ifndef EMGEN_SUPERVISE_SUPERVISE_H
#define EMGEN_SUPERVISE_SUPERVISE_H

#include "control.h"
#include "line.h"

/* What poll(2) watches, while it is not -1. */
struct source {
	const int *fd;
	void (*ready)(void *ctx);
	void *ctx;
};

struct supervisor {
	const char *name;
	char *folder; /* of its FIFOs, locks and socket */
	struct plan *plan;
	struct line *lines;     /* one a line of the plan */
	struct source *sources; /* made once */
	size_t source_count;
	struct control control;
	int signals;
	unsigned told; /* how often it was told to end */
	bool ready;    /* and has said so */
	bool complete; /* before it began: it was killed when it was to end */
};

/* The exit code; what the file comes to has a name. */
int supervise(struct pipeline *file, const char *name);

/* The answer to a question of emgen ctl or emgen status (control.c). */
void control_answer(void *supervisor, char *question, struct buf *answer);

#endif
