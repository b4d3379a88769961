/* fnv - FNV-1a, and what is after it. */
#include "fnv.h"

#include <stdlib.h>

#include "../tap.h"

/* Source: draft-eastlake-fnv, test vectors. */
static void
test_vectors(void)
{
	ok(fnv32(FNV32_BASIS, "", 0) == 0x811C9DC5, "32 bits of nothing");
	ok(fnv32(FNV32_BASIS, "foobar", 6) == 0xBF9CF968, "32 bits");
	ok(fnv64(FNV64_BASIS, "", 0) == 0xCBF29CE484222325, "64 of nothing");
	ok(fnv64(FNV64_BASIS, "foobar", 6) == 0x85944171F73967E8, "64 bits");
}

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* No two texts that differ in one bit have the same. */
static void
test_words(void)
{
	enum { LEN = 43 };
	static uint64_t hashes[LEN * 8 + 1];
	char text[] = "entity_1_records.owner_id bigint unsigned 0";
	size_t n = 0, same = 0;

	hashes[n++] = fnv64_words(FNV64_BASIS, text, LEN);
	for (size_t bit = 0; bit < (size_t)LEN * 8; bit++) {
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
		hashes[n++] = fnv64_words(FNV64_BASIS, text, LEN);
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
	}
	qsort(hashes, n, sizeof(*hashes), compare);
	for (size_t i = 1; i < n; i++)
		same += hashes[i] == hashes[i - 1];
	ok(same == 0, "a bit makes a difference");
	ok(fnv64_words(FNV64_BASIS, "abcdefgh12345678", 16) !=
		fnv64_words(FNV64_BASIS, "12345678abcdefgh", 16),
	    "so does the order of words");
	ok(fnv64_words(FNV64_BASIS, "foobar", 6) == 0x85944171F73967E8,
	    "what is no whole word is taken byte by byte");
}

int
main(void)
{
	test_vectors();
	test_words();
	return done();
}
