/* nearest - the word that a mistyped one was meant to be.  Layer base. */
#ifndef EMGEN_NEAREST_H
#define EMGEN_NEAREST_H

#include <stddef.h>

/* All borrowed; best is NULL while no word that was offered is like it. */
struct nearest {
	const char *word;
	const char *best;
	size_t limit; /* how far away a better one may be, plus 1 */
};

void nearest_begin(struct nearest *nearest, const char *word);
void nearest_offer(struct nearest *nearest, const char *candidate);

/* "; did you mean BEST?", or ""; borrowed until the next call. */
const char *nearest_hint(const struct nearest *nearest);

#endif
