/* utf8 - is it UTF-8? (utf8.h) */
#include "utf8.h"

#include <stdint.h>
#include <string.h>

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

size_t
utf8_valid(const char *bytes, size_t len)
{
	static const uint64_t high = 0x8080808080808080U;
	const unsigned char *s = (const unsigned char *)bytes;
	size_t i = 0, n;
	uint64_t words[4];

	while (i < len) {
		for (; len - i >= sizeof(words); i += sizeof(words)) {
			memcpy(words, s + i, sizeof(words));
			if ((words[0] | words[1] | words[2] | words[3]) & high)
				break;
		}
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
