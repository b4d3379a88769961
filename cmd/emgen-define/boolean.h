/* boolean - which columns that look like a boolean are one. */
#ifndef EMGEN_DEFINE_BOOLEAN_H
#define EMGEN_DEFINE_BOOLEAN_H

#include "define.h"

/*
 * Columns that are booleans by their type, but hold integers or texts, become
 * such.  What rows are found by must be known.
 */
void boolean_settle(struct model *model);

#endif
