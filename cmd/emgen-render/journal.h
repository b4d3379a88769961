/*
 * journal - what a run has written, for one that comes after it was killed.
 *
 * emgen.lock is written at the end.  Until then a hidden file beside it has the
 * digests, so that what is there is known to be ours.  And a run that is tried
 * again says ModelGenerated of what an earlier try has written, as that may
 * have been killed before it was heard: $EMGEN_WRITTEN names a file that lives
 * as long as the run.
 */
#ifndef EMGEN_RENDER_JOURNAL_H
#define EMGEN_RENDER_JOURNAL_H

#include <stdbool.h>

#include "die.h"
#include "lock.h"

struct journal {
	char *path;        /* beside emgen.lock; NULL without one */
	char *folder;      /* of emgen.lock */
	char *root;        /* the same from the root, once it is there */
	int fd;            /* -1: nothing is written yet */
	size_t noted;      /* bytes of it that this run wrote */
	struct lock *told; /* of earlier tries; NULL without $EMGEN_WRITTEN */
	int told_fd;
};

/* For the lock of that path in that folder; path may be NULL. */
void journal_open(
    struct journal *journal, const char *path, const char *folder);
void journal_close(struct journal *journal);

/*
 * The file, named from the lock's folder, is about to be written; -1 when that
 * cannot be noted, and it should not.
 */
int journal_note(struct journal *journal, const char *table, const char *name,
    const char *digest, struct em_err *err);

/* True when an earlier try of this run has written it. */
bool journal_knows(
    struct journal *journal, const char *table, const char *name);

/*
 * Adds to lock the files of runs that were killed, where they are still as they
 * were written.
 */
void journal_recall(const struct journal *journal, struct lock *lock);

/* emgen.lock has it all now; who still writes goes on with the journal. */
void journal_end(struct journal *journal);

#endif
