/* arena - many small things that are released together (arena.h). */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "mem.h"

enum { BLOCK_SIZE = 1 << 16 };

struct arena_block {
	struct arena_block *older;
	size_t size;
	alignas(ARENA_ALIGN) char bytes[];
};

void *
arena_more(struct arena *arena, size_t count, size_t size)
{
	struct arena_block *block;
	size_t need;

	if (__builtin_mul_overflow(count, size, &need) ||
	    need > SIZE_MAX - BLOCK_SIZE)
		die(EM_TEMP, "out of memory");
	need = (need + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
	size = need > BLOCK_SIZE ? need : BLOCK_SIZE;
	block = mem_alloc(sizeof(*block) + size);
	block->older = arena->blocks;
	block->size = size;
	arena->blocks = block;
	arena->room = block->bytes;
	arena->left = size - need;
	return arena->room + arena->left;
}

char *
arena_strdup(struct arena *arena, const char *s)
{
	size_t size = strlen(s) + 1;

	return memcpy(arena_room(arena, size, 1), s, size);
}

void *
arena_grow(struct arena *arena, void *array, size_t count, size_t size)
{
	void *larger;

	if (count & (count - 1))
		return array;
	larger = arena_alloc(arena, count ? 2 * count : 1, size);
	if (count)
		memcpy(larger, array, count * size);
	return larger;
}

void
arena_clear(struct arena *arena)
{
	struct arena_block *older;

	for (; arena->blocks; arena->blocks = older) {
		older = arena->blocks->older;
		free(arena->blocks);
	}
	*arena = (struct arena)ARENA_INIT;
}

void
arena_reset(struct arena *arena)
{
	struct arena_block *block = arena->blocks;

	if (!block || block->older || block->size != BLOCK_SIZE) {
		arena_clear(arena);
		return;
	}
	arena->left = block->size;
}
