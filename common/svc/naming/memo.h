/*
 * memo - what a pure function of a string gave, for the strings that came last.
 * Layer svc.  The tables of a schema are named again and again, by each key
 * that leads to them.
 */
#ifndef EMGEN_MEMO_H
#define EMGEN_MEMO_H

enum { MEMO_SLOTS = 1 << 13 };

/* Zeroed but for make, whose result is a new string. */
struct memo {
	char *(*make)(const char *key);
	struct {
		char *key, *value;
	} slots[MEMO_SLOTS];
};

/* What make gives for the key, as a new string that the caller frees. */
char *memo_get(struct memo *memo, const char *key);

#endif
