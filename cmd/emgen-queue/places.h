/*
 * places - where the jobs are, and those that failed: --database and --failed.
 * Ends the program when it cannot go on.
 */
#ifndef EMGEN_QUEUE_PLACES_H
#define EMGEN_QUEUE_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "batch.h"
#include "failed.h"
#include "place.h"
#include "queue.h"

struct places {
	const char *database, *failed_dsn; /* as told, or NULL */
	bool looks; /* makes nothing: where nothing is, there are no jobs */
	struct queue *queue;
	struct failed *failed;
	struct batches *batches;
};

/* getopt's entries, and what takes their values: true when c was one. */
/* clang-format off */
#define PLACES_LONGOPTS PLACE_LONGOPTS, \
	{ "failed", required_argument, NULL, PLACES_OPT_FAILED }
/* clang-format on */
enum { PLACES_OPT_FAILED = PLACE_OPT + 1 };
bool places_option(struct places *places, int c, const char *arg);

void places_open_queue(struct places *places);

/* Without --failed it is the database of the queue; EM_PERM if that is Redis.
 */
void places_open_failed(struct places *places);

/* Batches are where the queue is; those of Redis where failed jobs are. */
void places_open_batches(struct places *places);
void places_close(struct places *places);

/* Dies for a name that not every database takes. */
void places_check_name(const char *option, const char *name);

/* The same, and for one that no option which takes several could say. */
void places_check_queue(const char *option, const char *name);

#endif
