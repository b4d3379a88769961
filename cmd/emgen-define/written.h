/* written - models that a person has written, for the tables they are of. */
#ifndef EMGEN_DEFINE_WRITTEN_H
#define EMGEN_DEFINE_WRITTEN_H

#include <jansson.h>

#include "classes.h"
#include "settings.h"

/*
 * {"schema.name" or "name": {class, path, pivot}} for those of the tables that
 * have one; others gets those that are of none.  New references.
 */
json_t *written_find(const struct classes *classes, const struct jsonv *tables,
    const struct settings *settings, json_t **others);

/* Its class if that is in the namespace of ours, else NULL; borrowed. */
const char *written_among_ours(
    const json_t *model, const struct settings *settings);

#endif
