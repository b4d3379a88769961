/*
 * ledger - emgen.lock during a run: as it was, and as it becomes.
 *
 * What the run does not see stays, but for files that are no longer there, and
 * the names of a table that is gone and has no file left.
 */
#ifndef EMGEN_RENDER_LEDGER_H
#define EMGEN_RENDER_LEDGER_H

#include <stdbool.h>

#include "journal.h"
#include "lock.h"

/* The "table" of files that are about all of them. */
#define LEDGER_ALL_TABLES "*"

struct ledger {
	char *path, *folder;     /* of emgen.lock */
	struct lock *old, *next; /* next: what this run says */
	struct map done;         /* set of the tables it has been through */
	struct map left;         /* set of files that are of no use any more */
	struct journal journal;
};

/* Takes path, NULL for none.  -1 when the lock cannot be read. */
int ledger_open(struct ledger *ledger, char *path, struct em_err *err);
void ledger_close(struct ledger *ledger);

/* A table is done: the names that the lock had for it are replaced. */
void ledger_done(struct ledger *ledger, const char *table);

/* A base that the lock knows is of no use any more; it is said and forgotten.
 */
void ledger_leave(struct ledger *ledger, const char *table, const char *name);

/*
 * The end of a run.  tables is the set of all that the database has, NULL when
 * that is not known: then nothing is gone.
 */
void ledger_finish(struct ledger *ledger, const struct map *tables);

/*
 * The same, and the file is written, by rename and only when it would change.
 * What other runs have written since ledger_open() is kept: from reading it
 * again to the rename the folder is locked.
 */
int ledger_write(
    struct ledger *ledger, const struct map *tables, struct em_err *err);

#endif
