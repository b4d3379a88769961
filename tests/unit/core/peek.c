/* peek - the type of a line, wherever it stands and however it is written. */
#include "peek.h"

#include <stdlib.h>

#include "../tap.h"

struct sample {
	const char *what, *line;
	int rc;
	const char *type;
};

static const struct sample samples[] = {
	{ "type first", "{\"type\":\"Noted\",\"id\":\"1\"}\n", 0, "Noted" },
	{ "type alone", "{\"type\":\"Noted\"}", 0, "Noted" },
	{ "type late",
	    "{\"id\":\"1\",\"n\":-1.5e3,\"b\":true,\"z\":null,"
	    "\"type\":\"Noted\"}",
	    0, "Noted" },
	{ "type behind nested values",
	    "{\"data\":{\"type\":\"No\",\"a\":[1,{\"type\":\"No\"},[]],"
	    "\"b\":{}},\"e\":[],\"type\":\"Yes\"}",
	    0, "Yes" },
	{ "type behind brackets in strings",
	    "{\"a\":\"}],{\\\"type\\\":\\\"No\\\"\",\"b\":[\"]\",\"\\\\\"],"
	    "\"type\":\"Yes\"}",
	    0, "Yes" },
	{ "white space",
	    " \t{ \"a\" : 1 ,\t\"type\" :\r \"Noted\" , \"b\" : 2 }\r\n", 0,
	    "Noted" },
	{ "escapes in the value",
	    "{\"type\":\"\\u004eo\\tte\\\"d\\/\\u00e9\\ud83d\\ude00\"}", 0,
	    "No\tte\"d/\xc3\xa9\xf0\x9f\x98\x80" },
	{ "escapes in the key", "{\"\\u0074yp\\u0065\":\"Noted\"}", 0,
	    "Noted" },
	{ "a key that begins alike", "{\"types\":\"No\",\"typ\":\"No\"}", 0,
	    "" },
	{ "a key with an escaped quote", "{\"type\\\"\":\"No\"}", 0, "" },
	{ "UTF-8 in the value", "{\"type\":\"Not\xc3\xa9\"}", 0,
	    "Not\xc3\xa9" },
	{ "the first of two", "{\"type\":\"One\",\"type\":\"Two\"}", 0, "One" },
	{ "no member", "{}", 0, "" },
	{ "no type", "{\"id\":\"1\",\"data\":{}}\n", 0, "" },
	{ "an empty type", "{\"type\":\"\"}", 0, "" },
	{ "type is a number", "{\"type\":17}", 0, "" },
	{ "type is null", "{\"type\":null,\"id\":\"1\"}", 0, "" },
	{ "type is an object", "{\"type\":{\"type\":\"No\"}}", 0, "" },
	{ "a lone surrogate in the type", "{\"type\":\"\\ud800\"}", 0, "" },
	{ "NUL in the type", "{\"type\":\"a\\u0000b\"}", 0, "" },
	{ "no such escape in the type", "{\"type\":\"a\\xb\"}", 0, "" },
	{ "garbage behind the type passes", "{\"type\":\"Noted\" }}] x", 0,
	    "Noted" },
	{ "nothing", "", -1, "" },
	{ "an empty line", "\n", -1, "" },
	{ "white space only", " \t\r\n", -1, "" },
	{ "text", "type: Noted\n", -1, "" },
	{ "an array", "[{\"type\":\"No\"}]\n", -1, "" },
	{ "a string", "\"type\"\n", -1, "" },
	{ "an open brace", "{", -1, "" },
	{ "an open key", "{\"typ", -1, "" },
	{ "an open key that ends in a backslash", "{\"typ\\", -1, "" },
	{ "a key without quotes", "{type:\"No\"}", -1, "" },
	{ "a key without a value", "{\"type\"}", -1, "" },
	{ "an open value", "{\"type\":\"No", -1, "" },
	{ "an open escape", "{\"type\":\"No\\", -1, "" },
	{ "an open object", "{\"a\":{\"b\":1}", -1, "" },
	{ "an open string in a value", "{\"a\":[\"x", -1, "" },
	{ "a comma and no member", "{\"a\":1,}", -1, "" },
	{ "a byte order mark", "\xef\xbb\xbf{\"type\":\"No\"}", -1, "" },
};

/* In memory of exactly that size, so that a sanitizer sees a byte too far. */
static int
peek(const char *bytes, size_t len, const char *key, struct buf *value)
{
	char *copy = malloc(len ? len : 1);
	int rc;

	if (!copy)
		abort();
	memcpy(copy, bytes, len);
	rc = peek_string(copy, len, key, value);
	free(copy);
	return rc;
}

static void
check_samples(void)
{
	struct buf type = BUF_INIT;

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		const struct sample *s = &samples[i];
		int rc = peek(s->line, strlen(s->line), "type", &type);

		ok(rc == s->rc, "%s: %s", s->what,
		    s->rc ? "no object" : "an object");
		is(buf_peek(&type), s->type, s->what);
	}
	buf_clear(&type);
}

/* A line that is cut before its type has none; behind it, it is there. */
static void
check_cuts(void)
{
	static const char line[] = "{ \"a\":[\"\\\"}\",{\"b\":{}}], "
				   "\"ty\\u0070e\" : \"No\\u0074ed\","
				   "\"c\":1}";
	const size_t behind = sizeof("{ \"a\":[\"\\\"}\",{\"b\":{}}], "
				     "\"ty\\u0070e\" : \"No\\u0074ed\"") -
			      1;
	struct buf type = BUF_INIT;
	int bad = 0;

	for (size_t len = 0; len < sizeof(line); len++) {
		int rc = peek(line, len, "type", &type);

		if (len < behind)
			bad += rc != -1 || type.len > 0;
		else
			bad += rc != 0 || strcmp(type.data, "Noted") != 0;
	}
	ok(bad == 0, "a line cut anywhere");
	buf_clear(&type);
}

static void
check_other_keys(void)
{
	static const char line[] =
	    "{\"type\":\"T\",\"id\":\"i\",\"source\":\"s\"}";
	struct buf value = BUF_INIT;

	ok(peek(line, strlen(line), "source", &value) == 0, "any key");
	is(buf_peek(&value), "s", "has its value");
	ok(peek(line, strlen(line), "", &value) == 0, "the empty key");
	is(buf_peek(&value), "", "is not there, and the old value is gone");
	buf_clear(&value);
}

static void
member(const char *line, const char *key, const char *want)
{
	struct buf text = BUF_INIT;
	const char *value;
	size_t len;

	if (peek_member(line, strlen(line), key, &value, &len) == 0 && value)
		buf_add(&text, value, len);
	is(value ? buf_peek(&text) : NULL, want, line);
	buf_clear(&text);
}

/* Any value is the text that it is, without the blanks around it. */
static void
check_members(void)
{
	member("{\"a\":1,\"data\":{\"x\":[1, {}]},\"b\":2}", "data",
	    "{\"x\":[1, {}]}");
	member("{ \"data\" : { } }", "data", "{ }");
	member("{\"data\":\"a\\\"}\"}", "data", "\"a\\\"}\"");
	member("{\"data\": -1.5e3 }", "data", "-1.5e3");
	member("{\"data\":null}", "data", "null");
	member("{\"data\": }", "data", "");
	member("{\"a\":{\"data\":1}}", "data", NULL);
	member("{\"data\":{\"x\":", "data", NULL);
	member("[]", "data", NULL);
}

/* Nesting costs no stack. */
static void
check_depth(void)
{
	enum { DEPTH = 1 << 20 };
	struct buf line = BUF_INIT, type = BUF_INIT;

	buf_adds(&line, "{\"a\":");
	for (int i = 0; i < DEPTH; i++)
		buf_addc(&line, '[');
	for (int i = 0; i < DEPTH; i++)
		buf_addc(&line, ']');
	buf_adds(&line, ",\"type\":\"Noted\"}");
	ok(peek_string(line.data, line.len, "type", &type) == 0,
	    "a million brackets");
	is(buf_peek(&type), "Noted", "and the type behind them");
	buf_clear(&line);
	buf_clear(&type);
}

int
main(void)
{
	check_samples();
	check_cuts();
	check_other_keys();
	check_members();
	check_depth();
	return done();
}
