/* memo - what a pure function of a string gave (memo.h). */
#include "memo.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "fnv.h"
#include "mem.h"

char *
memo_get(struct memo *memo, const char *key)
{
	size_t at = fnv32(FNV32_BASIS, key, strlen(key)) % MEMO_SLOTS;
	char **held = &memo->slots[at].key, **value = &memo->slots[at].value;

	if (!*held || strcmp(*held, key) != 0) {
		free(*held);
		free(*value);
		*held = mem_strdup(key);
		*value = memo->make(key);
	}
	return mem_strdup(*value);
}
