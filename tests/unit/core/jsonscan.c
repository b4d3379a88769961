/* jsonscan - does it take what jsonr takes, and find the members? */
#include "jsonscan.h"

#include <stdlib.h>

#include "../tap.h"

static const char *const paths[] = { "a", "a.b", "a.b.c", "a.d", "é", "b",
	"a.b" };
enum { PATHS = sizeof(paths) / sizeof(*paths) };

/* What stands at the path in the tree. */
static json_t *
walk(json_t *value, const char *path)
{
	while (value && *path) {
		size_t len = strcspn(path, ".");

		value = json_object_getn(value, path, len);
		path += len + (path[len] == '.');
	}
	return value;
}

static bool
same_value(const struct jsonscan_span *span, json_t *value)
{
	char *text = malloc(span->len + 3);
	json_t *array;
	bool same;

	if (!span->at || !value) {
		free(text);
		return !span->at && !value;
	}
	(void)snprintf(text, span->len + 3, "[%.*s]", (int)span->len, span->at);
	array = json_loads(text, 0, NULL);
	same = json_equal(json_array_get(array, 0), value);
	json_decref(array);
	free(text);
	return same;
}

/* The same verdict as jsonr's, objects only, and the same members. */
static void
same_as_jsonr(const char *text)
{
	struct jsonscan_span spans[PATHS];
	struct jsonr_error error, ours;
	json_t *tree = jsonr_parse(text, strlen(text), &error);
	int rc = jsonscan(text, strlen(text), paths, spans, PATHS, &ours);
	bool same = json_is_object(tree) == (rc == 0);

	for (size_t i = 0; same && rc == 0 && i < PATHS; i++)
		same = same_value(&spans[i], walk(tree, paths[i]));
	if (!tree)
		same = same && strcmp(ours.what, error.what) == 0 &&
		       ours.at == error.at;
	ok(same, "%.60s", text);
	json_decref(tree);
}

/* An object of n members, the last of them twice if it is told so. */
static void
many(int n, bool twice)
{
	char text[4096];
	size_t len = 1;

	text[0] = '{';
	for (int i = 0; i < n; i++)
		len += (size_t)snprintf(
		    text + len, sizeof(text) - len, "\"m%d\":%d,", i, i);
	(void)snprintf(text + len, sizeof(text) - len, "\"%s\":{\"b\":[]}}",
	    twice ? "m1" : "a");
	same_as_jsonr(text);
}

static void
nested(int depth)
{
	char *text = malloc((size_t)depth * 6 + 3);
	size_t len = 0;

	for (int i = 0; i < depth; i++, len += 5)
		memcpy(text + len, "{\"a\":", 5);
	text[len++] = '1';
	memset(text + len, '}', (size_t)depth);
	text[len + (size_t)depth] = '\0';
	same_as_jsonr(text);
	free(text);
}

static void
string(const char *text, const char *want)
{
	struct jsonscan_span span = { text, strlen(text) };
	struct buf out = BUF_INIT;

	buf_addc(&out, '<');
	is(jsonscan_string(&out, &span) < 0 ? NULL : out.data, want, text);
	buf_clear(&out);
}

int
main(void)
{
	static const char *const texts[] = {
		"{}",
		" { \"a\" : { \"b\" : { \"c\" : 1 } , \"d\" : \"x\" } } \r\n",
		"{\"a\":{\"b\":1}}",
		"{\"a\":[{\"b\":1}]}",
		"{\"a\":{\"x\":{\"b\":1}},\"b\":2}",
		"{\"b\":{\"a\":{\"b\":1}}}",
		"{\"ab\":1,\"a.b\":2}",
		"{\"a\":{\"b.c\":2}}",
		"{\"\\u0061\":{\"\\u0062\":7}}",
		"{\"\\n\":{\"b\":7}}",
		"{\"a\":1,\"\\u0061\":2}",
		"{\"a\":1,\"a\":2}",
		"{\"a\":{\"b\":1,\"b\":1}}",
		"{\"x\":{\"b\":1},\"a\":{\"b\":2}}",
		"{\"\xc3\xa9\":[1.5,-0,1e5,1E-5,\"\\ud83d\\ude00\"]}",
		"{\"a\":\"\\ud83d\"}",
		"{\"a\":\"\\u0000\"}",
		"{\"a\":\"\\q\"}",
		"{\"a\":\"\\",
		"{\"a\":\"b\tc\"}",
		"{\"a\":9223372036854775807}",
		"{\"a\":9223372036854775808}",
		"{\"a\":-123456789012345678}",
		"{\"a\":01}",
		"{\"a\":-}",
		"{\"a\":1.}",
		"{\"a\":.5}",
		"{\"a\":1e}",
		"{\"a\":1e400}",
		"{\"a\":1x}",
		"{\"a\":tru}",
		"{\"a\":[true,false,null]}",
		"{\"a\":}",
		"{\"a\"}",
		"{\"a\":1,}",
		"{,}",
		"{\"a\":1",
		"{\"a\":[1,]}",
		"{\"a\":1}}",
		"{} {}",
		"[]",
		"[{\"a\":1}]",
		"1",
		"",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		same_as_jsonr(texts[i]);
	for (int n = 46; n < 51; n++) {
		many(n, false);
		many(n, true);
	}
	nested(2000);
	nested(2049);
	string("\"\"", "<");
	string("\"abc\"", "<abc");
	string("\"a\\u00e9\\n\"", "<a\xc3\xa9\n");
	string("12", NULL);
	string("{\"a\":\"\"}", NULL);
	return done();
}
