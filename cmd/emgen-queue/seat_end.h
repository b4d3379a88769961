/* seat_end - how an attempt ends, and what that means for its job. */
#ifndef EMGEN_SEAT_END_H
#define EMGEN_SEAT_END_H

#include <stdbool.h>

#include "seat.h"

/* Whether an exit code says that the handler can never run. */
bool seat_cannot_run(int code);

/* What the exit of the handler says about the job. */
void seat_judge_exit(struct seat *seat);

/* The outcome is known: the verdict, and the state that follows. */
void seat_conclude(struct seat *seat);

/* The job is out of hand; the one that was claimed for then is begun. */
void seat_leave_job(struct seat *seat);

#endif
