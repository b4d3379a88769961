/* js_punycode - Unicode in the letters of host names (js_punycode.h). */
#include "js_punycode.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* The parameters of RFC 3492, 5 */
enum {
	BASE = 36,
	T_MIN = 1,
	T_MAX = 26,
	SKEW = 38,
	DAMP = 700,
	INITIAL_BIAS = 72,
	INITIAL_N = 128
};
enum { POINTS_MAX = 64 }; /* a label of 63 bytes has no more */

static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t
threshold(uint32_t k, uint32_t bias)
{
	return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

static uint32_t
digit_value(char c)
{
	if (isdigit((unsigned char)c))
		return (uint32_t)(c - '0') + 26;
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') : BASE;
}

/* One number of variable length; s moves behind it. */
static int
take_delta(const char **s, const char *end, uint32_t bias, uint32_t *delta)
{
	uint64_t weight = 1, sum = 0;

	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = threshold(k, bias);
		uint32_t digit = *s < end ? digit_value(**s) : BASE;

		++*s;
		sum += digit * weight;
		if (digit == BASE || sum > INT32_MAX)
			return -1;
		*delta = (uint32_t)sum;
		if (digit < t)
			return 0;
		weight *= BASE - t;
	}
}

static void
add_utf8(struct buf *out, uint32_t c)
{
	if (c < 0x80) {
		buf_addc(out, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_addc(out, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_addc(out, (char)(0xe0 | c >> 12));
		} else {
			buf_addc(out, (char)(0xf0 | c >> 18));
			buf_addc(out, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		buf_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addc(out, (char)(0x80 | (c & 0x3f)));
}

int
js_punycode_decode(const char *s, size_t len, struct buf *out)
{
	const char *end = s + len, *dash = memrchr(s, '-', len);
	uint32_t c[POINTS_MAX + 1], points = 0;
	uint32_t n = INITIAL_N, i = 0, bias = INITIAL_BIAS, delta;
	bool first = true;

	if (len > POINTS_MAX)
		return -1;
	for (; dash && s < dash; s++)
		c[points++] = (uint32_t)tolower((unsigned char)*s);
	for (s += dash != NULL; s < end; first = false) {
		if (take_delta(&s, end, bias, &delta))
			return -1;
		bias = adapt(delta, ++points, first);
		i += delta;
		n += i / points;
		i %= points;
		if (n > 0x10ffff || (n >= 0xd800 && n < 0xe000))
			return -1;
		memmove(c + i + 1, c + i, (points - 1 - i) * sizeof(*c));
		c[i++] = n;
	}
	for (i = 0; i < points; i++)
		add_utf8(out, c[i]);
	return 0;
}

/* The code points of UTF-8 text; their number. */
static uint32_t
read_utf8(const char *s, size_t len, uint32_t *c)
{
	uint32_t points = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char b = (unsigned char)s[i];

		if (b < 0x80)
			c[points++] = b;
		else if (b >= 0xc0)
			c[points++] = b & (b < 0xe0      ? 0x1f
					      : b < 0xf0 ? 0xf
							 : 7);
		else
			c[points - 1] = c[points - 1] << 6 | (b & 0x3f);
	}
	return points;
}

static void
add_delta(struct buf *out, uint32_t delta, uint32_t bias)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = threshold(k, bias);

		if (delta < t)
			break;
		buf_addc(out, digits[t + (delta - t) % (BASE - t)]);
		delta = (delta - t) / (BASE - t);
	}
	buf_addc(out, digits[delta]);
}

void
js_punycode_encode(const char *s, size_t len, struct buf *out)
{
	uint32_t *c = mem_zalloc(len + 1, sizeof(*c));
	uint32_t points = read_utf8(s, len, c), basic = 0, done;
	uint32_t n = INITIAL_N, delta = 0, bias = INITIAL_BIAS;

	for (uint32_t i = 0; i < points; i++)
		if (c[i] < INITIAL_N) {
			buf_addc(out, (char)c[i]);
			basic++;
		}
	if (basic)
		buf_addc(out, '-');
	for (done = basic; done < points; delta++, n++) {
		uint32_t next = UINT32_MAX;

		for (uint32_t i = 0; i < points; i++)
			if (c[i] >= n && c[i] < next)
				next = c[i];
		delta += (next - n) * (done + 1);
		n = next;
		for (uint32_t i = 0; i < points; i++) {
			delta += c[i] < n;
			if (c[i] != n)
				continue;
			add_delta(out, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
	free(c);
}
