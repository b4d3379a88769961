/*
 * run - the correlationid that a line runs under.  A retry has that of the try
 * before it, so that events which were stored, or became jobs, are the same
 * ones.  It is in the file of the line's lock, for one who comes after a
 * supervisor that was killed.
 */
#ifndef EMGEN_SUPERVISE_RUN_H
#define EMGEN_SUPERVISE_RUN_H

#include "group.h"

/* What $EMGEN_CORRELATION_ID asks for, or a run that was not complete. */
void run_find(struct group *g);

/* A new one, unless there is one; noted in the file. */
void run_begin(struct group *g);

/* The next is another: this one is complete, or never will be. */
void run_end(struct group *g);

#endif
