/* kind - of which kind a column is, in the words of TableAnalyzed. */
#ifndef EMGEN_RENDER_KIND_H
#define EMGEN_RENDER_KIND_H

#include <stdbool.h>
#include <string.h>

#include "definition.h"
#include "sql_bounds.h"

static inline bool
column_is(const struct column *column, const char *kind)
{
	return strcmp(column->kind, kind) == 0;
}

/* Of characters; of whole numbers, however large. */
bool column_is_text(const struct column *column);
bool column_is_integer(const struct column *column);

/* MySQL's year, which also is what two digits of it stand for. */
bool column_is_year(const struct column *column, enum sql_dialect dialect);

/*
 * Digits in all and behind the point, of a decimal or of MySQL's float(7,2),
 * which no other server has; false for a number of any.
 */
bool column_digits(const struct column *column, int *precision, int *scale);

/* Digits in front of the point that are always 0: of numeric(5,-2) two. */
int column_zeros(const struct column *column);

/* Drops those ends of a range that lie beyond what the column's type holds. */
void column_within(const struct column *column, enum sql_dialect dialect,
    struct sql_range *range);

/* Whether it takes all values of its enum: none are said for the column. */
bool column_takes_enum(const struct column *column);

/* Whether it takes one of some values, which are said; a boolean is no such. */
bool column_is_listed(const struct column *column);

/* Whether a boolean in such a range may be true, or false. */
bool column_may_be(
    const struct column *column, const struct sql_range *range, bool value);

/* A date, a time, or both. */
bool column_is_moment(const struct column *column);

#endif
