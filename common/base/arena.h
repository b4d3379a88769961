/*
 * arena - many small things that are released together.  Layer base.
 * What it gives out is never moved and lives until arena_clear().
 */
#ifndef EMGEN_ARENA_H
#define EMGEN_ARENA_H

#include <stddef.h>
#include <string.h>

enum { ARENA_ALIGN = _Alignof(max_align_t) };

struct arena {
	struct arena_block *blocks; /* the newest first */
	char *room;                 /* the bytes free in it */
	size_t left;                /* how many they are */
};

/* clang-format off */
#define ARENA_INIT { NULL, NULL, 0 }
/* clang-format on */

/* For arena_room(): room in a new block. */
void *arena_more(struct arena *arena, size_t count, size_t size);

/*
 * Room for count things of a size, as it happens to be: for what is all written
 * over at once.
 */
static inline void *
arena_room(struct arena *arena, size_t count, size_t size)
{
	size_t need;

	if (__builtin_mul_overflow(count, size, &need) || need >= arena->left)
		return arena_more(arena, count, size);
	arena->left = (arena->left - need) / ARENA_ALIGN * ARENA_ALIGN;
	return arena->room + arena->left;
}

/* The same zeroed; inline, so that it is known how much that is. */
static inline void *
arena_alloc(struct arena *arena, size_t count, size_t size)
{
	void *room = arena_room(arena, count, size);

	return memset(room, 0, count * size);
}

char *arena_strdup(struct arena *arena, const char *s);

/*
 * Room for one more element in an array of the arena, which doubles: count are
 * there, and the room is zeroed.
 *	list = arena_grow(arena, list, n, sizeof(*list)); list[n++] = x;
 */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t size);

void arena_clear(struct arena *arena);

/* The same, but room is kept for what is like it: for use in a loop. */
void arena_reset(struct arena *arena);

#endif
