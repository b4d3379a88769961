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

/* What has to be escaped is looked for in the copy, which a quote ends. */
void
jsonw_stringn(struct buf *buf, const char *s, size_t len)
{
	static const char end[PLAIN_WORD] = "\"";
	size_t n;
	char *to;

	buf_reserve(buf, 1 + len + sizeof(end));
	to = buf->data + buf->len;
	*to++ = '"';
	memcpy(to, s, len);
	memcpy(to + len, end, sizeof(end));
	n = plain_len(to);
	if (n == len)
		buf->len += len + 2;
	else
		add_by_runs(buf, s, len, n);
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
