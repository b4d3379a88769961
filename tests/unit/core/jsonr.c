/* jsonr - does it read what jansson reads, and refuse what it refuses? */
#include "jsonr.h"

#include <stdlib.h>

#include "../tap.h"

static void
same_as_jansson(const char *text)
{
	struct jsonr_error error;
	json_t *ours = jsonr_parse(text, strlen(text), &error);
	json_t *theirs =
	    json_loadb(text, strlen(text), JSON_REJECT_DUPLICATES, NULL);

	ok(!ours == !theirs && (!ours || json_equal(ours, theirs)), "%s: %s",
	    ours ? "read" : error.what, text);
	json_decref(ours);
	json_decref(theirs);
}

static void
fails_at(const char *text, size_t at, const char *what)
{
	struct jsonr_error error;
	json_t *value = jsonr_parse(text, strlen(text), &error);

	ok(!value && error.at == at, "%s is wrong at %zu (%zu)", text, at,
	    error.at);
	is(error.what, what, "and why");
}

static void
nesting(int depth)
{
	char *text = malloc((size_t)depth * 2 + 1);

	memset(text, '[', (size_t)depth);
	memset(text + depth, ']', (size_t)depth);
	text[2 * depth] = '\0';
	same_as_jansson(text);
	free(text);
}

/* jansson passes over a NUL after a number or a literal; RFC 8259 does not. */
static void
refuses_nul(const char *text, size_t len)
{
	struct jsonr_error error;
	json_t *value = jsonr_parse(text, len, &error);

	ok(!value, "a NUL byte is no white space: %s", text);
	json_decref(value);
}

int
main(void)
{
	static const char *const texts[] = {
		"{}",
		"[]",
		" { } ",
		"[1]",
		"[1,2 , 3]",
		"[1,]",
		"[,1]",
		"[1 2]",
		"{\"a\":1}",
		"{\"a\":1,}",
		"{\"a\" 1}",
		"{a:1}",
		"{\"a\":}",
		"{\"a\":1,\"b\":[{\"c\":null}],\"d\":true,\"e\":false}",
		"{\"a\":1,\"a\":2}",
		"{\"a\":1,\"\\u0061\":2}",
		"{\"\":1}",
		"[0]",
		"[-0]",
		"[00]",
		"[01]",
		"[-]",
		"[+1]",
		"[1.]",
		"[.5]",
		"[1.5]",
		"[1e5]",
		"[1E+5]",
		"[1e]",
		"[1e-]",
		"[-1.5e-7]",
		"[9223372036854775807]",
		"[9223372036854775808]",
		"[-9223372036854775808]",
		"[-9223372036854775809]",
		"[1e400]",
		"[1e-400]",
		"[0.1]",
		"[123456789012345678901234567890.5]",
		"[\"\"]",
		"[\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\"]",
		"[\"\\x\"]",
		"[\"\\u0041\\u00e9\\u20ac\"]",
		"[\"\\ud83d\\ude00\"]",
		"[\"\\ud83d\"]",
		"[\"\\ud83dx\"]",
		"[\"\\ud83d\\u0041\"]",
		"[\"\\ude00\"]",
		"[\"\\u0000\"]",
		"[\"\\u12\"]",
		"[\"\\u12G4\"]",
		"[\"\\uFFFF\\u07ff\\u0800\"]",
		"[\"\xc3\xa9\xf0\x9f\x98\x80\"]",
		"[\"a\tb\"]",
		"[\"a\nb\"]",
		"[\"abc]",
		"[\"\\",
		"[\"\\u",
		"[",
		"{",
		"{\"a\"",
		"{\"a\":",
		"{\"a\":1",
		"[1",
		"]",
		"}",
		"",
		" ",
		"1",
		"\"a\"",
		"null",
		"[true]",
		"[tru]",
		"[truex]",
		"[nul]",
		"[TRUE]",
		"[NaN]",
		"[Infinity]",
		"[] x",
		"[]]",
		"{}{}",
		"\xef\xbb\xbf[]",
		"[1]\n",
		"\r\n\t [1] \r\n\t",
		"{\"a\":\"\\n\",\"b\\n\":\"\\t\",\"c\":\"plain\"}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		same_as_jansson(texts[i]);
	nesting(2047);
	nesting(2048);
	nesting(2049);
	nesting(5000);
	fails_at("{\"a\":1,\"a\":2}", 12, "duplicate key");
	fails_at("[\"\\ud800\"]", 8, "lone surrogate");
	fails_at("[1, x]", 4, "not a value");
	refuses_nul("[0\0]", 4);
	refuses_nul("[true\0,1]", 8);
	refuses_nul("{\"a\":1}\0", 8);
	return done();
}
