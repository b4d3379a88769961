/*
 * map - what texts stand for, in the order in which they came.  Layer base.
 * The map keeps the texts; what they stand for is its user's, and may be in
 * its arena.
 *
 *	*map_at(&map, "orders") = order;
 *	for (size_t i = 0; i < map.n; i++)
 *		use(map.entries[i].key, map.entries[i].value);
 */
#ifndef EMGEN_MAP_H
#define EMGEN_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

struct map_entry {
	const char *key;
	void *value;
};

struct map {
	struct map_entry *entries;
	size_t n, cap;
	uint32_t *slots;    /* 1 more than the place of an entry, or 0 */
	size_t size;        /* of slots, a power of 2 */
	struct arena arena; /* the keys; whatever lives as long */
};

/* clang-format off */
#define MAP_INIT { NULL, 0, 0, NULL, 0, ARENA_INIT }
/* clang-format on */

void map_clear(struct map *map);

/* Where the value of a key is kept until the next one is added; NULL if new. */
void **map_at(struct map *map, const char *key);

/* The value, NULL without one. */
void *map_get(const struct map *map, const char *key);

/* For maps that are sets: the values do not matter. */
void map_add(struct map *set, const char *key);
bool map_has(const struct map *map, const char *key);
bool map_hasn(const struct map *map, const char *key, size_t len);

#endif
