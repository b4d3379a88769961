/* map - what texts stand for. */
#include "map.h"

#include <stdio.h>
#include <string.h>

#include "../tap.h"

/* Keys that are each other's beginning, and many of them. */
static void
test_many(void)
{
	enum { MANY = 20000 };
	struct map map = MAP_INIT;
	static int values[MANY];
	bool found = true, ordered = true;
	char key[32];

	for (int i = 0; i < MANY; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		*map_at(&map, key) = &values[i];
	}
	ok(map.n == MANY, "%zu keys", map.n);
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		found = found && map_get(&map, key) == &values[i];
		ordered = ordered && strcmp(map.entries[i].key, key) == 0;
	}
	ok(found, "... are found");
	ok(ordered, "... and stand in the order in which they came");
	ok(!map_has(&map, "20000") && !map_get(&map, "20000"),
	    "others are not");
	map_clear(&map);
	ok(!map.n && !map_has(&map, "1"), "cleared, it is empty");
}

static void
test_same(void)
{
	struct map map = MAP_INIT;
	char one[] = "one", two[] = "two";

	ok(!map_has(&map, "") && !map_get(&map, "a"), "an empty map has none");
	*map_at(&map, "a") = one;
	*map_at(&map, "") = two;
	ok(*map_at(&map, "a") == one && map.n == 2, "a key is there once");
	*map_at(&map, "a") = two;
	ok(map_get(&map, "a") == two && map.n == 2, "... with its last value");
	map_add(&map, "a");
	ok(map_get(&map, "a") == two, "... which is kept when it is added");
	map_add(&map, "ab");
	ok(map_has(&map, "ab") && !map_get(&map, "ab"), "a key of a set");
	ok(map_hasn(&map, "abc", 2) && map_hasn(&map, "abc", 0) &&
		!map_hasn(&map, "abc", 3),
	    "the beginning of a text is looked for");
	map_clear(&map);
}

int
main(void)
{
	test_many();
	test_same();
	return done();
}
