/*
 * jsonv - JSON text as values that live together in an arena (jsonv.h).
 *
 * What takes more than a look (escapes by number, big numbers, objects with
 * many members, deep ones) and what is wrong is left for jsonr, and copied.
 */
#include "jsonv.h"

#include <stdlib.h>

#include "mem.h"
#include "plain.h"

enum {
	DEPTH_MAX = 200,
	MEMBERS_MAX = 48, /* that are compared one by one */
	STACK_MIN = 64,
	WORD = sizeof(uint64_t),
	DIGITS_MAX = 15, /* neither overflow nor rounding */
	NAME_LONGEST = 1 << 16
};

/*
 * The text is a copy in the arena, which strings are cut out of where they
 * stand; a WORD of NULs behind it ends whatever is being read.  The members and
 * items of what is open are on a stack, until they are known to be all, and
 * move to the arena.  Items are members without a name.
 */
struct reader {
	struct arena *arena;
	char *at, *end;
	struct jsonv_member *stack;
	size_t count, cap;
	int depth;
};

/* like is the item of an array before this one, or NULL. */
static bool read_value(
    struct reader *r, struct jsonv *value, const struct jsonv *like);

static void
skip_space(struct reader *r)
{
	while ((unsigned char)*r->at <= ' ' &&
	       (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' ||
		   *r->at == '\r'))
		r->at++;
}

/* True, and past it, when c comes next behind white space. */
static bool
take(struct reader *r, char c)
{
	skip_space(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

/* --- strings --- */

/* Past the bytes that stand for themselves. */
static char *
past_plain(const struct reader *r, char *p)
{
	return p + plain_run(p, (size_t)(r->end - p));
}

/* The character behind a backslash, or 0 for one given by number. */
static char
unescape(char c)
{
	static const char names[] = "\"\\/bfnrt", chars[] = "\"\\/\b\f\n\r\t";
	const char *p = memchr(names, c, sizeof(names) - 1);

	return p ? chars[p - names] : '\0';
}

/* From the first escape on: moves the rest together.  NULL when unsure. */
static char *
close_gaps(struct reader *r, char *to)
{
	while (*r->at == '\\') {
		char *from = r->at + 2, *end;

		if (!(*to++ = unescape(r->at[1])))
			return NULL;
		end = past_plain(r, from);
		memmove(to, from, (size_t)(end - from));
		to += end - from;
		r->at = end;
	}
	return to;
}

/* A string whose opening quote is behind. */
static bool
read_string(struct reader *r, const char **string, size_t *len)
{
	char *from = r->at, *end = past_plain(r, from);

	r->at = end;
	if (*end == '\\')
		end = close_gaps(r, end);
	if (!end || *r->at != '"')
		return false;
	r->at++;
	*end = '\0';
	*string = from;
	*len = (size_t)(end - from);
	return true;
}

/* --- numbers and words --- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Integers and decimals of a usual size. */
static bool
read_number(struct reader *r, struct jsonv *value)
{
	const char *from = r->at;
	bool negative = *from == '-';
	const char *first = from + negative, *p = first;
	int64_t integer = 0;

	for (; is_digit(*p) && p - first < DIGITS_MAX; p++)
		integer = 10 * integer + (*p - '0');
	if (p == first || is_digit(*p) || (*first == '0' && p - first > 1))
		return false;
	value->type = JSONV_INTEGER;
	value->integer = negative ? -integer : integer;
	if (*p == '.' && is_digit(p[1])) {
		value->type = JSONV_REAL;
		value->real = strtod(from, NULL);
		for (p++; is_digit(*p);)
			p++;
	}
	r->at += p - from;
	return *p != '.' && (*p | 32) != 'e';
}

/* Inline, so that it compares as many bytes as a number has. */
static inline bool
read_word(struct reader *r, const char *word, enum jsonv_type type,
    struct jsonv *value)
{
	size_t len = strlen(word);

	if (memcmp(r->at, word, len) != 0)
		return false;
	r->at += len;
	value->type = type;
	return true;
}

/* --- arrays and objects --- */

static struct jsonv_member *
push(struct reader *r)
{
	if (r->count == r->cap)
		r->stack =
		    mem_grow(r->stack, &r->cap, r->count, sizeof(*r->stack));
	return &r->stack[r->count++];
}

/* Takes what is on the stack from first on as the items of an array. */
static void
close_array(struct reader *r, size_t first, struct jsonv *value)
{
	size_t n = r->count - first;
	struct jsonv *items = arena_alloc(r->arena, n, sizeof(*items));

	for (size_t i = 0; i < n; i++)
		items[i] = r->stack[first + i].value;
	*value = (struct jsonv){ JSONV_ARRAY, n, { .items = items } };
	r->count = first;
}

static bool
read_array(struct reader *r, struct jsonv *value)
{
	size_t first = r->count;
	struct jsonv item, before = { 0 };
	bool good = true;

	if (!take(r, ']')) {
		do {
			good = read_value(r, &item, &before);
			push(r)->value = before = item;
		} while (good && take(r, ','));
		good = good && take(r, ']');
	}
	close_array(r, first, value);
	return good;
}

static bool
is_named(const struct jsonv_member *member, const char *name, uint64_t tag)
{
	return member->tag == tag &&
	       ((tag & UINT8_MAX) <= JSONV_HEAD ||
		   strcmp(member->name + JSONV_HEAD, name + JSONV_HEAD) == 0);
}

static bool
has_name(const struct reader *r, size_t first, const char *name, uint64_t tag)
{
	for (size_t i = first; i < r->count; i++)
		if (is_named(&r->stack[i], name, tag))
			return true;
	return false;
}

/* The tag of a name that stands in the text. */
static uint64_t
tag_here(const char *name, size_t len)
{
	uint64_t word;

	if (len >= JSONV_HEAD)
		return jsonv_tag(name, len);
	memcpy(&word, name, sizeof(word));
	word = le64toh(word) & (((uint64_t)1 << 8 * len) - 1);
	return word << 8 | len;
}

/* One with escapes is left for jsonr: those here are as they stand. */
static bool
read_name(struct reader *r, struct jsonv_member *member)
{
	size_t len;

	if (!take(r, '"') || !read_string(r, &member->name, &len))
		return false;
	member->tag = tag_here(member->name, len);
	return member->name + len + 1 == r->at && len <= NAME_LONGEST &&
	       take(r, ':');
}

/* The name at its place in the object before this one, if it comes again. */
static bool
read_same_name(struct reader *r, const struct jsonv *like, size_t i,
    struct jsonv_member *member)
{
	size_t len;

	if (!like || like->type != JSONV_OBJECT || i >= like->size)
		return false;
	member->name = like->members[i].name;
	member->tag = like->members[i].tag;
	len = member->tag & UINT8_MAX;
	if (len == UINT8_MAX || (size_t)(r->end - r->at) < len + 3 ||
	    r->at[0] != '"' || memcmp(r->at + 1, member->name, len) != 0 ||
	    r->at[len + 1] != '"' || r->at[len + 2] != ':')
		return false;
	r->at += len + 3;
	return true;
}

/*
 * Objects in an array have most often the same names in the same order: as long
 * as that is so, *like is set, and they need not be told apart again.
 */
static bool
read_member(struct reader *r, size_t first, const struct jsonv **like)
{
	struct jsonv_member member = { 0 };

	if (!read_same_name(r, *like, r->count - first, &member)) {
		*like = NULL;
		if (!read_name(r, &member) || r->count - first == MEMBERS_MAX ||
		    has_name(r, first, member.name, member.tag))
			return false;
	}
	if (!read_value(r, &member.value, NULL))
		return false;
	*push(r) = member;
	return true;
}

static bool
read_object(struct reader *r, struct jsonv *value, const struct jsonv *like)
{
	size_t first = r->count, n;
	struct jsonv_member *members;
	bool good = true;

	if (!take(r, '}')) {
		do
			good = read_member(r, first, &like);
		while (good && take(r, ','));
		good = good && take(r, '}');
	}
	n = r->count - first;
	members = arena_alloc(r->arena, n, sizeof(*members));
	if (n)
		memcpy(members, r->stack + first, n * sizeof(*members));
	*value = (struct jsonv){ JSONV_OBJECT, n, { .members = members } };
	r->count = first;
	return good;
}

static bool
read_nested(struct reader *r, struct jsonv *value, const struct jsonv *like)
{
	bool good;

	if (++r->depth > DEPTH_MAX)
		return false;
	good = *r->at++ == '{' ? read_object(r, value, like)
			       : read_array(r, value);
	r->depth--;
	return good;
}

static bool
read_value(struct reader *r, struct jsonv *value, const struct jsonv *like)
{
	*value = (struct jsonv){ 0 };
	skip_space(r);
	switch (*r->at) {
	case '{':
	case '[':
		return read_nested(r, value, like);
	case '"':
		r->at++;
		value->type = JSONV_STRING;
		return read_string(r, &value->string, &value->size);
	case 't':
		return read_word(r, "true", JSONV_TRUE, value);
	case 'f':
		return read_word(r, "false", JSONV_FALSE, value);
	case 'n':
		return read_word(r, "null", JSONV_NULL, value);
	default:
		return read_number(r, value);
	}
}

/* --- what jsonr has read --- */

static struct jsonv copy(struct arena *arena, const json_t *value);

static struct jsonv
copy_array(struct arena *arena, const json_t *array)
{
	size_t n = json_array_size(array), i;
	struct jsonv *items = arena_alloc(arena, n, sizeof(*items));
	const json_t *item;

	json_array_foreach (array, i, item)
		items[i] = copy(arena, item);
	return (struct jsonv){ JSONV_ARRAY, n, { .items = items } };
}

static const char *
copy_text(struct arena *arena, const char *text, size_t len)
{
	return memcpy(arena_alloc(arena, len + 1, 1), text, len);
}

static struct jsonv
copy_object(struct arena *arena, json_t *object)
{
	size_t n = json_object_size(object), i = 0;
	struct jsonv_member *members = arena_alloc(arena, n, sizeof(*members));
	const char *name;
	json_t *value;

	json_object_foreach (object, name, value) {
		size_t len = strlen(name);

		members[i++] =
		    (struct jsonv_member){ copy_text(arena, name, len),
			    jsonv_tag(name, len), copy(arena, value) };
	}
	return (struct jsonv){ JSONV_OBJECT, n, { .members = members } };
}

static struct jsonv
copy(struct arena *arena, const json_t *value)
{
	size_t len;

	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return copy_object(arena, (json_t *)(uintptr_t)value);
	case JSON_ARRAY:
		return copy_array(arena, value);
	case JSON_STRING:
		len = json_string_length(value);
		return (struct jsonv){ JSONV_STRING, len,
			{ .string = copy_text(
			      arena, json_string_value(value), len) } };
	case JSON_INTEGER:
		return (struct jsonv){ JSONV_INTEGER, 0,
			{ .integer = json_integer_value(value) } };
	case JSON_REAL:
		return (struct jsonv){ JSONV_REAL, 0,
			{ .real = json_real_value(value) } };
	case JSON_TRUE:
		return (struct jsonv){ JSONV_TRUE, 0, { NULL } };
	case JSON_FALSE:
		return (struct jsonv){ JSONV_FALSE, 0, { NULL } };
	default:
		return (struct jsonv){ JSONV_NULL, 0, { NULL } };
	}
}

static const struct jsonv *
parse_slowly(struct arena *arena, const char *bytes, size_t len,
    struct jsonr_error *error)
{
	json_t *value = jsonr_parse(bytes, len, error);
	struct jsonv *root = NULL;

	if (json_is_object(value)) {
		root = arena_alloc(arena, 1, sizeof(*root));
		*root = copy(arena, value);
	} else if (value) {
		*error = (struct jsonr_error){ 0, "not an object" };
	}
	json_decref(value);
	return root;
}

const struct jsonv *
jsonv_parse(struct arena *arena, const char *bytes, size_t len,
    struct jsonr_error *error)
{
	struct jsonv *root = arena_alloc(arena, 1, sizeof(*root));
	char *text = memcpy(arena_alloc(arena, len + WORD, 1), bytes, len);
	struct reader r = { .arena = arena,
		.at = text,
		.end = text + len,
		.stack = mem_alloc(STACK_MIN * sizeof(*r.stack)),
		.cap = STACK_MIN };
	bool good = read_value(&r, root, NULL) && root->type == JSONV_OBJECT;

	free(r.stack);
	skip_space(&r);
	*error = (struct jsonr_error){ 0, NULL };
	return good && r.at == r.end ? root
				     : parse_slowly(arena, bytes, len, error);
}

/* --- looking --- */

static const struct jsonv *
find_long(const struct jsonv *object, const char *name, uint64_t tag)
{
	for (size_t i = 0; i < object->size; i++)
		if (is_named(&object->members[i], name, tag))
			return &object->members[i].value;
	return NULL;
}

/* Apart from long names, since a loop without a call is a third faster. */
const struct jsonv *
jsonv_find(const struct jsonv *object, const char *name, uint64_t tag)
{
	if (!jsonv_is(object, JSONV_OBJECT))
		return NULL;
	if ((tag & UINT8_MAX) > JSONV_HEAD)
		return find_long(object, name, tag);
	for (size_t i = 0; i < object->size; i++)
		if (object->members[i].tag == tag)
			return &object->members[i].value;
	return NULL;
}

bool
jsonv_same_texts(const struct jsonv *a, const struct jsonv *b)
{
	size_t n = jsonv_size(a);

	if (!jsonv_is(a, JSONV_ARRAY) || !jsonv_is(b, JSONV_ARRAY) ||
	    jsonv_size(b) != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *one = jsonv_string(jsonv_at(a, i));
		const char *other = jsonv_string(jsonv_at(b, i));

		if (!one || !other || strcmp(one, other) != 0)
			return false;
	}
	return true;
}
