/*
 * rundir - the folder of a pipeline that runs, which one process has at a
 * time.  Layer svc.
 */
#ifndef EMGEN_RUNDIR_H
#define EMGEN_RUNDIR_H

#include "die.h"

/*
 * Makes the folder, for us alone, and takes its lock, as long as the process
 * lives.  -1 when another has it.  1 when one before us had completed the run
 * of that id ("" is none), and was killed before it had left.
 */
int rundir_take(const char *folder, const char *run, struct em_err *err);

/* The run of that id is complete: all that remains is to leave. */
void rundir_complete(const char *folder, const char *run);

/* Removes the folder, when there is only its lock. */
void rundir_leave(const char *folder);

#endif
