/* schedule - which lines may run, and whether any can. */
#ifndef EMGEN_SUPERVISE_SCHEDULE_H
#define EMGEN_SUPERVISE_SCHEDULE_H

#include "supervise.h"

/* Starts what is due; the milliseconds until something else is, or -1. */
int schedule(struct supervisor *sv);

/* True while a line runs, or can come to run. */
bool schedule_live(const struct supervisor *sv);

/* When none can: the exit code, after saying what is not complete. */
int schedule_result(const struct supervisor *sv);

#endif
