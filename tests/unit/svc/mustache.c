/* mustache - the official specification's tests, and errors. */
#include "mustache.h"

#include <jansson.h>
#include <stdlib.h>

#include "../tap.h"
#include "mem.h"

enum { NUMBER_MAX = 40 }; /* the longest number, terminated */

/* The shortest text that reads back as the same number. */
static const char *
number_text(struct arena *arena, const json_t *json)
{
	char *text = arena_alloc(arena, NUMBER_MAX, 1);
	double real = json_real_value(json);

	if (json_is_integer(json)) {
		(void)snprintf(text, NUMBER_MAX, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(json));
		return text;
	}
	for (int digits = 15; digits <= 17; digits++) {
		(void)snprintf(text, NUMBER_MAX, "%.*g", digits, real);
		if (!(strtod(text, NULL) < real) &&
		    !(strtod(text, NULL) > real))
			break;
	}
	return text;
}

/* The tree of a JSON value, its strings borrowed from it. */
static void
view_json(
    struct arena *arena, struct view *parent, const char *key, json_t *json)
{
	const char *name;
	struct view *view;
	json_t *value;
	size_t i;

	switch (json_typeof(json)) {
	case JSON_OBJECT:
		view = view_add(arena, parent, key, VIEW_OBJECT);
		json_object_foreach (json, name, value)
			view_json(arena, view, name, value);
		break;
	case JSON_ARRAY:
		view = view_add(arena, parent, key, VIEW_LIST);
		json_array_foreach (json, i, value)
			view_json(arena, view, NULL, value);
		break;
	case JSON_STRING:
		view_text(arena, parent, key, json_string_value(json));
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		view_text(arena, parent, key, number_text(arena, json));
		break;
	case JSON_TRUE:
		view_add(arena, parent, key, VIEW_TRUE);
		break;
	case JSON_FALSE:
		view_add(arena, parent, key, VIEW_FALSE);
		break;
	case JSON_NULL:
		view_add(arena, parent, key, VIEW_NULL);
		break;
	}
}

static char *
load_member(void *arg, const char *name, struct em_err *err)
{
	const json_t *text = json_object_get(arg, name);

	(void)err;
	return text ? mem_strdup(json_string_value(text)) : NULL;
}

static void
escape_html(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		switch (text[i]) {
		case '&':
			buf_adds(out, "&amp;");
			break;
		case '<':
			buf_adds(out, "&lt;");
			break;
		case '>':
			buf_adds(out, "&gt;");
			break;
		case '"':
			buf_adds(out, "&quot;");
			break;
		default:
			buf_addc(out, text[i]);
		}
	}
}

/* Renders the member "main" of templates; NULL and err when that fails. */
static char *
render(json_t *templates, json_t *data, struct em_err *err)
{
	struct mustache *set = mustache_open(load_member, templates);
	const struct mustache_template *tpl = mustache_get(set, "main", err);
	struct arena arena = ARENA_INIT;
	struct view *holder = view_new(&arena, VIEW_LIST);
	struct buf out = BUF_INIT;
	char *result = NULL;

	tpl = mustache_get(set, "main", err); /* what is wrong stays so */
	view_json(&arena, holder, NULL, data);
	if (tpl &&
	    mustache_render(tpl, holder->first, escape_html, &out, err) == 0)
		result = mem_strdup(buf_peek(&out));
	buf_clear(&out);
	arena_clear(&arena);
	mustache_close(set);
	return result;
}

static void
run_case(const char *file, const json_t *test)
{
	json_t *templates = json_object_get(test, "partials")
				? json_incref(json_object_get(test, "partials"))
				: json_object();
	struct em_err err = { 0, "" };
	char *got, *name;

	json_object_set(templates, "main", json_object_get(test, "template"));
	got = render(templates, json_object_get(test, "data"), &err);
	name = mem_printf(
	    "%s: %s", file, json_string_value(json_object_get(test, "name")));
	is(got ? got : err.msg,
	    json_string_value(json_object_get(test, "expected")), name);
	free(name);
	free(got);
	json_decref(templates);
}

static void
run_file(const char *dir, const char *file)
{
	char *path = mem_printf("%s/mustache-spec/%s.json", dir, file);
	json_t *spec = json_load_file(path, 0, NULL), *test;
	size_t i;

	if (!ok(json_array_size(json_object_get(spec, "tests")) > 0, "%s",
		path)) {
		free(path);
		return;
	}
	json_array_foreach (json_object_get(spec, "tests"), i, test)
		run_case(file, test);
	json_decref(spec);
	free(path);
}

static void
fails(const char *template, const char *message, const char *what)
{
	json_t *templates = json_pack("{s:s}", "main", template);
	json_t *data = json_object();
	struct em_err err = { 0, "" };
	char *got = render(templates, data, &err);

	is(got ? got : err.msg, message, what);
	ok(err.code == EM_PERM, "... for good");
	free(got);
	json_decref(data);
	json_decref(templates);
}

static void
renders(const char *template, const char *want, const char *what)
{
	json_t *templates =
	    json_pack("{s:s,s:s}", "main", template, "p", "one\n\ntwo\n");
	json_t *data = json_pack(
	    "{s:s,s:i,s:b,s:s}", "empty", "", "zero", 0, "yes", 1, "text", "t");
	struct em_err err = { 0, "" };
	char *got = render(templates, data, &err);

	is(got ? got : err.msg, want, what);
	free(got);
	json_decref(data);
	json_decref(templates);
}

int
main(int argc, char *argv[])
{
	static const char *const files[] = { "comments", "delimiters",
		"interpolation", "inverted", "partials", "sections",
		"~inheritance" };
	const char *dir = argc > 1 ? argv[1] : "tests/data";

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		run_file(dir, files[i]);

	fails("a\n{{#x}}\nb", "template main: line 2: {{#x}} is not closed",
	    "a section that is not closed");
	fails("{{/x}}", "template main: line 1: {{/x}} closes nothing open",
	    "a closing tag alone");
	fails("{{#x}}\n{{/y}}",
	    "template main: line 2: {{/y}} closes nothing open",
	    "one that closes something else");
	fails("\n\n{{x", "template main: line 3: a tag is not closed",
	    "a tag without end");
	fails("{{}}", "template main: line 1: a tag is empty", "an empty tag");
	fails("{{=a=}}", "template main: line 1: bad delimiters",
	    "bad delimiters");
	fails("{{>main}}", "template main: nested more than 128 deep",
	    "endless recursion");
	fails("{{#yes}}{{>main}}{{/yes}}{{^no}}{{>main}}{{/no}}",
	    "template main: nested more than 128 deep", "... through sections");

	renders("{{#empty}}no{{/empty}}{{^empty}}yes{{/empty}}", "yes",
	    "\"\" is false");
	renders("{{#zero}}yes {{zero}}{{/zero}}", "yes 0", "0 is true");
	renders("{{yes}} {{no}}", "true ", "flags as text");
	renders("{{text}}{{text.more}}{{text.}}", "t", "no member of a text");
	renders(
	    "  {{>p}}\n", "  one\n\n  two\n", "blank lines are not indented");
	return done();
}
