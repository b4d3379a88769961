/*
 * plain - the bytes that stand for themselves in a string of JSON: all but
 * controls, the quote and the backslash.  Layer core.
 */
#ifndef EMGEN_PLAIN_H
#define EMGEN_PLAIN_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { PLAIN_WORD = sizeof(uint64_t) };

static inline bool
plain_is(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

/* The high bit of the first byte that is 0, and perhaps of others behind it. */
static inline uint64_t
plain_zero(uint64_t word)
{
	return (word - 0x0101010101010101U) & ~word;
}

/* How many of the bytes of a word come before the first that is not plain. */
static inline size_t
plain_in_word(const char *s)
{
	uint64_t word, special;

	memcpy(&word, s, sizeof(word));
	word = le64toh(word);
	special = (word - 0x2020202020202020U) & ~word;
	special |= plain_zero(word ^ 0x2222222222222222U);
	special |= plain_zero(word ^ 0x5C5C5C5C5C5C5C5CU);
	special &= 0x8080808080808080U;
	return special ? (size_t)__builtin_ctzll(special) / 8 : PLAIN_WORD;
}

/* The same of all bytes; the last word overlaps the one before it. */
static inline size_t
plain_run(const char *s, size_t len)
{
	size_t i = 0, n;

	for (; len - i >= PLAIN_WORD; i += PLAIN_WORD)
		if ((n = plain_in_word(s + i)) < PLAIN_WORD)
			return i + n;
	if (len > PLAIN_WORD)
		return len - PLAIN_WORD + plain_in_word(s + len - PLAIN_WORD);
	while (i < len && plain_is(s[i]))
		i++;
	return i;
}

#endif
