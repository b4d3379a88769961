/* store_priv - what the files of the store share (store.h). */
#ifndef EMGEN_STORE_PRIV_H
#define EMGEN_STORE_PRIV_H

#include "store.h"

struct store {
	struct db *db;
	struct db_stmt *version, *insert, *known;
};

#endif
