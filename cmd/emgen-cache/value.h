/* value - the lines that are kept: gathered from an input, and replayed. */
#ifndef EMGEN_VALUE_H
#define EMGEN_VALUE_H

#include <stdbool.h>

#include "cache.h"
#include "ev.h"
#include "request.h"
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

/*
 * Stores the value as the request says, unless it is not whole, or nothing: a
 * source that died before its first line is no empty schema.  It is said when
 * nothing is stored; dies when it cannot be.
 */
void value_store(struct value *value, struct cache *cache,
    const struct request *request, const struct cache_ticket *ticket);

/*
 * Writes the value that was found to stdout, by whole lines; or dies.  With
 * restamp its events become those of this run: id, correlationid and
 * causationid are what the command would write now.
 */
int value_replay(struct cache *cache, bool restamp);

#endif
