/*
 * memo - what a pure function of a string gave, for the strings that came last.
 * Layer svc.  The tables of a schema are named again and again, by each key
 * that leads to them.
 */
#ifndef EMGEN_MEMO_H
#define EMGEN_MEMO_H

#include "map.h"

enum { MEMO_MAX = 1 << 13 }; /* strings, then all are forgotten */

/* Zeroed but for make, whose result is a new string. */
struct memo {
	char *(*make)(const char *key);
	struct map made;
};

/* What make gives for the key, as a new string that the caller frees. */
char *memo_get(struct memo *memo, const char *key);

#endif
