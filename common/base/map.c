/* map - a hash table with linear probing (map.h). */
#include "map.h"

#include <stdlib.h>
#include <string.h>

#include "fnv.h"
#include "mem.h"

enum { FIRST_SIZE = 16 };

void
map_clear(struct map *map)
{
	free(map->entries);
	free(map->slots);
	arena_clear(&map->arena);
	*map = (struct map)MAP_INIT;
}

/* The slot that has the key, or the free one where it belongs. */
static uint32_t *
find_slot(const struct map *map, const char *key, size_t len)
{
	size_t at = fnv64_words(FNV64_BASIS, key, len) & (map->size - 1);

	while (map->slots[at]) {
		const char *there = map->entries[map->slots[at] - 1].key;

		if (strncmp(there, key, len) == 0 && !there[len])
			break;
		at = (at + 1) & (map->size - 1);
	}
	return &map->slots[at];
}

/* At most half of the slots are taken. */
static void
make_room(struct map *map)
{
	if (map->n * 2 < map->size)
		return;
	map->size = map->size ? map->size * 2 : FIRST_SIZE;
	free(map->slots);
	map->slots = mem_zalloc(map->size, sizeof(*map->slots));
	for (size_t i = 0; i < map->n; i++) {
		const char *key = map->entries[i].key;

		*find_slot(map, key, strlen(key)) = (uint32_t)(i + 1);
	}
}

void **
map_at(struct map *map, const char *key)
{
	uint32_t *slot;

	make_room(map);
	slot = find_slot(map, key, strlen(key));
	if (!*slot) {
		map->entries = mem_grow(
		    map->entries, &map->cap, map->n, sizeof(*map->entries));
		map->entries[map->n++] =
		    (struct map_entry){ arena_strdup(&map->arena, key), NULL };
		*slot = (uint32_t)map->n;
	}
	return &map->entries[*slot - 1].value;
}

static const struct map_entry *
find(const struct map *map, const char *key, size_t len)
{
	uint32_t slot = map->size ? *find_slot(map, key, len) : 0;

	return slot ? &map->entries[slot - 1] : NULL;
}

void *
map_get(const struct map *map, const char *key)
{
	const struct map_entry *entry = find(map, key, strlen(key));

	return entry ? entry->value : NULL;
}

void
map_add(struct map *set, const char *key)
{
	(void)map_at(set, key);
}

bool
map_has(const struct map *map, const char *key)
{
	return find(map, key, strlen(key)) != NULL;
}

bool
map_hasn(const struct map *map, const char *key, size_t len)
{
	return find(map, key, len) != NULL;
}
