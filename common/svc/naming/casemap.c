/* casemap - upper and lower case of UTF-8, without regard to the locale. */
#include "casemap.h"

#include <stdlib.h>
#include <string.h>

/* Code points first, first + step .. last move by delta. */
struct range {
	int32_t first, last, step, delta;
};

/* A code point that becomes several; text is UTF-8. */
struct special {
	int32_t code;
	const char *text;
};

#include "casemap.inc"

struct map {
	const struct range *ranges;
	size_t range_count;
	const struct special *specials;
	size_t special_count;
	char first, last, delta; /* of ASCII */
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct map upper = { upper_ranges, COUNT(upper_ranges),
	upper_specials, COUNT(upper_specials), 'a', 'z', 'A' - 'a' };
static const struct map lower = { lower_ranges, COUNT(lower_ranges),
	lower_specials, COUNT(lower_specials), 'A', 'Z', 'a' - 'A' };

/* Length of the sequence that a byte from 0x80 starts, 0 if none. */
static size_t
sequence_length(unsigned char lead)
{
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if (lead >= 0xE0 && lead <= 0xEF)
		return 3;
	return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

size_t
casemap_decode(const char *s, int32_t *code)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t len;

	*code = u[0];
	if (u[0] < 0x80)
		return 1;
	*code = CASEMAP_BAD;
	len = sequence_length(u[0]);
	if (len == 0)
		return 1;
	int32_t value = u[0] & (0xFF >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((u[i] & 0xC0) != 0x80)
			return 1;
		value = value << 6 | (u[i] & 0x3F);
	}
	*code = value;
	return len;
}

static void
encode(struct buf *out, int32_t code)
{
	if (code < 0x80) {
		buf_addc(out, (char)code);
		return;
	}
	if (code < 0x800) {
		buf_addc(out, (char)(0xC0 | code >> 6));
	} else if (code < 0x10000) {
		buf_addc(out, (char)(0xE0 | code >> 12));
		buf_addc(out, (char)(0x80 | (code >> 6 & 0x3F)));
	} else {
		buf_addc(out, (char)(0xF0 | code >> 18));
		buf_addc(out, (char)(0x80 | (code >> 12 & 0x3F)));
		buf_addc(out, (char)(0x80 | (code >> 6 & 0x3F)));
	}
	buf_addc(out, (char)(0x80 | (code & 0x3F)));
}

static int
compare_range(const void *key, const void *element)
{
	int32_t code = *(const int32_t *)key;
	const struct range *range = element;

	if (code < range->first)
		return -1;
	return code > range->last;
}

static int
compare_special(const void *key, const void *element)
{
	int32_t code = *(const int32_t *)key;
	const struct special *special = element;

	return (code > special->code) - (code < special->code);
}

static void
add_mapped(struct buf *out, const struct map *map, int32_t code, const char *s,
    size_t len)
{
	const struct special *special = bsearch(&code, map->specials,
	    map->special_count, sizeof(*special), compare_special);
	const struct range *range = bsearch(&code, map->ranges,
	    map->range_count, sizeof(*range), compare_range);

	if (special)
		buf_adds(out, special->text);
	else if (range && (code - range->first) % range->step == 0)
		encode(out, code + range->delta);
	else
		buf_add(out, s, len);
}

static char
map_ascii(const struct map *map, char c)
{
	return c >= map->first && c <= map->last ? (char)(c + map->delta) : c;
}

/* As much of s as is ASCII, and its length. */
static size_t
add_ascii(struct buf *out, const struct map *map, const char *s, size_t len)
{
	char *to;
	size_t n = 0;

	buf_reserve(out, len);
	to = out->data + out->len;
	for (; n < len && (unsigned char)s[n] < 0x80; n++)
		to[n] = map_ascii(map, s[n]);
	to[n] = '\0';
	out->len += n;
	return n;
}

static void
add_text(struct buf *out, const struct map *map, const char *s, size_t len)
{
	const char *end = s + len;
	int32_t code;
	size_t n;

	while ((s += add_ascii(out, map, s, (size_t)(end - s))) < end) {
		n = casemap_decode(s, &code);
		add_mapped(out, map, code, s, n);
		s += n;
	}
}

void
casemap_upper(struct buf *out, const char *s, size_t len)
{
	add_text(out, &upper, s, len);
}

void
casemap_lower(struct buf *out, const char *s, size_t len)
{
	add_text(out, &lower, s, len);
}
