/* cast - what PHP makes of a column that has no enum. */
#ifndef EMGEN_DEFINE_CAST_H
#define EMGEN_DEFINE_CAST_H

#include "define.h"

enum { CAST_MAX = 64 };

/* The cast of a column, perhaps made in text; NULL for none. */
const char *cast_find(const struct model *model, const struct column *column,
    char text[CAST_MAX]);

/* The type of its value: a name of the schema's phpType. */
const char *cast_type(const struct model *model, const struct column *column);

/*
 * Whether a column that rows are found by stays as it is stored.  Eloquent
 * would look for a Carbon, which SQL compares with its time of day, or hand an
 * enum to a key that has another; and it takes 5.00 and 5 for two keys.
 */
bool cast_is_raw_key(const struct column *column);

#endif
