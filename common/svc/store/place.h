/*
 * place - where emgen keeps its events, for the programs that work on them.
 * Layer svc; like core/ev it ends the program when it cannot go on.
 */
#ifndef EMGEN_PLACE_H
#define EMGEN_PLACE_H

#include "db.h"
#include "silence.h"
#include "store.h"

/* dsn, else $EMGEN_DATABASE, else the file; owned by the caller. */
char *place_dsn(const char *dsn);

/* The same with another variable and file of emgen's folder. */
char *place_file_dsn(const char *dsn, const char *variable, const char *file);

/*
 * Takes a DSN, and gives it back for who only looks: NULL for a file that is
 * not there and would be made (db_open()).
 */
char *place_to_look_at_take(char *dsn);

/* A place; .dsn and .looks may be set before it is opened. */
struct place {
	const char *dsn;
	bool looks; /* makes nothing: what is not there is empty */
	struct db *db;
	struct store *store;
};

/* getopt's entry for --database, and its value. */
/* clang-format off */
#define PLACE_LONGOPTS { "database", required_argument, NULL, PLACE_OPT }
/* clang-format on */
enum { PLACE_OPT = 0x3000, PLACE_TIMEOUT = SILENCE_CONNECT };

/*
 * Opens --database, else $EMGEN_DATABASE, else the file emgen.db in the folder
 * of the working directory; ends the program when it cannot be.
 */
void place_open(struct place *place);
void place_close(struct place *place);

#endif
