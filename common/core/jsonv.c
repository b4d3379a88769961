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
 *
 * What reads takes the place where something begins and gives the one behind
 * it, or NULL when it is wrong or not sure.
 */
struct reader {
	struct arena *arena;
	const char *end;
	struct jsonv_member *stack;
	size_t count, cap;
	int depth;
};

/* like is the item of an array before this one, or NULL. */
static char *read_value(
    struct reader *r, char *p, struct jsonv *value, const struct jsonv *like);

static char *
skip_space(char *p)
{
	while ((unsigned char)*p <= ' ' &&
	       (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r'))
		p++;
	return p;
}

/* --- strings --- */

/* Past the bytes that stand for themselves, of which NUL is none. */
static char *
past_plain(char *p)
{
	return p + plain_len(p);
}

/* The character behind a backslash, or 0 for one given by number. */
static char
unescape(char c)
{
	static const char names[] = "\"\\/bfnrt", chars[] = "\"\\/\b\f\n\r\t";
	const char *p = memchr(names, c, sizeof(names) - 1);

	return p ? chars[p - names] : '\0';
}

/* From the first escape on: moves the rest together, up to *end. */
static char *
close_gaps(char *p, char **end)
{
	char *to = p;

	while (*p == '\\') {
		char *from = p + 2;

		if (!(*to++ = unescape(p[1])))
			return NULL;
		p = past_plain(from);
		memmove(to, from, (size_t)(p - from));
		to += p - from;
	}
	*end = to;
	return p;
}

/* A string whose opening quote is behind. */
static char *
read_string(char *from, struct jsonv *value)
{
	char *p = past_plain(from), *end = p;

	if (*p == '\\')
		p = close_gaps(p, &end);
	if (!p || *p != '"')
		return NULL;
	*end = '\0';
	*value = (struct jsonv){ JSONV_STRING, (size_t)(end - from),
		{ .string = from } };
	return p + 1;
}

/* --- numbers and words --- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Integers and decimals of a usual size. */
static char *
read_number(char *from, struct jsonv *value)
{
	bool negative = *from == '-';
	char *first = from + negative, *p = first;
	int64_t integer = 0;

	for (; is_digit(*p) && p - first < DIGITS_MAX; p++)
		integer = 10 * integer + (*p - '0');
	if (p == first || is_digit(*p) || (*first == '0' && p - first > 1))
		return NULL;
	*value = (struct jsonv){ JSONV_INTEGER, 0,
		{ .integer = negative ? -integer : integer } };
	if (*p == '.' && is_digit(p[1])) {
		value->type = JSONV_REAL;
		value->real = strtod(from, NULL);
		for (p++; is_digit(*p);)
			p++;
	}
	return *p != '.' && (*p | 32) != 'e' ? p : NULL;
}

/* Inline, so that it compares as many bytes as a number has. */
static inline char *
read_word(char *p, const char *word, enum jsonv_type type, struct jsonv *value)
{
	size_t len = strlen(word);

	if (memcmp(p, word, len) != 0)
		return NULL;
	*value = (struct jsonv){ type, 0, { NULL } };
	return p + len;
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
	struct jsonv *items = arena_room(r->arena, n, sizeof(*items));

	for (size_t i = 0; i < n; i++)
		items[i] = r->stack[first + i].value;
	*value = (struct jsonv){ JSONV_ARRAY, n, { .items = items } };
	r->count = first;
}

/* An array whose bracket is behind. */
static char *
read_array(struct reader *r, char *p, struct jsonv *value)
{
	size_t first = r->count;
	struct jsonv item, before = { 0 };

	p = skip_space(p);
	if (*p == ']') {
		close_array(r, first, value);
		return p + 1;
	}
	do {
		p = read_value(r, p, &item, &before);
		if (!p)
			return NULL;
		push(r)->value = before = item;
		p = skip_space(p);
	} while (*p++ == ',');
	close_array(r, first, value);
	return p[-1] == ']' ? p : NULL;
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
static char *
read_name(char *p, struct jsonv_member *member)
{
	char *end;
	size_t len;

	if (*p != '"')
		return NULL;
	end = past_plain(p + 1);
	len = (size_t)(end - p) - 1;
	if (*end != '"' || len > NAME_LONGEST)
		return NULL;
	*end = '\0';
	member->name = p + 1;
	member->tag = tag_here(member->name, len);
	p = skip_space(end + 1);
	return *p == ':' ? p + 1 : NULL;
}

/* The name of a member of the object before this one, if it comes again. */
static char *
read_same_name(const struct reader *r, char *p, const struct jsonv_member *like,
    struct jsonv_member *member)
{
	size_t len = like->tag & UINT8_MAX;

	if (len == UINT8_MAX || (size_t)(r->end - p) < len + 3 || p[0] != '"' ||
	    memcmp(p + 1, like->name, len) != 0 || p[len + 1] != '"' ||
	    p[len + 2] != ':')
		return NULL;
	member->name = like->name;
	member->tag = like->tag;
	return p + len + 3;
}

/*
 * Objects in an array have most often the same names in the same order: as long
 * as that is so, *like is set, and they need not be told apart again.
 */
static char *
read_member(struct reader *r, char *p, size_t first, const struct jsonv **like)
{
	size_t i = r->count - first;
	struct jsonv_member member;
	char *value = NULL;

	if (*like && i < (*like)->size)
		value = read_same_name(r, p, &(*like)->members[i], &member);
	if (!value) {
		*like = NULL;
		value = read_name(p, &member);
		if (!value || i == MEMBERS_MAX ||
		    has_name(r, first, member.name, member.tag))
			return NULL;
	}
	p = read_value(r, value, &member.value, NULL);
	if (p)
		*push(r) = member;
	return p;
}

static void
close_object(struct reader *r, size_t first, struct jsonv *value)
{
	size_t n = r->count - first;
	struct jsonv_member *members =
	    arena_room(r->arena, n, sizeof(*members));

	if (n)
		memcpy(members, r->stack + first, n * sizeof(*members));
	*value = (struct jsonv){ JSONV_OBJECT, n, { .members = members } };
	r->count = first;
}

/* An object whose brace is behind. */
static char *
read_object(
    struct reader *r, char *p, struct jsonv *value, const struct jsonv *like)
{
	size_t first = r->count;

	if (like && like->type != JSONV_OBJECT)
		like = NULL;
	p = skip_space(p);
	if (*p == '}') {
		close_object(r, first, value);
		return p + 1;
	}
	do {
		p = read_member(r, skip_space(p), first, &like);
		if (!p)
			return NULL;
		p = skip_space(p);
	} while (*p++ == ',');
	close_object(r, first, value);
	return p[-1] == '}' ? p : NULL;
}

static char *
read_nested(
    struct reader *r, char *p, struct jsonv *value, const struct jsonv *like)
{
	if (++r->depth > DEPTH_MAX)
		return NULL;
	p = *p == '{' ? read_object(r, p + 1, value, like)
		      : read_array(r, p + 1, value);
	r->depth--;
	return p;
}

static char *
read_value(
    struct reader *r, char *p, struct jsonv *value, const struct jsonv *like)
{
	p = skip_space(p);
	switch (*p) {
	case '{':
	case '[':
		return read_nested(r, p, value, like);
	case '"':
		return read_string(p + 1, value);
	case 't':
		return read_word(p, "true", JSONV_TRUE, value);
	case 'f':
		return read_word(p, "false", JSONV_FALSE, value);
	case 'n':
		return read_word(p, "null", JSONV_NULL, value);
	default:
		return read_number(p, value);
	}
}

/* --- what jsonr has read --- */

static struct jsonv copy(struct arena *arena, const json_t *value);

static struct jsonv
copy_array(struct arena *arena, const json_t *array)
{
	size_t n = json_array_size(array), i;
	struct jsonv *items = arena_room(arena, n, sizeof(*items));
	const json_t *item;

	json_array_foreach (array, i, item)
		items[i] = copy(arena, item);
	return (struct jsonv){ JSONV_ARRAY, n, { .items = items } };
}

static const char *
copy_text(struct arena *arena, const char *text, size_t len)
{
	char *copy = memcpy(arena_room(arena, len + 1, 1), text, len);

	copy[len] = '\0';
	return copy;
}

static struct jsonv
copy_object(struct arena *arena, json_t *object)
{
	size_t n = json_object_size(object), i = 0;
	struct jsonv_member *members = arena_room(arena, n, sizeof(*members));
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
		root = arena_room(arena, 1, sizeof(*root));
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
	struct jsonv *root = arena_room(arena, 1, sizeof(*root));
	char *text = memcpy(arena_room(arena, len + WORD, 1), bytes, len);
	struct reader r = { .arena = arena,
		.end = text + len,
		.stack = mem_alloc(STACK_MIN * sizeof(*r.stack)),
		.cap = STACK_MIN };
	char *end;

	memset(text + len, '\0', WORD);
	end = read_value(&r, text, root, NULL);
	free(r.stack);
	*error = (struct jsonr_error){ 0, NULL };
	return end && root->type == JSONV_OBJECT && skip_space(end) == r.end
		   ? root
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
