/* jsonw - JSON text appended to a buffer, without a tree (jsonw.h). */
#include "jsonw.h"

#include <string.h>

#include "plain.h"

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

void
jsonw_item(struct buf *buf)
{
	if (!jsonw_is_first(buf))
		buf_addc(buf, ',');
}

void
jsonw_int(struct buf *buf, const char *name, int64_t value)
{
	jsonw_name(buf, name);
	if (value < 0)
		buf_addc(buf, '-');
	buf_addu(buf, value < 0 ? -(uint64_t)value : (uint64_t)value);
}
