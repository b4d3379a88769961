/* memo - what a pure function of a string gave (memo.h). */
#include "memo.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* FNV-1a */
static uint32_t
hash(const char *s)
{
	uint32_t hash = 0x811C9DC5;

	for (; *s; s++)
		hash = (hash ^ (unsigned char)*s) * 0x01000193;
	return hash;
}

char *
memo_get(struct memo *memo, const char *key)
{
	size_t at = hash(key) % MEMO_SLOTS;
	char **held = &memo->slots[at].key, **value = &memo->slots[at].value;

	if (!*held || strcmp(*held, key) != 0) {
		free(*held);
		free(*value);
		*held = mem_strdup(key);
		*value = memo->make(key);
	}
	return mem_strdup(*value);
}
