/* php - text and names that are safe in PHP source (php.h). */
#include "php.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

enum { NAME_LONGEST = 200 }; /* a file name has 255 bytes, a suffix included */

/* The character at s and its length in bytes; s is UTF-8. */
static uint32_t
decode(const char *s, const char *end, size_t *len)
{
	unsigned char c = (unsigned char)*s;
	size_t want = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	uint32_t ch = want == 1 ? c : c & (0xffu >> (want + 1));

	if (want > (size_t)(end - s))
		want = 1;
	for (size_t i = 1; i < want; i++)
		ch = ch << 6 | ((unsigned char)s[i] & 0x3f);
	*len = want;
	return ch;
}

/* Control characters, line separators, marks that change the direction. */
static bool
is_hidden(uint32_t ch)
{
	return ch < 0x20 || (ch >= 0x7f && ch < 0xa0) || ch == 0x61c ||
	       ch == 0x200e || ch == 0x200f || (ch >= 0x2028 && ch <= 0x202e) ||
	       (ch >= 0x2066 && ch <= 0x2069) || ch == 0xfeff;
}

static void
quote_hidden(struct buf *out, uint32_t ch)
{
	static const char letters[] = "tn\0\0r";

	if (ch >= '\t' && ch <= '\r' && letters[ch - '\t'])
		buf_addf(out, "\\%c", letters[ch - '\t']);
	else
		buf_addf(out, "\\u{%x}", (unsigned)ch);
}

void
php_quote(struct buf *out, const char *text, size_t len)
{
	const char *end = text + len;
	bool hidden = false;
	size_t n;

	for (; text < end; text += n) {
		uint32_t ch = decode(text, end, &n);

		if (is_hidden(ch) != hidden) {
			hidden = !hidden;
			buf_adds(out, hidden ? "'.\"" : "\".'");
		}
		if (hidden) {
			quote_hidden(out, ch);
			continue;
		}
		if (ch == '\'' || ch == '\\')
			buf_addc(out, '\\');
		buf_add(out, text, n);
	}
	if (hidden)
		buf_adds(out, "\".'");
}

void
php_literal(struct buf *out, const char *text)
{
	buf_addc(out, '\'');
	php_quote(out, text, strlen(text));
	buf_addc(out, '\'');
}

void
php_line(struct buf *out, const char *text)
{
	const char *end = text + strlen(text);
	size_t start = out->len, n;
	bool blank = false;

	for (; text < end; text += n) {
		uint32_t ch = decode(text, end, &n);

		if (ch == ' ' || is_hidden(ch)) {
			blank |= ch == ' ' || (ch >= '\t' && ch <= '\r') ||
				 ch == 0x85 || ch == 0x2028 || ch == 0x2029;
			continue;
		}
		if (blank && out->len > start)
			buf_addc(out, ' ');
		blank = false;
		buf_add(out, text, n);
	}
}

void
php_doc(struct buf *out, const char *text)
{
	struct buf line = BUF_INIT;

	php_line(&line, text);
	if (line.len && line.data[0] == '@')
		buf_addc(out, '\\');
	for (size_t i = 0; i < line.len; i++) {
		if (i && line.data[i] == '/' && line.data[i - 1] == '*')
			buf_addc(out, ' ');
		buf_addc(out, line.data[i]);
	}
	buf_clear(&line);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One of ASCII. */
static bool
is_letter(char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

/* The length of the label at s, 0 if there is none. */
static size_t
label_len(const char *s)
{
	const char *p = s;
	size_t n;

	if (is_digit(*s))
		return 0;
	for (; *p; p += n) {
		n = 1;
		if (isascii(*p) ? !is_letter(*p) && !is_digit(*p)
				: is_hidden(decode(p, p + strnlen(p, 4), &n)))
			break;
	}
	return (size_t)(p - s);
}

bool
php_is_name(const char *name)
{
	size_t len = label_len(name);

	return len > 0 && len <= NAME_LONGEST && !name[len];
}

bool
php_is_namespace(const char *name)
{
	for (;;) {
		size_t len = label_len(name);

		if (!len || len > NAME_LONGEST)
			return false;
		name += len;
		if (!*name)
			return true;
		if (*name++ != '\\')
			return false;
	}
}

const char *
php_short_name(const char *class_name)
{
	const char *slash = strrchr(class_name, '\\');

	return slash ? slash + 1 : class_name;
}
