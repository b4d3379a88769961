/* arena - small things stay where they are until all are released. */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

#include "../child.h"
#include "../tap.h"
#include "die.h"

/* Fills things of all sizes with their number and looks at them at the end. */
static void
check_contents(void)
{
	enum { THINGS = 3000 };
	struct arena arena = ARENA_INIT;
	unsigned char *things[THINGS];
	bool zeroed = true, aligned = true, kept = true;

	for (size_t i = 0; i < THINGS; i++) {
		things[i] = arena_alloc(&arena, i, 1);
		aligned =
		    aligned && (uintptr_t)things[i] % alignof(max_align_t) == 0;
		for (size_t k = 0; k < i; k++) {
			zeroed = zeroed && things[i][k] == 0;
			things[i][k] = (unsigned char)i;
		}
	}
	for (size_t i = 0; i < THINGS; i++)
		for (size_t k = 0; k < i; k++)
			kept = kept && things[i][k] == (unsigned char)i;
	ok(zeroed, "what it gives out is zeroed");
	ok(aligned, "and aligned for anything");
	ok(kept, "and nobody else's");
	arena_clear(&arena);
	ok(!arena.blocks && !arena.left, "clear leaves ARENA_INIT");
	arena_clear(&arena);
	ok(!arena.blocks, "and may be repeated");
}

/* Sizes around that of a block; the bytes at both ends can be written. */
static void
check_large(void)
{
	struct arena arena = ARENA_INIT;

	for (size_t size = (1 << 16) - 20; size < (1 << 16) + 20; size++) {
		char *room = arena_alloc(&arena, 1, size);

		room[0] = room[size - 1] = 'x';
	}
	ok(arena_alloc(&arena, 1, 1 << 20) != NULL, "larger than a block");
	ok(arena_alloc(&arena, 0, 8) != NULL, "nothing is not NULL");
	arena_clear(&arena);
}

static void
check_reset(void)
{
	struct arena arena = ARENA_INIT;
	char *first = arena_alloc(&arena, 1, 100), *second;

	memset(first, 'x', 100);
	arena_reset(&arena);
	second = arena_alloc(&arena, 1, 100);
	ok(second == first, "reset keeps the room");
	ok(!second[0] && !memcmp(second, second + 1, 99), "... and zeroes it");
	ok(arena_room(&arena, 3, 5) == second - 16, "room is taken alike");
	(void)arena_alloc(&arena, 1, 1 << 20);
	arena_reset(&arena);
	ok(!arena.blocks, "what was much is released");
	arena_reset(&arena);
	arena_clear(&arena);
}

static int
ask_too_much(void *arg)
{
	struct arena arena = ARENA_INIT;

	return arena_alloc(&arena, *(size_t *)arg, 16) == NULL;
}

int
main(void)
{
	struct arena arena = ARENA_INIT;
	size_t count = SIZE_MAX / 8;
	struct child child;
	char text[] = "orders", *copy = arena_strdup(&arena, text);

	is(copy, "orders", "strdup copies");
	text[0] = 'X';
	is(copy, "orders", "into memory of its own");
	arena_clear(&arena);
	check_contents();
	check_large();
	check_reset();
	child = child_run(ask_too_much, &count, STDERR_FILENO);
	ok(child.code == EM_TEMP, "a size that overflows ends 111");
	is(child.said, "emgen: out of memory\n", "and says why");
	return done();
}
