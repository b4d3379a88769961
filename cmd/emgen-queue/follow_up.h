/* follow_up - jobs among what a handler wrote: --push. */
#ifndef EMGEN_FOLLOW_UP_H
#define EMGEN_FOLLOW_UP_H

#include "seat.h"
#include "work_options.h"

/* From the command line: TYPE=QUEUE. */
void follow_up_add(struct work_options *opt, char *text);

/* What the programs of emgen ask for, where the seed's queues do it. */
void follow_up_add_own(struct work_options *opt);

/* Pushes those of the job that is done, in the transaction that is open. */
int follow_up_push(struct seat *seat, struct em_err *err);

/* Wakes their workers, once that is committed. */
void follow_up_notify(struct worker *w);

#endif
