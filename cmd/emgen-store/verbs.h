/*
 * verbs - what emgen-store can be told to do, each in a file of its own.  A
 * verb gets the arguments from its own name on and returns what main() should.
 */
#ifndef EMGEN_VERBS_H
#define EMGEN_VERBS_H

#include "db.h"
#include "store.h"

int append_main(int argc, char *argv[]); /* and import */
int project_main(int argc, char *argv[]);
int read_main(int argc, char *argv[]);   /* and events-for, export */
int replay_main(int argc, char *argv[]); /* list-parked, replay-parked */
int stats_main(int argc, char *argv[]);
int subscribe_main(int argc, char *argv[]);
int verify_main(int argc, char *argv[]);

extern const char store_usage[];

/* Where the events are; what all verbs share. */
struct place {
	const char *dsn;
	struct db *db;
	struct store *store;
};

/* getopt's entry for --database, and its value. */
/* clang-format off */
#define PLACE_LONGOPTS { "database", required_argument, NULL, PLACE_OPT }
/* clang-format on */
enum { PLACE_OPT = 0x3000 };

/*
 * Opens --database, else $EMGEN_DATABASE, else the file emgen.db in the folder
 * of the working directory; ends the program when it cannot be.
 */
void place_open(struct place *place);
void place_close(struct place *place);

#endif
