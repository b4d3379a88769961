/* boolean - which columns that look like a boolean are one. */
#ifndef EMGEN_DEFINE_BOOLEAN_H
#define EMGEN_DEFINE_BOOLEAN_H

#include "define.h"

/*
 * Makes integers, or texts, of the columns that are booleans by their type but
 * hold some.
 * What rows are found by must be known.
 */
void boolean_settle(struct model *model);

#endif
