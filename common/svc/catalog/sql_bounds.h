/* sql_bounds - between what CHECK constraints hold a column.  Layer svc. */
#ifndef EMGEN_SQL_BOUNDS_H
#define EMGEN_SQL_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sql_token.h"

enum { SQL_EXCLUDED_MAX = 16 };

/* From least to most, either of which may be missing, or not be allowed. */
struct sql_range {
	bool has_least, has_most;
	bool above, below; /* least, most themselves are too little, too much */
	double least, most;
	double excluded[SQL_EXCLUDED_MAX]; /* single numbers that it is not */
	size_t n_excluded;
};

struct sql_bounds {
	struct sql_range value;
	struct sql_range length; /* of a text, in characters */
	bool differs;            /* from some texts that are not said */
};

/* Of what stands between ANDs: a bit for each, from the first on. */
typedef uint64_t sql_parts;

/*
 * Narrows the bounds of the column by an expression that is comparisons of
 * columns, or their length, with numbers, joined by AND: `a > 0`, `(b)::text
 * BETWEEN 1 AND 5`, `length(c) = 2`, `d NOT IN (1, 2)`, `e <> ''`; or a boolean
 * alone, which is not 0, or 0 behind NOT.  What it cannot read of one it leaves
 * out; where there is an OR, another NOT or a CASE it leaves out all.  Returns
 * the parts that it has read.
 */
sql_parts sql_bounds_add(struct sql_bounds *bounds, enum sql_dialect dialect,
    const char *expression, const char *column);

/*
 * All parts that there are; those that are true, or null, where the column is
 * null.  None for an expression with an OR, a NOT or a CASE.
 */
sql_parts sql_bounds_all(enum sql_dialect dialect, const char *expression);
sql_parts sql_bounds_of_null(
    enum sql_dialect dialect, const char *expression, const char *column);

/* The parts that are `a < b` or `a <= b`, in either order. */
sql_parts sql_bounds_before(enum sql_dialect dialect, const char *expression,
    const char *a, const char *b);

#endif
