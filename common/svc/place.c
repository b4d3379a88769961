/* place - where emgen keeps its events (place.h). */
#include "place.h"

#include <stdlib.h>

#include "buf.h"
#include "die.h"
#include "dsn.h"

enum { TIMEOUT = 5 }; /* seconds */

/* .emgen/emgen.db, or that in $EMGEN_HOME. */
static char *
default_dsn(void)
{
	const char *home = getenv("EMGEN_HOME");
	struct buf dsn = BUF_INIT;

	buf_adds(&dsn, "sqlite:");
	dsn_encode(&dsn, home && *home ? home : ".emgen", "/");
	buf_adds(&dsn, "/emgen.db");
	return buf_detach(&dsn);
}

void
place_open(struct place *place)
{
	const char *dsn = place->dsn ? place->dsn : getenv("EMGEN_DATABASE");
	char *own = dsn && *dsn ? NULL : default_dsn();
	struct em_err err;

	place->db = db_open(own ? own : dsn, TIMEOUT, &err);
	free(own);
	if (!place->db)
		die_err(&err);
	place->store = store_open(place->db, &err);
	if (!place->store)
		die_err(&err);
}

void
place_close(struct place *place)
{
	store_close(place->store);
	db_close(place->db);
}
