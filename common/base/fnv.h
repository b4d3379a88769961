/*
 * fnv - FNV-1a, a hash of bytes that is no secret.  Layer base.  Fingerprints
 * in events, digests in emgen.lock and numbers in factories are made by it.
 * Source: draft-eastlake-fnv.
 */
#ifndef EMGEN_FNV_H
#define EMGEN_FNV_H

#include <stddef.h>
#include <stdint.h>

/* What to begin with. */
#define FNV32_BASIS UINT32_C(0x811C9DC5)
#define FNV64_BASIS UINT64_C(0xCBF29CE484222325)

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
		hash =
		    (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001B3);
	return hash;
}

#endif
