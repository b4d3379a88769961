/*
 * control - questions to a running supervisor, over a socket of its own user.
 * Layer svc.  One packet is one question, one packet the answer.
 */
#ifndef EMGEN_CONTROL_H
#define EMGEN_CONTROL_H

#include "buf.h"
#include "die.h"

enum { CONTROL_MAX = 1 << 17 }; /* bytes of an answer */

/* The folder of a pipeline's FIFOs, locks and socket; owned by the caller. */
char *control_folder(const char *name);

/* The names of the pipelines that run here, ended by NULL. */
char **control_running(void);
void control_free(char **names);

/* The other side: what answers, and who asks. */
struct control {
	int listening, client; /* to be watched by a poll(2), where not -1 */
	int spare;             /* keeps a number for a client */
	void (*answer)(void *ctx, char *question, struct buf *answer);
	void *ctx;
};

/*
 * Listens for questions to the pipeline of that name, which only its user may
 * ask; the descriptors never block.
 */
int control_listen(
    struct control *control, const char *name, struct em_err *err);

/* Removes the socket. */
void control_remove(const char *name);

/*
 * When they can be read: a new client takes the place of one that has asked
 * nothing, and is let go with the answer to its question.  There is a place for
 * one also when we have used up our descriptors.
 */
void control_take(void *control);
void control_serve(void *control);

/* Asks the pipeline of that name and appends its answer. */
int control_ask(const char *name, const char *question, struct buf *answer,
    struct em_err *err);

#endif
