/*
 * fnv - FNV-1a, a hash of bytes that is no secret.  Layer base.  Digests in
 * emgen.lock and numbers in factories are made by it.
 * Source: draft-eastlake-fnv.
 */
#ifndef EMGEN_FNV_H
#define EMGEN_FNV_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What to begin with. */
#define FNV32_BASIS UINT32_C(0x811C9DC5)
#define FNV64_BASIS UINT64_C(0xCBF29CE484222325)
#define FNV64_PRIME UINT64_C(0x100000001B3)

static inline uint32_t
fnv32(uint32_t hash, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * UINT32_C(0x01000193);
	return hash;
}

static inline uint64_t
fnv64(uint64_t hash, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * FNV64_PRIME;
	return hash;
}

/*
 * A hash of our own after it, for fingerprints in events and for hash tables,
 * which nobody keeps: eight bytes a step, whose upper half goes into the lower
 * one as the product alone does not.
 */
static inline uint64_t
fnv64_words(uint64_t hash, const char *bytes, size_t len)
{
	uint64_t word;

	for (; len >= sizeof(word); len -= sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		bytes += sizeof(word);
		hash = (hash ^ le64toh(word)) * FNV64_PRIME;
		hash ^= hash >> 32;
	}
	return fnv64(hash, bytes, len);
}

#endif
