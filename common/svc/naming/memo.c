/* memo - what a pure function of a string gave (memo.h). */
#include "memo.h"

#include <stdlib.h>

#include "mem.h"

char *
memo_get(struct memo *memo, const char *key)
{
	char *made = map_get(&memo->made, key);

	if (made)
		return mem_strdup(made);
	if (memo->made.n == MEMO_MAX)
		map_clear(&memo->made);
	made = memo->make(key);
	*map_at(&memo->made, key) = arena_strdup(&memo->made.arena, made);
	return made;
}
