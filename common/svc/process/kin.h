/*
 * kin - the children of this process, those included that it got as a
 * subreaper when their parents died.  Layer svc.
 */
#ifndef EMGEN_KIN_H
#define EMGEN_KIN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Calls use with the id of each child that is there now; false when we cannot
 * see them.
 */
bool kin_each(void (*use)(pid_t pid, void *ctx), void *ctx);

/*
 * Notes the children that are there; later, whether one was.  A program has
 * some from the start when it took the place of a shell.
 */
void kin_note(void);
bool kin_is_noted(pid_t pid);

/* Lets go of the children that have ended. */
void kin_bury(void);

/*
 * Sends SIGKILL to all children but those noted, and to theirs, until none is
 * left.
 */
void kin_kill(void);

/*
 * Sends SIGKILL to all who have the file open, whoever started them; not to us.
 */
void kin_kill_openers(int fd);

#endif
