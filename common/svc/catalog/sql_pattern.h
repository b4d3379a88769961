/*
 * sql_pattern - texts that a CHECK wants to look like something.  Layer svc.
 *
 * What LIKE, GLOB and regular expressions of the servers ask for is said as a
 * pattern of Faker's regexify(), which makes such a text: some that fit, not
 * all.
 */
#ifndef EMGEN_SQL_PATTERN_H
#define EMGEN_SQL_PATTERN_H

#include <stdbool.h>

#include "arena.h"
#include "sql_token.h"

enum sql_letters { SQL_ANY_LETTERS, SQL_UPPER, SQL_LOWER };

struct sql_pattern {
	enum sql_letters
	    letters;       /* it is the same in capitals, in small ones */
	const char *regex; /* for Faker, in the arena; NULL for none */
	int least, most;   /* characters of what it makes */
	bool is_address;   /* any of e-mail fits as well */
	bool is_fixed;     /* there is but one such text */
};

/*
 * Fills pattern if the expression is nothing but such a comparison of the
 * column, which has no more than limit characters: `a LIKE 'x%'`, `a ~ '^b$'`,
 * `a = upper(a)`.  False for any other, and for one that is not understood.
 */
bool sql_pattern_find(struct sql_pattern *pattern, struct arena *arena,
    enum sql_dialect dialect, const char *expression, const char *column,
    int limit);

#endif
