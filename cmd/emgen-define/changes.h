/*
 * changes - what differs between two definitions of a model: the array
 * "changes" of ModelDefinitionChanged, empty for none.
 */
#ifndef EMGEN_DEFINE_CHANGES_H
#define EMGEN_DEFINE_CHANGES_H

#include <jansson.h>

/*
 * old is the data of a stored definition, name and attributes the new one.  A
 * new reference.
 */
json_t *changes_find(
    const json_t *old, const char *name, const json_t *attributes);

#endif
