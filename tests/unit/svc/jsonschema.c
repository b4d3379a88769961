/* jsonschema - the official suite, and what it does not ask. */
#include "jsonschema.h"

#include <dirent.h>
#include <stdlib.h>

#include "../tap.h"
#include "buf.h"
#include "mem.h"
#include "slurp.h"

#define SUITE "json-schema-tests/draft2020-12"

/*
 * What of the suite is left out: a file, or a group of cases in it.  All of it
 * must be refused, not ignored.
 */
static const struct out {
	const char *file, *group; /* NULL: all of the file */
} left_out[] = {
	/* keywords that a contract does not need */
	{ "additionalProperties.json",
	    "additionalProperties with propertyNames" },
	{ "additionalProperties.json",
	    "dependentSchemas with additionalProperties" },
	{ "anchor.json", NULL },
	{ "content.json", NULL },
	{ "dependentSchemas.json", NULL },
	{ "dynamicRef.json", NULL },
	{ "not.json",
	    "collect annotations inside a 'not', even if collection is "
	    "disabled" },
	{ "propertyNames.json", NULL },
	{ "ref.json", "URN base URI with URN and anchor ref" },
	{ "ref.json", "order of evaluation: $id and $anchor and $ref" },
	{ "ref.json", "ref creates new scope when adjacent to keywords" },
	{ "unevaluatedItems.json", NULL },
	{ "unevaluatedProperties.json", NULL },
	{ "optional/anchor.json", NULL },
	{ "optional/dependencies-compatibility.json", NULL },
	{ "optional/dynamicRef.json", NULL },
	{ "optional/refOfUnknownKeyword.json",
	    "reference of a root arbitrary keyword " },
	{ "optional/refOfUnknownKeyword.json",
	    "reference of a root arbitrary keyword with encoded ref" },
	{ "optional/refOfUnknownKeyword.json",
	    "reference of an arbitrary keyword of a sub-schema" },
	{ "optional/refOfUnknownKeyword.json",
	    "reference of an arbitrary keyword of a sub-schema with encoded "
	    "ref" },
	{ "optional/unknownKeyword.json", NULL },
	/* remote references; the metaschema is one */
	{ "defs.json", NULL },
	{ "ref.json", "remote ref, containing refs itself" },
	{ "refRemote.json", NULL },
	{ "optional/cross-draft.json", NULL },
};

/* Cases of schemas that are taken, but mean something else here: a metaschema
 * that takes the meaning from keywords, and format as an annotation. */
static const char no_vocabulary[] =
    "no validation: invalid number, but it still validates";
static const char annotation[] = "is only an annotation by default";

enum { CASES = 2225, LEFT_OUT = 413, IGNORED = 20 };

static size_t cases, left_out_cases, ignored_cases;

static bool
is_left_out(const char *file, const char *group)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(*left_out); i++)
		if (strcmp(left_out[i].file, file) == 0 &&
		    (!left_out[i].group ||
			strcmp(left_out[i].group, group) == 0))
			return true;
	return false;
}

static const char *
str(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool
is_ignored(const char *file, const char *test)
{
	if (!(strcmp(file, "format.json") == 0 && strstr(test, annotation)) &&
	    !(strcmp(file, "vocabulary.json") == 0 &&
		strcmp(test, no_vocabulary) == 0))
		return false;
	ignored_cases++;
	return true;
}

/* The number of cases with another verdict than the suite's. */
static size_t
run_group(const char *file, const json_t *group)
{
	const char *name = str(group, "description");
	const json_t *tests = json_object_get(group, "tests"), *test;
	struct js_set *set = js_open();
	struct em_err err = { 0, "" };
	const struct js_node *schema = js_add(
	    set, "test:///schema", json_object_get(group, "schema"), &err);
	bool out = is_left_out(file, name);
	size_t i, bad = out != !schema;

	cases += json_array_size(tests);
	left_out_cases += out ? json_array_size(tests) : 0;
	if (bad)
		printf("# %s: %s: %s %s\n", file, name,
		    schema ? "taken" : "refused:", err.msg);
	json_array_foreach (tests, i, test) {
		bool valid = json_is_true(json_object_get(test, "valid"));
		const char *what = str(test, "description");

		if (!schema || is_ignored(file, what) ||
		    js_check(schema, json_object_get(test, "data"), NULL,
			NULL) == valid)
			continue;
		printf("# %s: %s: %s: not %s\n", file, name, what,
		    valid ? "valid" : "invalid");
		bad++;
	}
	js_close(set);
	return bad;
}

static json_t *
load(const char *path)
{
	struct buf text = BUF_INIT;
	struct em_err err;
	json_error_t why;
	json_t *json;

	if (slurp(path, &text, &err))
		die_err(&err);
	json = js_parse(text.data, text.len, JSON_ALLOW_NUL, &why);
	if (!json)
		printf("# %s:%d: %s\n", path, why.line, why.text);
	buf_clear(&text);
	return json;
}

static void
run_file(const char *data, const char *file)
{
	char *path = mem_printf("%s/" SUITE "/%s", data, file);
	json_t *groups, *group;
	size_t i, bad = 0, before = cases;

	groups = load(path);
	json_array_foreach (groups, i, group)
		bad += run_group(file, group);
	ok(groups && bad == 0, "%s: %zu cases", file, cases - before);
	json_decref(groups);
	free(path);
}

static int
is_json(const struct dirent *entry)
{
	return strstr(entry->d_name, ".json") != NULL;
}

static void
run_folder(const char *data, const char *folder)
{
	char *path = mem_printf("%s/" SUITE "/%s", data, folder), *file;
	struct dirent **entries;
	int n;

	n = scandir(path, &entries, is_json, alphasort);
	ok(n > 0, "the suite is in %s", path);
	for (int i = 0; i < n; i++) {
		file = mem_printf("%s%s", folder, entries[i]->d_name);
		run_file(data, file);
		free(file);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	free(path);
}

static json_t *
parse(const char *text)
{
	json_error_t why;
	json_t *json = js_parse(text, strlen(text), JSON_DECODE_ANY, &why);

	if (!json)
		printf("# %s: %s\n", text, why.text);
	return json;
}

/* The schema must be refused, with this message. */
static void
refuses(const char *schema, const char *message)
{
	struct js_set *set = js_open();
	struct em_err err = { 0, "" };
	json_t *document = parse(schema);

	if (js_add(set, "test:///s", document, &err))
		(void)snprintf(err.msg, sizeof(err.msg), "taken");
	is(err.msg, message, schema);
	json_decref(document);
	js_close(set);
}

static void
test_refusals(void)
{
	refuses("{\"properties\": {\"a/b\": {\"minimun\": 1}}}",
	    "test:///s/properties/a~1b: minimun: the keyword is not supported");
	refuses("{\"$defs\": {\"unused\": {\"type\": \"int\"}}}",
	    "test:///s/$defs/unused: type: there is no such type");
	refuses("{\"items\": [true]}",
	    "test:///s/items: not a schema: neither an object nor true or "
	    "false");
	refuses(
	    "{\"allOf\": []}", "test:///s: allOf: must be an array of schemas");
	refuses("{\"then\": 1}",
	    "test:///s/then: not a schema: neither an object nor true or "
	    "false");
	refuses("{\"minContains\": -1}",
	    "test:///s: minContains: must be a number of things");
	refuses(
	    "{\"multipleOf\": 0}", "test:///s: multipleOf: must be above 0");
	refuses("{\"required\": \"a\"}",
	    "test:///s: required: must be an array of strings");
	refuses("{\"dependentRequired\": {\"a\": [1]}}",
	    "test:///s: a: must be an array of strings");
	refuses("{\"uniqueItems\": 1}",
	    "test:///s: uniqueItems: must be true or false");
	refuses("{\"pattern\": \"a{\"}",
	    "test:///s: not a pattern: bad quantifier at byte 2: a{");
	refuses("{\"pattern\": \"(?<=a+)b\"}",
	    "test:///s: not a pattern: lookbehind assertion is not fixed "
	    "length: (?<=a+)b");
	refuses("{\"patternProperties\": {\"[b-a]\": true}}",
	    "test:///s: not a pattern: bad range at byte 5: [b-a]");
	refuses("{\"$id\": \"x#y\"}",
	    "test:///s: $id: must be a URI without fragment");
	refuses("{\"items\": {\"$ref\": \"#/$defs/no\"}}",
	    "test:///s/items: $ref: there is no test:///s#/$defs/no");
	refuses("{\"$ref\": \"http://localhost/other\"}",
	    "http://localhost/other: there is no such schema");
	refuses("{\"$ref\": \"file:///no/such/file\"}",
	    "/no/such/file: No such file or directory");
}

/* References that lead back without going into the value. */
static void
test_loops(void)
{
	static const char message[] = "test:///s: a $ref leads to itself";

	refuses("{\"$ref\": \"#\"}", message);
	refuses("{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, "
		"\"b\": {\"anyOf\": [true, {\"$ref\": \"#/$defs/a\"}]}}}",
	    message);
	refuses(
	    "{\"not\": {\"if\": true, \"else\": {\"$ref\": \"#\"}}}", message);
}

static void
add_line(void *arg, const char *pointer, const char *keyword, const char *what)
{
	buf_addf(arg, "%s %s: %s\n", pointer, keyword, what);
}

/* What is said of the value; "" when it is good. */
static void
says(const char *schema, const char *value, const char *lines)
{
	struct js_set *set = js_open();
	struct em_err err;
	struct buf said = BUF_INIT;
	json_t *document = parse(schema), *instance = parse(value);
	const struct js_node *node = js_add(set, "test:///s", document, &err);
	bool good;

	if (!node)
		printf("# %s\n", err.msg);
	good = node && js_check(node, instance, add_line, &said);
	is(buf_peek(&said), lines, value);
	if (node && js_check(node, instance, NULL, NULL) != good)
		ok(false, "the verdict without a report is another");
	if (good != (*lines == '\0'))
		ok(false, "the verdict is not what the report says");
	buf_clear(&said);
	json_decref(document);
	json_decref(instance);
	js_close(set);
}

static void
test_reports(void)
{
	says("{\"properties\": {\"a/b\": {\"items\": {\"type\": "
	     "[\"integer\", \"null\"]}}}, \"required\": [\"c~d\"]}",
	    "{\"a/b\": [1, \"x\", 2.5, null]}",
	    " required: \"c~d\" is missing\n"
	    "/a~1b/1 type: integer or null expected, not string\n"
	    "/a~1b/2 type: integer or null expected, not number\n");
	says("{\"properties\": {\"a\": true}, \"additionalProperties\": false}",
	    "{\"b~\": 1, \"a\": 2}",
	    "/b~0 additionalProperties: there is no such member\n");
	says("{\"anyOf\": [{\"type\": \"null\"}, {\"minLength\": 2}]}", "\"x\"",
	    " anyOf: none of the 2 schemas is kept\n");
	says("{\"oneOf\": [true, true, true]}", "1",
	    " oneOf: more than one of the 3 schemas is kept\n");
	says("{\"items\": {\"enum\": [1, \"a\"], \"const\": 1.0}}", "[1, 2]",
	    "/1 enum: 2 is not one of the 2 values\n"
	    "/1 const: 1.0 expected, not 2\n");
	says("{\"uniqueItems\": true, \"maxItems\": 2, \"contains\": "
	     "{\"type\": \"null\"}}",
	    "[{\"a\": 1, \"b\": 2}, 0, {\"b\": 2.0, \"a\": 1}]",
	    " uniqueItems: items 0 and 2 are equal\n"
	    " maxItems: more than 2 items: 3\n"
	    " contains: 0 items are as wanted, too few\n");
	says("{\"pattern\": \"^(a+)+$\", \"format\": \"uuid\"}", "\"b\"",
	    " pattern: \"b\" does not match ^(a+)+$\n"
	    " format: \"b\" is not a uuid\n");
	says("{\"const\": 1}",
	    "[\"x\",\"012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\"]",
	    " const: 1 expected, not [\"x\",\"0123456789012345678901234567890123456789012345678901234567890123456789...\n");
	says("{\"dependentRequired\": {\"a\": [\"b\"]}, \"not\": {}}",
	    "{\"a\": 1}",
	    " dependentRequired: \"b\" is missing, needed by \"a\"\n"
	    " not: the schema is kept\n");
}

/* Numbers that a double cannot tell apart, and decimals that it cannot hold. */
static void
test_numbers(void)
{
	says("{\"maximum\": 9007199254740993}", "9007199254740993", "");
	says("{\"maximum\": 9007199254740992.0}", "9007199254740993",
	    " maximum: 9007199254740993 is beyond 9007199254740992.0\n");
	says("{\"exclusiveMinimum\": -9223372036854775808}",
	    "-9223372036854775808.0",
	    " exclusiveMinimum: -9.223372036854776e18 is beyond "
	    "-9223372036854775808\n");
	says("{\"enum\": [18446744073709551616]}", "18446744073709551616", "");
	says("{\"type\": \"integer\", \"multipleOf\": 3}",
	    "9223372036854775806", "");
	says("{\"multipleOf\": 3}", "9223372036854775807",
	    " multipleOf: 9223372036854775807 is no multiple of 3\n");
	says("{\"items\": {\"multipleOf\": 0.01}}",
	    "[4.35, 19.99, 0.07, 1e300, 1.1, 0, 2]", "");
	says("{\"multipleOf\": 0.01}", "19.999",
	    " multipleOf: 19.999 is no multiple of 0.01\n");
	says("{\"uniqueItems\": true}", "[0, false, \"0\", [0], {}, null]", "");
	says("{\"uniqueItems\": true}", "[-0.0, 0]",
	    " uniqueItems: items 0 and 1 are equal\n");
}

/* As deep as jansson reads, with several schemas at each level. */
static void
test_depth(void)
{
	struct buf deep = BUF_INIT;

	for (int i = 0; i < 2000; i++)
		buf_addc(&deep, '[');
	for (int i = 0; i < 2000; i++)
		buf_addc(&deep, ']');
	says("{\"$defs\": {\"a\": {\"allOf\": [{\"$ref\": \"#/$defs/b\"}]}, "
	     "\"b\": {\"items\": {\"$ref\": \"#\"}}}, \"$ref\": \"#/$defs/a\"}",
	    deep.data, "");
	buf_clear(&deep);
	says("{\"not\": {\"pattern\": \"^(?:(?:a+)+)+$\"}}",
	    "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"",
	    " schema: too hard to check\n");
}

int
main(int argc, char *argv[])
{
	const char *data = argc > 1 ? argv[1] : "tests/data";

	run_folder(data, "");
	run_folder(data, "optional/");
	run_folder(data, "optional/format/");
	ok(cases == CASES, "the suite has %zu cases", cases);
	ok(left_out_cases == LEFT_OUT && ignored_cases == IGNORED,
	    "left out are %zu and %zu of them", left_out_cases, ignored_cases);
	test_refusals();
	test_loops();
	test_reports();
	test_numbers();
	test_depth();
	return done();
}
