/*
 * schema - any JSON as a JSON Schema, and any as a value: it is refused or it
 * compiles, and both ways of asking whether the value keeps it agree.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jsonschema.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
count(void *arg, const char *pointer, const char *keyword, const char *what)
{
	unsigned *errors = arg;

	if ((*pointer && *pointer != '/') || !*what ||
	    utf8_valid(what, strlen(what)) != strlen(what) ||
	    utf8_valid(keyword, strlen(keyword)) != strlen(keyword))
		abort();
	(*errors)++;
}

static void
check(json_t *document, const json_t *value)
{
	struct js_set *set = js_open();
	struct em_err err = { 0, "" };
	const struct js_node *schema =
	    js_add(set, "https://emgen.test/fuzz", document, &err);
	unsigned errors = 0;

	if (schema) {
		bool all = js_check(schema, value, count, &errors);

		if (all != js_check(schema, value, NULL, NULL) ||
		    all != (errors == 0))
			abort();
	} else if (err.code == 0 || !*err.msg) {
		abort();
	}
	js_close(set);
}

/* The schema up to a newline, the value behind it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nl = size ? memchr(data, '\n', size) : NULL;
	const size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
	json_error_t error;
	json_t *document, *value;
	size_t len;

	if (!nl)
		return 0;
	len = (size_t)(nl - data);
	document = js_parse((const char *)data, len, flags, &error);
	value = js_parse((const char *)nl + 1, size - len - 1, flags, &error);
	if (document && value)
		check(document, value);
	json_decref(document);
	json_decref(value);
	return 0;
}
