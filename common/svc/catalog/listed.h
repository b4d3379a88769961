/*
 * listed - the tables that a SchemaAnalysisStarted event names, for telling a
 * mistyped one from one that was only not asked for.  Layer svc.
 */
#ifndef EMGEN_LISTED_H
#define EMGEN_LISTED_H

#include <jansson.h>
#include <stdbool.h>

#include "jsonv.h"

struct listed {
	json_t *labels;  /* "name" or "schema.name" -> whether it is read */
	json_t *names;   /* how else a table that is read may be written */
	json_t *schemas; /* that were looked into; NULL: there are none */
};

/* clang-format off */
#define LISTED_INIT { NULL, NULL, NULL }
/* clang-format on */

/* The tables of the event, whose data it is; release with listed_clear(). */
void listed_read(struct listed *listed, const struct jsonv *data);
void listed_clear(struct listed *listed);

/* The table is read. */
bool listed_is_read(const struct listed *listed, const char *label);

/* There is no such table; one in a schema that was not looked into may be. */
bool listed_is_missing(const struct listed *listed, const char *label);

/* "; did you mean LABEL?", or ""; borrowed until the next call. */
const char *listed_hint(const struct listed *listed, const char *label);

#endif
