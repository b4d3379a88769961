/* kind - of which kind a column is, in the words of TableAnalyzed. */
#ifndef EMGEN_RENDER_KIND_H
#define EMGEN_RENDER_KIND_H

#include <stdbool.h>
#include <string.h>

#include "definition.h"

static inline bool
column_is(const struct column *column, const char *kind)
{
	return strcmp(column->kind, kind) == 0;
}

/* Of characters; of whole numbers, however large. */
bool column_is_text(const struct column *column);
bool column_is_integer(const struct column *column);

/* A date, a time, or both. */
bool column_is_moment(const struct column *column);

#endif
