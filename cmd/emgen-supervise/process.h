/* process - the holder and the programs of a line that runs. */
#ifndef EMGEN_SUPERVISE_PROCESS_H
#define EMGEN_SUPERVISE_PROCESS_H

#include "group.h"

/* Makes the members of a group; its line, file and lock are set. */
void process_init(struct group *g);

/* Forks the holder; -1 when that cannot be, and once more may help. */
int process_start(struct group *g);

/* A signal for one program and what it started; 0: the line's FIFO ends. */
void process_signal(struct group *g, size_t program, int signal);

/* Lets go of the lifeline: the holder ends everything. */
void process_cut(struct group *g);

/*
 * Takes one report of the holder: 1 with the event that it is, 0 when there is
 * none.
 */
int process_reports(struct group *g, enum event *event);

/* The same for what a member says on its descriptors. */
enum event process_ready(struct member *member);

#endif
