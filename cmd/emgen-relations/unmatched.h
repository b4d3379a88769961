/* unmatched - the user's names of relations that there are not. */
#ifndef EMGEN_RELATIONS_UNMATCHED_H
#define EMGEN_RELATIONS_UNMATCHED_H

#include "detect.h"
#include "listed.h"

struct unmatched {
	json_t *wanted; /* key -> name, of those not seen; NULL: all were */
	json_t *keys;   /* of the relations that there are */
};

/* Begins with the names of the settings; release with unmatched_clear(). */
void unmatched_begin(
    struct unmatched *unmatched, const struct settings *settings);
void unmatched_clear(struct unmatched *unmatched);

/* These relations there are. */
void unmatched_see(
    struct unmatched *unmatched, const struct relations *relations);

/* Warns of the rest, but for those of tables that were not asked for. */
void unmatched_warn(
    const struct unmatched *unmatched, const struct listed *listed);

/* Warns of tables that --through names and that there are not. */
void unmatched_warn_through(
    const struct settings *settings, const struct listed *listed);

#endif
