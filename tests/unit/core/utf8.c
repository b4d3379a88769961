/* utf8 - how much is UTF-8, judged also by jansson, which has its own tables.
 */
#include "utf8.h"

#include <jansson.h>
#include <stdlib.h>

#include "../tap.h"

struct sample {
	const char *what, *bytes;
	size_t valid;
};

static const struct sample samples[] = {
	{ "nothing", "", 0 },
	{ "ASCII", "orders", 6 },
	{ "DEL", "\177", 1 },
	{ "two bytes: U+0080 and U+07FF", "\xc2\x80\xdf\xbf", 4 },
	{ "three bytes: U+0800 and U+FFFF", "\xe0\xa0\x80\xef\xbf\xbf", 6 },
	{ "beside the surrogates", "\xed\x9f\xbf\xee\x80\x80", 6 },
	{ "four bytes: U+10000 and U+10FFFF",
	    "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 8 },
	{ "a continuation byte", "a\x80", 1 },
	{ "overlong: '/' in two bytes", "a\xc0\xaf", 1 },
	{ "overlong: DEL in two bytes", "\xc1\xbf", 0 },
	{ "overlong: '/' in three bytes", "ab\xe0\x80\xaf", 2 },
	{ "overlong: U+07FF in three bytes", "\xe0\x9f\xbf", 0 },
	{ "overlong: '/' in four bytes", "abc\xf0\x80\x80\xaf", 3 },
	{ "overlong: U+FFFF in four bytes", "\xf0\x8f\xbf\xbf", 0 },
	{ "the first surrogate", "x\xed\xa0\x80", 1 },
	{ "the last surrogate", "x\xed\xbf\xbf", 1 },
	{ "a pair of surrogates", "\xed\xa0\xbd\xed\xb8\x80", 0 },
	{ "beyond U+10FFFF", "\xf4\x90\x80\x80", 0 },
	{ "five bytes", "\xf8\x88\x80\x80\x80", 0 },
	{ "six bytes", "\xfc\x84\x80\x80\x80\x80", 0 },
	{ "FE and FF", "\xfe\xff", 0 },
	{ "Latin-1", "caf\xe9 au lait", 3 },
};

/* In memory of exactly that size, so that a sanitizer sees a byte too far. */
static size_t
valid(const char *bytes, size_t len)
{
	char *copy = malloc(len ? len : 1);
	size_t n;

	if (!copy)
		abort();
	memcpy(copy, bytes, len);
	n = utf8_valid(copy, len);
	free(copy);
	return n;
}

static void
check_samples(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		const struct sample *s = &samples[i];
		size_t got = valid(s->bytes, strlen(s->bytes));

		ok(got == s->valid, "%s: %zu bytes are good", s->what, got);
	}
	ok(valid("a\0b", 3) == 3, "NUL is a character");
}

static bool
jansson_takes(const char *bytes, size_t len)
{
	json_t *string = json_stringn(bytes, len);
	bool takes = string != NULL;

	json_decref(string);
	return takes;
}

static size_t
jansson_valid(const char *bytes, size_t len)
{
	while (!jansson_takes(bytes, len))
		len--;
	return len;
}

/* Every first byte, followed by each of those where a rule changes. */
static void
check_all(void)
{
	static const unsigned char tails[] = { 0, 0x41, 0x7f, 0x80, 0x8f, 0x90,
		0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xff };
	const unsigned n = sizeof(tails);
	unsigned bad = 0;

	for (unsigned first = 0; first < 256; first++) {
		for (unsigned i = 0; i < n * n * n; i++) {
			char s[] = { (char)first, (char)tails[i % n],
				(char)tails[i / n % n],
				(char)tails[i / n / n] };

			bad += utf8_valid(s, 4) != jansson_valid(s, 4);
		}
	}
	ok(bad == 0, "jansson agrees on %u sequences", 256 * n * n * n);
}

/* ASCII is skipped by words: one odd byte at each place of each length. */
static void
check_places(void)
{
	char text[100];
	int bad = 0;

	for (size_t len = 1; len <= sizeof(text); len++) {
		memset(text, 'x', sizeof(text));
		bad += valid(text, len) != len;
		for (size_t at = 0; at < len; at++) {
			text[at] = (char)0xff;
			bad += valid(text, len) != at;
			text[at] = 'x';
		}
	}
	ok(bad == 0, "a bad byte is found wherever it is");
}

/* Text cut anywhere is good up to the last whole character. */
static void
check_cuts(void)
{
	static const char text[] = "a\xc3\xa9z\xe8\xa1\xa8\xf0\x9f\x98\x80"
				   "0123456789012345678901234567890123"
				   "\xf0\x9f\x98\x80\xe8\xa1\xa8\xc3\xa9";
	size_t whole = 0;
	int bad = 0;

	for (size_t len = 0; len < sizeof(text); len++) {
		if ((text[len] & 0xc0) != 0x80)
			whole = len;
		bad += valid(text, len) != whole;
	}
	ok(bad == 0, "text that is cut is good up to the cut character");
}

int
main(void)
{
	check_samples();
	check_all();
	check_places();
	check_cuts();
	return done();
}
