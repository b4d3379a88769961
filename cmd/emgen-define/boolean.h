/* boolean - which columns that look like a boolean are one. */
#ifndef EMGEN_DEFINE_BOOLEAN_H
#define EMGEN_DEFINE_BOOLEAN_H

#include "define.h"

/*
 * The columns of the model, with those that are booleans by their type but hold
 * integers as such; from the arena when they differ.  Of the model its key and
 * relations must be known.
 */
const struct jsonv *boolean_settle(
    const struct model *model, struct arena *arena);

#endif
