/* utf8 - is it UTF-8? (utf8.h) */
#include "utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { RUN = 32 }; /* bytes looked at at once */

static int
is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* Length of the well-formed sequence of two to four bytes at s, or 0. */
static size_t
sequence(const unsigned char *s, size_t len)
{
	if (len >= 2 && s[0] >= 0xc2 && s[0] <= 0xdf)
		return is_tail(s[1]) ? 2 : 0;
	if (len >= 3 && (s[0] & 0xf0) == 0xe0) {
		if ((s[0] == 0xe0 && s[1] < 0xa0) ||
		    (s[0] == 0xed && s[1] > 0x9f))
			return 0;
		return is_tail(s[1]) && is_tail(s[2]) ? 3 : 0;
	}
	if (len >= 4 && s[0] >= 0xf0 && s[0] <= 0xf4) {
		if ((s[0] == 0xf0 && s[1] < 0x90) ||
		    (s[0] == 0xf4 && s[1] > 0x8f))
			return 0;
		return is_tail(s[1]) && is_tail(s[2]) && is_tail(s[3]) ? 4 : 0;
	}
	return 0;
}

static uint64_t
word_at(const unsigned char *s)
{
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return word;
}

/* Whether all of the RUN bytes at s are ASCII. */
static bool
is_ascii(const unsigned char *s)
{
	uint64_t all =
	    word_at(s) | word_at(s + 8) | word_at(s + 16) | word_at(s + 24);

	return !(all & 0x8080808080808080U);
}

size_t
utf8_valid(const char *bytes, size_t len)
{
	const unsigned char *s = (const unsigned char *)bytes;
	size_t i = 0, n;

	while (i < len) {
		while (len - i >= RUN && is_ascii(s + i))
			i += RUN;
		while (i < len && s[i] < 0x80)
			i++;
		if (i == len)
			break;
		n = sequence(s + i, len - i);
		if (n == 0)
			break;
		i += n;
	}
	return i;
}
