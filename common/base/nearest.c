/* nearest - the word that a mistyped one was meant to be (nearest.h). */
#include "nearest.h"

#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 128 }; /* longer words are not like any */

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to add, drop or change to get from one word to the other. */
static size_t
distance(const char *from, const char *to)
{
	size_t row[WORD_MAX + 1], width = strlen(to);

	for (size_t k = 0; k <= width; k++)
		row[k] = k;
	for (size_t i = 0; from[i]; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (size_t k = 0; k < width; k++) {
			size_t above = row[k + 1];

			row[k + 1] = least(least(above, row[k]) + 1,
			    corner + (from[i] != to[k]));
			corner = above;
		}
	}
	return row[width];
}

void
nearest_begin(struct nearest *nearest, const char *word)
{
	*nearest = (struct nearest){ word, NULL, 2 + strlen(word) / 3 };
}

void
nearest_offer(struct nearest *nearest, const char *candidate)
{
	size_t far;

	if (strlen(candidate) > WORD_MAX)
		return;
	far = distance(nearest->word, candidate);
	if (far < nearest->limit) {
		nearest->limit = far;
		nearest->best = candidate;
	}
}

const char *
nearest_hint(const struct nearest *nearest)
{
	static char text[WORD_MAX + 32];

	*text = '\0';
	if (nearest->best)
		(void)snprintf(
		    text, sizeof(text), "; did you mean %s?", nearest->best);
	return text;
}
