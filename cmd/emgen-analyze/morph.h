/* morph - two columns that say together what a row refers to. */
#ifndef EMGEN_ANALYZE_MORPH_H
#define EMGEN_ANALYZE_MORPH_H

#include "model.h"

/*
 * The column called like this one but for the last word: owner_type for
 * owner_id and "type".  NULL when there is none.
 */
const char *morph_sibling(
    const struct model *model, const char *name, const char *last);

#endif
