/*
 * verbs - what emgen-store can be told to do, each in a file of its own.  A
 * verb gets the arguments from its own name on and returns what main() should.
 */
#ifndef EMGEN_VERBS_H
#define EMGEN_VERBS_H

#include "place.h"
#include "verb.h"

int append_main(int argc, char *argv[]); /* and import */
int project_main(int argc, char *argv[]);
int read_main(int argc, char *argv[]);   /* and events-for, export */
int replay_main(int argc, char *argv[]); /* list-parked, replay-parked */
int stats_main(int argc, char *argv[]);
int subscribe_main(int argc, char *argv[]);
int verify_main(int argc, char *argv[]);

#endif
