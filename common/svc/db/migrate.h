/*
 * migrate - the tables of a part of emgen, brought up to date.  Layer svc.
 *
 * The version that a database is at stands in the table emgen_migrations, one
 * row for each part.  Migrations run in one transaction under a lock: several
 * programs that start at once make the tables once.
 */
#ifndef EMGEN_MIGRATE_H
#define EMGEN_MIGRATE_H

#include <stddef.h>

#include "db.h"

/* The i-th takes the part from version i to i + 1. */
struct migration {
	const char *sqlite, *pgsql, *mysql; /* statements */
};

/*
 * Brings a part up to version n.  A database that is at a later version was
 * used by a later emgen: EM_PERM.
 */
int migrate(struct db *db, const char *part,
    const struct migration migrations[], size_t n, struct em_err *err);

/*
 * Makes a table that is not there.  One that is there may be another program's:
 * it is used as it is.  1 when it was made, 0 when it was there.
 */
int migrate_table(struct db *db, const char *name,
    const struct migration *table, struct em_err *err);

#endif
