/* jsonr - does it read what jansson reads, and refuse what it refuses? */
#include "jsonr.h"

#include <stdlib.h>

#include "../tap.h"
#include "json_texts.h"

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
	for (size_t i = 0; i < sizeof(json_texts) / sizeof(*json_texts); i++)
		same_as_jansson(json_texts[i]);
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
