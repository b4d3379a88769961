/*
 * said - warnings about tables.  What is true of many is told once for all of
 * them, when the analysis is at its end: a schema in which every table has the
 * same flaw is not to bury the rest.
 */
#ifndef EMGEN_DEFINE_SAID_H
#define EMGEN_DEFINE_SAID_H

#include "map.h"

/* Keeps a warning, both texts copied. */
void said_add(struct map *said, const char *table, const char *text);

/* Tells a line for each text, and forgets them all. */
void said_tell(struct map *said);

#endif
