/* place - where emgen keeps its events (place.h). */
#include "place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "dsn.h"
#include "mem.h"

/* The file in .emgen, or in $EMGEN_HOME. */
static char *
default_dsn(const char *file)
{
	const char *home = getenv("EMGEN_HOME");
	struct buf dsn = BUF_INIT;

	buf_adds(&dsn, "sqlite:");
	dsn_encode(&dsn, home && *home ? home : ".emgen", "/");
	buf_addc(&dsn, '/');
	buf_adds(&dsn, file);
	return buf_detach(&dsn);
}

char *
place_file_dsn(const char *dsn, const char *variable, const char *file)
{
	if (!dsn)
		dsn = getenv(variable);
	return dsn && *dsn ? mem_strdup(dsn) : default_dsn(file);
}

char *
place_dsn(const char *dsn)
{
	return place_file_dsn(dsn, "EMGEN_DATABASE", "emgen.db");
}

char *
place_to_look_at_take(char *dsn)
{
	static const char file[] = "sqlite:";
	struct em_err err;
	char *path = strncmp(dsn, file, strlen(file)) == 0
			 ? dsn_sqlite_path(dsn, &err)
			 : NULL;

	if (path && access(path, F_OK) < 0 && errno == ENOENT) {
		free(dsn);
		dsn = NULL;
	}
	free(path);
	return dsn;
}

void
place_open(struct place *place)
{
	char *dsn = place_dsn(place->dsn);
	struct em_err err;

	if (place->looks)
		dsn = place_to_look_at_take(dsn);
	place->db = db_open(dsn, PLACE_TIMEOUT, &err);
	free(dsn);
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
