/* jsonw - JSON text appended to a buffer, without a tree (jsonw.h). */
#include "jsonw.h"

#include <stdbool.h>
#include <string.h>

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

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

void
jsonw_stringn(struct buf *buf, const char *s, size_t len)
{
	const char *end = s + len, *run;

	buf_addc(buf, '"');
	while (s < end) {
		for (run = s; s < end && is_plain((unsigned char)*s); s++)
			;
		buf_add(buf, run, (size_t)(s - run));
		if (s < end)
			add_escaped(buf, *s++);
	}
	buf_addc(buf, '"');
}

void
jsonw_string(struct buf *buf, const char *s)
{
	if (s)
		jsonw_stringn(buf, s, strlen(s));
	else
		buf_adds(buf, "null");
}
