/* base64 - RFC 4648, section 10, and every byte there and back. */
#include "base64.h"

#include "../tap.h"

static void
check(const char *text, const char *want)
{
	struct buf buf = BUF_INIT;

	base64_add(&buf, text, strlen(text));
	is(buf_peek(&buf), want, text);
	buf_clear(&buf);
	base64_decode(&buf, want);
	is(buf_peek(&buf), text, "and back");
	buf_clear(&buf);
}

static unsigned
value(char c)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = memchr(digits, c, 64);

	return at ? (unsigned)(at - digits) : 0;
}

/* True when text is the encoding of len bytes, as bits say. */
static bool
decodes_to(const struct buf *text, const unsigned char *bytes, size_t len)
{
	if (text->len != (len + 2) / 3 * 4)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned first = value(text->data[i * 8 / 6]);
		unsigned second = value(text->data[i * 8 / 6 + 1]);
		unsigned bits = first << 6 | second;

		if ((bits >> (4 - i % 3 * 2) & 0xff) != bytes[i])
			return false;
	}
	return true;
}

int
main(void)
{
	unsigned char bytes[300];
	struct buf buf = BUF_INIT;
	int bad = 0;

	check("", "");
	check("f", "Zg==");
	check("fo", "Zm8=");
	check("foo", "Zm9v");
	check("foob", "Zm9vYg==");
	check("fooba", "Zm9vYmE=");
	check("foobar", "Zm9vYmFy");
	check("\xfb\xff\xbf", "+/+/");
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 7 + i / 256);
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		buf_truncate(&buf, 0);
		base64_add(&buf, (const char *)bytes, len);
		bad += !decodes_to(&buf, bytes, len);
	}
	ok(bad == 0, "300 bytes, each length");
	buf_truncate(&buf, 0);
	buf_adds(&buf, "data:");
	base64_add(&buf, "\0", 1);
	is(buf_peek(&buf), "data:AA==", "it appends, and NUL is a byte");
	buf_clear(&buf);
	return done();
}
