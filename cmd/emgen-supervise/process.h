/* process - the holder and the programs of a line that runs. */
#ifndef EMGEN_SUPERVISE_PROCESS_H
#define EMGEN_SUPERVISE_PROCESS_H

#include "line.h"

/* Makes the members of a line; the rest of it is set. */
void process_init(struct line *line);

/*
 * Under a holder; -1 when that cannot be, which is said, and gives the line its
 * code: once more may help.
 */
int process_start(struct line *line);

/*
 * Something can be read: reports of the holder, what a program says, that it is
 * ready.  The line gets the events that follow.
 */
void process_reports(void *line);
void process_messages(void *member);
void process_ready(void *member);

#endif
