/*
 * cache_tables - the tables of a cache in a database.  Layer svc.
 *
 *	cache_entries	what is under a key; made last, so that a value is there
 *			whole or not at all
 *	cache_chunks	its bytes
 *	cache_tags	its tags
 *	cache_marks	what was forgotten or flushed, and at which tick
 *	cache_clock	one row: how many writes there were.  Each write counts
 *			there, and so waits for the one before it to commit
 */
#ifndef EMGEN_CACHE_TABLES_H
#define EMGEN_CACHE_TABLES_H

#include "db.h"

/* Makes them, or brings them up to date. */
int cache_make_tables(struct db *db, struct em_err *err);

#endif
