/* jsonw - jansson reads back what was written. */
#include "jsonw.h"

#include <jansson.h>

#include "../tap.h"

/* True when jansson reads the text as that string, of len bytes. */
static bool
reads_as(const struct buf *text, const char *s, size_t len)
{
	json_t *value = json_loadb(
	    text->data, text->len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	bool same = json_is_string(value) && json_string_length(value) == len &&
		    memcmp(json_string_value(value), s, len) == 0;

	json_decref(value);
	return same;
}

/* Each byte that is a character, alone and between others. */
static void
check_ascii(void)
{
	struct buf buf = BUF_INIT;
	int bad = 0;

	for (int c = 0; c < 0x80; c++) {
		char s[] = { 'a', (char)c, 'b' };

		for (size_t from = 0; from < 2; from++) {
			buf_truncate(&buf, 0);
			jsonw_stringn(&buf, s + from, 3 - from);
			bad += !reads_as(&buf, s + from, 3 - from);
			bad += c < 0x20 && memchr(buf.data, c, buf.len);
		}
	}
	ok(bad == 0, "every ASCII character reads back, none raw below 20");
	buf_clear(&buf);
}

/* One to be escaped at each place of strings of each length up to LONGEST. */
static void
check_places(void)
{
	enum { LONGEST = 20 };
	struct buf buf = BUF_INIT;
	int bad = 0;

	for (size_t len = 1; len <= LONGEST; len++)
		for (size_t at = 0; at < len; at++) {
			char s[LONGEST];

			memset(s, 'a', sizeof(s));
			s[at] = "\"\\\n"[at % 3];
			buf_truncate(&buf, 0);
			jsonw_stringn(&buf, s, len);
			bad += !reads_as(&buf, s, len);
		}
	ok(bad == 0, "what is escaped is, wherever it stands");
	buf_clear(&buf);
}

/* Every character of more bytes passes as it is. */
static void
check_unicode(void)
{
	struct buf buf = BUF_INIT;
	int bad = 0;

	for (unsigned c = 0x80; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
		char s[] = { (char)(0xf0 | c >> 18),
			(char)(0x80 | (c >> 12 & 0x3f)),
			(char)(0x80 | (c >> 6 & 0x3f)),
			(char)(0x80 | (c & 0x3f)) };
		size_t from = c < 0x800 ? 2 : c < 0x10000 ? 1 : 0;

		if (c >= 0xd800 && c < 0xe000)
			continue;
		if (from == 2)
			s[2] = (char)(0xc0 | c >> 6);
		else if (from == 1)
			s[1] = (char)(0xe0 | c >> 12);
		buf_truncate(&buf, 0);
		jsonw_stringn(&buf, s + from, 4 - from);
		bad +=
		    buf.len != 6 - from || !reads_as(&buf, s + from, 4 - from);
	}
	ok(bad == 0, "every other character reads back, unescaped");
	buf_clear(&buf);
}

static void
check_document(void)
{
	struct buf buf = BUF_INIT;

	buf_addc(&buf, '{');
	jsonw_text(&buf, "name", "a\"b\\c\n");
	jsonw_text(&buf, "comment", NULL);
	jsonw_bool(&buf, "yes", true);
	jsonw_bool(&buf, "no", false);
	jsonw_int(&buf, "most", INT64_MAX);
	jsonw_int(&buf, "least", INT64_MIN);
	jsonw_null(&buf, "nothing");
	jsonw_name(&buf, "list");
	buf_addc(&buf, '[');
	jsonw_item(&buf), jsonw_string(&buf, "[");
	jsonw_item(&buf), jsonw_string(&buf, "{");
	jsonw_item(&buf), jsonw_string(&buf, NULL);
	jsonw_item(&buf), buf_adds(&buf, "{}");
	jsonw_item(&buf), buf_adds(&buf, "[]");
	buf_addc(&buf, ']');
	jsonw_text(&buf, "", "");
	buf_addc(&buf, '}');
	is(buf_peek(&buf),
	    "{\"name\":\"a\\\"b\\\\c\\n\",\"comment\":null,\"yes\":true,"
	    "\"no\":false,\"most\":9223372036854775807,"
	    "\"least\":-9223372036854775808,\"nothing\":null,"
	    "\"list\":[\"[\",\"{\",null,{},[]],\"\":\"\"}",
	    "commas stand between values, and nowhere else");
	buf_clear(&buf);
}

int
main(void)
{
	check_ascii();
	check_places();
	check_unicode();
	check_document();
	return done();
}
