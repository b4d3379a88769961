/* jsonv - are its values those of jsonr, whichever way they were read? */
#include "jsonv.h"

#include <stdlib.h>

#include "../../jsonv_same.h"
#include "../tap.h"
#include "buf.h"
#include "json_texts.h"

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

	ok(good ? jsonv_same(ours, theirs)
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

/* Objects with one name each, as long as that, which differ at the end. */
static void
long_names(int len)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "[{\"%0*d\":1},{\"%0*d\":2}]", len, 1, len, 2);
	same_inside(text.data);
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

/* In whatever order members are asked for, it is the one of that name. */
static void
looks_in_order(void)
{
	static const char text[] = "{\"a\":1,\"long name\":2,"
				   "\"long nose\":3,\"b\":4}";
	static const struct {
		const char *name;
		int64_t value; /* 0 for none */
	} asked[] = { { "a", 1 }, { "long name", 2 }, { "b", 4 }, { "b", 4 },
		{ "long nose", 3 }, { "long name", 2 }, { "long note", 0 },
		{ "long nose", 3 }, { "c", 0 }, { "b", 4 }, { "a", 1 } };
	struct arena arena = ARENA_INIT;
	struct jsonr_error error;
	const struct jsonv *v =
	    jsonv_parse(&arena, text, sizeof(text) - 1, &error);
	size_t at = 0;

	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		const struct jsonv *found = jsonv_next(v, &at, asked[i].name);

		ok(jsonv_integer(found) == asked[i].value &&
			!found == !asked[i].value,
		    "%s, from place %zu on", asked[i].name, at);
	}
	at = 0;
	ok(!jsonv_next(NULL, &at, "a"), "nothing in nothing");
	ok(!jsonv_next(jsonv_get(v, "a"), &at, "a"), "nothing in a number");
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
	for (int len = 250; len < 260; len++)
		long_names(len);
	looks();
	looks_in_order();
	return done();
}
