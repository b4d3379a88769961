/* names_set - names in use: a hash table with linear probing (names.h). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "casemap.h"
#include "fnv.h"
#include "mem.h"
#include "names_priv.h"

/* At most half of the slots are taken; their number is a power of 2. */
struct names_set {
	char **slots;
	size_t size, count;
	bool exact;
};

enum { FIRST_SIZE = 16 };

static struct names_set *
open_set(bool exact)
{
	struct names_set *set = mem_zalloc(1, sizeof(*set));

	set->slots = mem_zalloc(FIRST_SIZE, sizeof(*set->slots));
	set->size = FIRST_SIZE;
	set->exact = exact;
	return set;
}

struct names_set *
names_set_open(void)
{
	return open_set(false);
}

struct names_set *
names_set_open_exact(void)
{
	return open_set(true);
}

void
names_set_close(struct names_set *set)
{
	for (size_t i = 0; i < set->size; i++)
		free(set->slots[i]);
	free(set->slots);
	free(set);
}

/* What names are compared by. */
static char *
key_of(const struct names_set *set, const char *name)
{
	struct buf key = BUF_INIT;

	buf_reserve(&key, strlen(name));
	if (set->exact)
		buf_adds(&key, name);
	else
		casemap_lower(&key, name, strlen(name));
	return buf_detach(&key);
}

/* The slot that holds the key, or the empty one where it belongs. */
static char **
find_slot(const struct names_set *set, const char *key)
{
	size_t at =
	    fnv64_words(FNV64_BASIS, key, strlen(key)) & (set->size - 1);

	while (set->slots[at] && strcmp(set->slots[at], key) != 0)
		at = (at + 1) & (set->size - 1);
	return &set->slots[at];
}

static void
double_size(struct names_set *set)
{
	char **old = set->slots;
	size_t old_size = set->size;

	set->size *= 2;
	set->slots = mem_zalloc(set->size, sizeof(*set->slots));
	for (size_t i = 0; i < old_size; i++)
		if (old[i])
			*find_slot(set, old[i]) = old[i];
	free(old);
}

bool
names_set_has(const struct names_set *set, const char *name)
{
	char *key = key_of(set, name);
	bool has = *find_slot(set, key) != NULL;

	free(key);
	return has;
}

bool
names_set_add(struct names_set *set, const char *name)
{
	char *key = key_of(set, name);
	char **slot = find_slot(set, key);

	if (*slot) {
		free(key);
		return false;
	}
	*slot = key;
	if (++set->count * 2 > set->size)
		double_size(set);
	return true;
}

char *
names_set_take(struct names_set *set, const char *name)
{
	if (names_set_add(set, name))
		return mem_strdup(name);
	for (unsigned number = 2;; number++) {
		char *numbered = names_numbered(name, number);

		if (names_set_add(set, numbered))
			return numbered;
		free(numbered);
	}
}
