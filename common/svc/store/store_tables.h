/* store_tables - the tables of the event store (store.h).  Layer svc. */
#ifndef EMGEN_STORE_TABLES_H
#define EMGEN_STORE_TABLES_H

#include "db.h"

/* Makes them, or brings them up to date. */
int store_make_tables(struct db *db, struct em_err *err);

#endif
