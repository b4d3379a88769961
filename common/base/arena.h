/*
 * arena - many small things that are released together.  Layer base.
 * What it gives out is never moved and lives until arena_clear().
 */
#ifndef EMGEN_ARENA_H
#define EMGEN_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_block *blocks; /* the newest first */
	size_t left;                /* bytes free in it */
};

/* clang-format off */
#define ARENA_INIT { NULL, 0 }
/* clang-format on */

/* Zeroed room for count things of a size. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* The same as it happens to be: for what is all written over at once. */
void *arena_room(struct arena *arena, size_t count, size_t size);
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
