/* jsonv - are its values those of jsonr, whichever way they were read? */
#include "jsonv.h"

#include <stdlib.h>

#include "../tap.h"
#include "buf.h"
#include "json_texts.h"

static bool same(const struct jsonv *ours, const json_t *theirs);

static bool
same_items(const struct jsonv *ours, const json_t *theirs)
{
	const json_t *item;
	size_t i;

	json_array_foreach (theirs, i, item)
		if (!same(jsonv_at(ours, i), item))
			return false;
	return jsonv_size(ours) == json_array_size(theirs);
}

static bool
same_members(const struct jsonv *ours, json_t *theirs)
{
	const char *name;
	json_t *value;

	json_object_foreach (theirs, name, value)
		if (!same(jsonv_get(ours, name), value))
			return false;
	return ours->size == json_object_size(theirs);
}

static bool
same(const struct jsonv *ours, const json_t *theirs)
{
	static const enum jsonv_type types[] = {
		[JSON_OBJECT] = JSONV_OBJECT,
		[JSON_ARRAY] = JSONV_ARRAY,
		[JSON_STRING] = JSONV_STRING,
		[JSON_INTEGER] = JSONV_INTEGER,
		[JSON_REAL] = JSONV_REAL,
		[JSON_TRUE] = JSONV_TRUE,
		[JSON_FALSE] = JSONV_FALSE,
		[JSON_NULL] = JSONV_NULL,
	};

	if (!ours || ours->type != types[json_typeof(theirs)])
		return false;
	switch (ours->type) {
	case JSONV_OBJECT:
		return same_members(ours, (json_t *)(uintptr_t)theirs);
	case JSONV_ARRAY:
		return same_items(ours, theirs);
	case JSONV_STRING:
		return ours->size == json_string_length(theirs) &&
		       strcmp(ours->string, json_string_value(theirs)) == 0;
	case JSONV_INTEGER:
		return ours->integer == json_integer_value(theirs);
	case JSONV_REAL:
		return memcmp(&ours->real, &(double){ json_real_value(theirs) },
			   sizeof(double)) == 0;
	default:
		return true;
	}
}

static void
same_as_jsonr(const char *text)
{
	struct arena arena = ARENA_INIT;
	struct jsonr_error here, there;
	/* of its own size, so that a sanitizer sees what is read beyond it */
	size_t len = strlen(text);
	char *bytes = memcpy(malloc(len ? len : 1), text, len);
	const struct jsonv *ours = jsonv_parse(&arena, bytes, len, &here);
	json_t *theirs = jsonr_parse(bytes, len, &there);
	bool good = json_is_object(theirs);

	ok(good ? same(ours, theirs)
		: !ours && (theirs || (here.at == there.at &&
					  strcmp(here.what, there.what) == 0)),
	    "%s: %.60s", good ? "read" : here.what, text);
	json_decref(theirs);
	arena_clear(&arena);
	free(bytes);
}

/* As a member's value: only an object is a line. */
static void
same_inside(const char *text)
{
	struct buf object = BUF_INIT;

	buf_addf(&object, "{\"value\":%s}", text);
	same_as_jsonr(object.data);
	buf_clear(&object);
}

static void
nesting(int depth)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < depth; i++)
		buf_addc(&text, '[');
	for (int i = 0; i < depth; i++)
		buf_addc(&text, ']');
	same_inside(text.data);
	buf_clear(&text);
}

/* Two members of many may have one name. */
static void
many(int members, int last)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < members; i++)
		buf_addf(&text, "%s\"m%d\":%d", i ? "," : "{", i, i);
	buf_addf(&text, ",\"m%d\":[]}", last);
	same_as_jsonr(text.data);
	buf_clear(&text);
}

static void
looks(void)
{
	static const char text[] = "{\"s\":\"x\",\"t\":true,\"n\":null,\"a\":"
				   "[\"p\",\"q\"],\"b\":[\"p\",\"q\"],"
				   "\"c\":[\"p\"],\"d\":[1],\"i\":-7}";
	struct arena arena = ARENA_INIT;
	struct jsonr_error error;
	const struct jsonv *v =
	    jsonv_parse(&arena, text, sizeof(text) - 1, &error);
	const struct jsonv *item;
	size_t i;

	is(jsonv_str(v, "s"), "x", "a string");
	is(jsonv_str(v, "t"), "", "no string");
	is(jsonv_str(NULL, "s"), "", "nothing in nothing");
	ok(jsonv_flag(v, "t") && !jsonv_flag(v, "n") && !jsonv_flag(v, "x"),
	    "flags");
	ok(jsonv_integer(jsonv_get(v, "i")) == -7 &&
		jsonv_integer(jsonv_get(v, "s")) == 0,
	    "integers");
	jsonv_each (jsonv_get(v, "a"), i, item)
		is(jsonv_string(item), i ? "q" : "p", "an item");
	ok(i == 2 && jsonv_size(v) == 0, "an array ends, an object has none");
	ok(jsonv_same_texts(jsonv_get(v, "a"), jsonv_get(v, "b")) &&
		!jsonv_same_texts(jsonv_get(v, "a"), jsonv_get(v, "c")) &&
		!jsonv_same_texts(jsonv_get(v, "d"), jsonv_get(v, "d")) &&
		!jsonv_same_texts(NULL, NULL),
	    "the same texts");
	arena_clear(&arena);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(json_texts) / sizeof(*json_texts); i++) {
		same_as_jsonr(json_texts[i]);
		same_inside(json_texts[i]);
	}
	nesting(150);
	nesting(300);
	nesting(2046);
	nesting(2047);
	nesting(2048);
	many(47, 100);
	many(47, 3);
	many(200, 300);
	many(200, 3);
	looks();
	return done();
}
