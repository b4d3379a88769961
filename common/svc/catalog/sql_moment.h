/* sql_moment - between which dates CHECKs hold a column.  Layer svc. */
#ifndef EMGEN_SQL_MOMENT_H
#define EMGEN_SQL_MOMENT_H

#include <stdbool.h>

#include "sql_bounds.h"

/* One end of a span of time. */
struct sql_moment {
	const char *text; /* '2000-01-01', '08:00:00' or "now"; NULL for none */
	const char *shift; /* what "now" is moved by: "-18 years"; or "" */
	bool is_open;      /* the moment itself is too early, or too late */
};

struct sql_span {
	struct sql_moment from, to;
};

/*
 * Narrows the span by an expression that is comparisons joined by AND: of the
 * column with dates, times of the day or now, less or more an interval of one
 * unit.  Returns the parts (sql_bounds.h) that it has read; what narrows it to
 * an end that cannot be told from the one before is left out.
 */
sql_parts sql_span_add(struct sql_span *span, struct arena *arena,
    enum sql_dialect dialect, const char *expression, const char *column);

#endif
