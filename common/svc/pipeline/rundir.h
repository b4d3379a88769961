/*
 * rundir - the folder of a pipeline that runs, which one process has at a
 * time.  Layer svc.
 */
#ifndef EMGEN_RUNDIR_H
#define EMGEN_RUNDIR_H

#include "die.h"

/*
 * Makes the folder, for us alone, and takes its lock, as long as the process
 * lives.  -1 when another has it.
 */
int rundir_take(const char *folder, struct em_err *err);

/* Removes the folder, when there is only its lock. */
void rundir_leave(const char *folder);

#endif
