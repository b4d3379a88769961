/* registry - the commands that emgen has: commands.list.  Layer svc. */
#ifndef EMGEN_REGISTRY_H
#define EMGEN_REGISTRY_H

#include <stddef.h>

#include "nearest.h"

/* A command, with the line that its page has as summary. */
struct registry_row {
	const char *name;
	const char *class; /* "own": emgen itself, with no page */
	const char *summary;
};

extern const struct registry_row registry[];
extern const size_t registry_count;

/* The command of that name; or NULL, and the one that may be meant. */
const struct registry_row *registry_find(
    const char *name, struct nearest *nearest);

#endif
