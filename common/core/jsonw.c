/* jsonw - JSON text appended to a buffer, without a tree (jsonw.h). */
#include "jsonw.h"

#include <string.h>

#include "plain.h"

enum { DIGITS = 20 }; /* of an integer, with its sign */

static void
add_escaped(struct buf *buf, char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t", escaped[] = "\"\\bfnrt";
	const char *p = memchr(plain, c, sizeof(plain) - 1);

	if (!p) {
		buf_addf(buf, "\\u%04x", (unsigned char)c);
		return;
	}
	buf_addc(buf, '\\');
	buf_addc(buf, escaped[p - plain]);
}

/* A string that is not plain from byte n on. */
static void
add_by_runs(struct buf *buf, const char *s, size_t len, size_t n)
{
	buf_addc(buf, '"');
	for (; n < len; n = plain_run(s, len)) {
		buf_add(buf, s, n);
		add_escaped(buf, s[n]);
		s += n + 1;
		len -= n + 1;
	}
	buf_add(buf, s, len);
	buf_addc(buf, '"');
}

void
jsonw_stringn(struct buf *buf, const char *s, size_t len)
{
	size_t n = plain_run(s, len);
	char *to;

	if (n < len) {
		add_by_runs(buf, s, len, n);
		return;
	}
	buf_reserve(buf, len + 2);
	to = buf->data + buf->len;
	*to = '"';
	memcpy(to + 1, s, len);
	memcpy(to + 1 + len, "\"", 2);
	buf->len += len + 2;
}

void
jsonw_string(struct buf *buf, const char *s)
{
	if (s)
		jsonw_stringn(buf, s, strlen(s));
	else
		buf_adds(buf, "null");
}

/* True behind a bracket or brace that has just been opened. */
static bool
is_first(const struct buf *buf)
{
	return buf->len > 0 && (buf->data[buf->len - 1] == '{' ||
				   buf->data[buf->len - 1] == '[');
}

void
jsonw_item(struct buf *buf)
{
	if (!is_first(buf))
		buf_addc(buf, ',');
}

void
jsonw_namen(struct buf *buf, const char *name, size_t len)
{
	bool first = is_first(buf);
	char *to;

	buf_reserve(buf, len + 4);
	to = buf->data + buf->len;
	if (!first)
		*to++ = ',';
	*to++ = '"';
	memcpy(to, name, len);
	memcpy(to + len, "\":", 3);
	buf->len = (size_t)(to + len + 2 - buf->data);
}

void
jsonw_text(struct buf *buf, const char *name, const char *value)
{
	jsonw_name(buf, name);
	jsonw_string(buf, value);
}

void
jsonw_bool(struct buf *buf, const char *name, bool value)
{
	jsonw_name(buf, name);
	buf_adds(buf, value ? "true" : "false");
}

void
jsonw_int(struct buf *buf, const char *name, int64_t value)
{
	char digits[DIGITS];
	size_t at = sizeof(digits);
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

	jsonw_name(buf, name);
	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		digits[--at] = '-';
	buf_add(buf, digits + at, sizeof(digits) - at);
}

void
jsonw_null(struct buf *buf, const char *name)
{
	jsonw_text(buf, name, NULL);
}
