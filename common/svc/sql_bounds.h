/* sql_bounds - between what CHECK constraints hold a column.  Layer svc. */
#ifndef EMGEN_SQL_BOUNDS_H
#define EMGEN_SQL_BOUNDS_H

#include <stdbool.h>

#include "sql_token.h"

/* From least to most, either of which may be missing, or not be allowed. */
struct sql_range {
	bool has_least, has_most;
	bool above, below; /* least, most themselves are too little, too much */
	double least, most;
};

struct sql_bounds {
	struct sql_range value;
	struct sql_range length; /* of a text, in characters */
};

/*
 * Narrows the bounds of the column by an expression that is comparisons of
 * columns, or their length, with numbers, joined by AND: `a > 0`, `(b)::text
 * BETWEEN 1 AND 5`, `length(c) = 2`.  What it cannot read of one it leaves out;
 * where there is an OR, a NOT or a CASE it leaves out all.
 */
void sql_bounds_add(struct sql_bounds *bounds, enum sql_dialect dialect,
    const char *expression, const char *column);

#endif
