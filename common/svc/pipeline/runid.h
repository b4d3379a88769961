/*
 * runid - the correlationid that something runs under.  Layer svc.
 *
 * A retry has that of the try before it, so that events which were stored, or
 * became jobs, are the same ones.  It is kept in a file, for one who comes
 * after a process that was killed.
 */
#ifndef EMGEN_RUNID_H
#define EMGEN_RUNID_H

#include <stdbool.h>

#include "die.h"
#include "id.h"

struct runid {
	const char *path; /* of the file; borrowed */
	char *written;    /* $EMGEN_WRITTEN: beside it, while the run lasts */
	char id[ID_TEXT]; /* "" between two runs */
	bool goes_on;     /* where a try left it */
};

/* The id in $EMGEN_CORRELATION_ID, or "". */
const char *runid_given(void);

/* That which is given, or a run that was not complete. */
void runid_find(struct runid *run, const char *path);

/* A new one, unless there is one; -1 when it cannot be kept in the file. */
int runid_begin(struct runid *run, struct em_err *err);

/* The next is another: this one is complete, or never will be. */
void runid_end(struct runid *run);

/* Removes the files. */
void runid_remove(struct runid *run);

#endif
