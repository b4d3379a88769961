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

/*
 * The high bit of each byte of a word that is not plain: of the first for sure,
 * of those behind it perhaps of plain ones, too.
 */
static inline uint64_t
plain_marks(const char *s)
{
	uint64_t word, control, quote, backslash;

	memcpy(&word, s, sizeof(word));
	word = le64toh(word);
	control = word - 0x2020202020202020U;
	quote = (word ^ 0x2222222222222222U) - 0x0101010101010101U;
	backslash = (word ^ 0x5C5C5C5C5C5C5C5CU) - 0x0101010101010101U;
	return (control | quote | backslash) & ~word & 0x8080808080808080U;
}

/* How many bytes come before the one marked first. */
static inline size_t
plain_before(uint64_t marks)
{
	return (size_t)__builtin_ctzll(marks) / 8;
}

/*
 * How many bytes come before the first that is not plain; a word from there on
 * must be there to be read.
 */
static inline size_t
plain_len(const char *s)
{
	size_t len = 0;
	uint64_t marks;

	while (!(marks = plain_marks(s + len)))
		len += PLAIN_WORD;
	return len + plain_before(marks);
}

/* The same of len bytes that end anywhere; the last words overlap. */
static inline size_t
plain_run(const char *s, size_t len)
{
	size_t i = 0;
	uint64_t marks;

	for (; len - i >= PLAIN_WORD; i += PLAIN_WORD)
		if ((marks = plain_marks(s + i)))
			return i + plain_before(marks);
	if (len > PLAIN_WORD) {
		marks = plain_marks(s + len - PLAIN_WORD);
		return marks ? len - PLAIN_WORD + plain_before(marks) : len;
	}
	while (i < len && plain_is(s[i]))
		i++;
	return i;
}

#endif
