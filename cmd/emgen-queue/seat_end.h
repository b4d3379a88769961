/* seat_end - how an attempt ends, and what that means for its job. */
#ifndef EMGEN_SEAT_END_H
#define EMGEN_SEAT_END_H

#include "seat.h"

/* What the exit of the handler says about the job. */
void seat_judge_exit(struct seat *seat);

/* The outcome is known: the verdict, and the state that follows. */
void seat_conclude(struct seat *seat);

/* The job is out of hand; the one that was claimed for then is begun. */
void seat_leave_job(struct seat *seat);

#endif
