/* value - the lines that are kept: gathered from an input, and replayed. */
#ifndef EMGEN_VALUE_H
#define EMGEN_VALUE_H

#include <stdbool.h>

#include "cache.h"
#include "ev.h"
#include "spool.h"

struct value {
	struct spool spool;
	bool is_analysis; /* it has begun as one */
	bool is_whole;    /* and ended as one; of others, that it ended */
	bool is_lost;     /* it could not be kept: err says why */
	struct em_err err;
};

/* clang-format off */
#define VALUE_INIT { .spool = SPOOL_INIT }
/* clang-format on */

/* Gathers all lines of the input, and writes each to the output as it comes. */
void value_gather(struct value *value, struct ev_io *io);

/* Writes the value that was found to stdout, by whole lines; or dies. */
int value_replay(struct cache *cache);

#endif
