/*
 * verbs - what emgen-queue can be told to do, each in a file of its own.  A
 * verb gets the arguments from its own name on and returns what main() should.
 */
#ifndef EMGEN_QUEUE_VERBS_H
#define EMGEN_QUEUE_VERBS_H

#include "verb.h"

int batches_main(int argc, char *argv[]); /* and batch, cancel-, prune- */
int failed_main(int argc, char *argv[]);
int flush_main(int argc, char *argv[]); /* and prune-failed, forget */
int list_main(int argc, char *argv[]);
int manage_main(int argc, char *argv[]); /* pause, resume, clear, restart */
int monitor_main(int argc, char *argv[]);
int push_main(int argc, char *argv[]);
int retry_main(int argc, char *argv[]); /* and retry-batch */
int show_main(int argc, char *argv[]);
int work_main(int argc, char *argv[]);

#endif
