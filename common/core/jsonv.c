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
	DIGITS_MAX = 15, /* neither overflow nor rounding */
	NAME_LONGEST = 1 << 16
};

/*
 * The text is a copy in the arena, which strings are cut out of where they
 * stand; a word of NULs behind it ends whatever is being read.  The members and
 * items of what is open are on a stack, until they are known to be all, and
 * move to the arena.  Items are members without a name.
 *
 * What reads takes the place where something begins and gives the one behind
 * it, or NULL when it is wrong or not sure.  A value that is read goes to the
 * top of the stack.
 */
struct reader {
	struct arena *arena;
	const char *end;
	struct jsonv_member *stack;
	size_t count, cap;
	int depth;
};

/* The members of the object before this one in an array, if it is one. */
struct names {
	const struct jsonv_member *members;
	size_t count;
};

static const struct names no_names = { NULL, 0 };

static char *read_nested(struct reader *r, char *p, struct names like);

static struct jsonv_member *
push(struct reader *r)
{
	if (r->count == r->cap)
		r->stack =
		    mem_grow(r->stack, &r->cap, r->count, sizeof(*r->stack));
	return &r->stack[r->count++];
}

static struct jsonv *
top(const struct reader *r)
{
	return &r->stack[r->count - 1].value;
}

static char *
skip_space(char *p)
{
	while ((unsigned char)*p <= ' ' &&
	       (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r'))
		p++;
	return p;
}

/* --- strings --- */

/* The character behind a backslash, or 0 for one given by number. */
static char
unescape(char c)
{
	static const char names[] = "\"\\/bfnrt", chars[] = "\"\\/\b\f\n\r\t";
	const char *p = memchr(names, c, sizeof(names) - 1);

	return p ? chars[p - names] : '\0';
}

static char *
end_string(char *from, char *end, char *quote, struct jsonv *value)
{
	if (*quote != '"')
		return NULL;
	*end = '\0';
	*value = (struct jsonv){ JSONV_STRING, (size_t)(end - from),
		{ .string = from } };
	return quote + 1;
}

/*
 * From the first escape on: moves the rest together.  Not inline, so that the
 * others need not save registers for its calls.
 */
static __attribute__((noinline)) char *
read_escaped(char *from, char *p, struct jsonv *value)
{
	char *to = p;

	while (*p == '\\') {
		char *plain = p + 2;
		size_t n;

		if (!(*to++ = unescape(p[1])))
			return NULL;
		n = plain_len(plain);
		memmove(to, plain, n);
		to += n;
		p = plain + n;
	}
	return end_string(from, to, p, value);
}

/* A string whose opening quote is behind. */
static char *
read_string(char *from, struct jsonv *value)
{
	char *p = from + plain_len(from);

	return *p == '\\' ? read_escaped(from, p, value)
			  : end_string(from, p, p, value);
}

/* --- numbers and words --- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Integers and decimals of a usual size: a double holds all of their digits and
 * the power of ten, so that it is as near to their quotient as can be.
 */
static char *
read_number(char *from, struct jsonv *value)
{
	bool negative = *from == '-';
	char *first = from + negative, *p = first, *point;
	int64_t integer = 0;
	double scale = 1;

	for (; is_digit(*p) && p - first < DIGITS_MAX; p++)
		integer = 10 * integer + (*p - '0');
	if (p == first || is_digit(*p) || (*first == '0' && p - first > 1))
		return NULL;
	*value = (struct jsonv){ JSONV_INTEGER, 0,
		{ .integer = negative ? -integer : integer } };
	if (*p == '.') {
		for (point = p++; is_digit(*p) && p - first <= DIGITS_MAX;
		     p++) {
			integer = 10 * integer + (*p - '0');
			scale *= 10;
		}
		if (p - point == 1 || is_digit(*p))
			return NULL;
		value->type = JSONV_REAL;
		value->real = (double)integer / (negative ? -scale : scale);
	}
	return (*p | 32) != 'e' ? p : NULL;
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

static char *
read_value(struct reader *r, char *p, struct names like)
{
	p = skip_space(p);
	switch (*p) {
	case '{':
	case '[':
		return read_nested(r, p, like);
	case '"':
		return read_string(p + 1, top(r));
	case 't':
		return read_word(p, "true", JSONV_TRUE, top(r));
	case 'f':
		return read_word(p, "false", JSONV_FALSE, top(r));
	case 'n':
		return read_word(p, "null", JSONV_NULL, top(r));
	default:
		return read_number(p, top(r));
	}
}

/* --- arrays and objects --- */

/* Takes what is on the stack from first on as the items of the array below. */
static void
close_array(struct reader *r, size_t first)
{
	size_t n = r->count - first;
	struct jsonv *items = arena_room(r->arena, n, sizeof(*items));

	for (size_t i = 0; i < n; i++)
		items[i] = r->stack[first + i].value;
	r->count = first;
	*top(r) = (struct jsonv){ JSONV_ARRAY, n, { .items = items } };
}

static struct names
names_of(const struct jsonv *value)
{
	return value->type == JSONV_OBJECT
		   ? (struct names){ value->members, value->size }
		   : no_names;
}

/* An array whose bracket is behind. */
static char *
read_array(struct reader *r, char *p)
{
	size_t first = r->count;
	struct names before = no_names;

	p = skip_space(p);
	if (*p == ']') {
		close_array(r, first);
		return p + 1;
	}
	do {
		(void)push(r);
		p = read_value(r, p, before);
		if (!p)
			return NULL;
		before = names_of(top(r));
		p = skip_space(p);
	} while (*p++ == ',');
	close_array(r, first);
	return p[-1] == ']' ? p : NULL;
}

static bool
is_double(const struct reader *r, size_t first)
{
	const struct jsonv_member *last = &r->stack[r->count - 1], *member;

	for (member = &r->stack[first]; member < last; member++)
		if (jsonv_is_named(member, last->name, last->tag))
			return true;
	return false;
}

/* The first len bytes, less than a word, of which all can be read. */
static uint64_t
head_of(const char *text, size_t len)
{
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	return le64toh(word) & (((uint64_t)1 << 8 * len) - 1);
}

/* The tag of a name that stands in the text. */
static uint64_t
tag_here(const char *name, size_t len)
{
	return len < JSONV_HEAD ? head_of(name, len) << 8 | len
				: jsonv_tag(name, len);
}

/* One with escapes is left for jsonr: those here are as they stand. */
static char *
read_name(char *p, struct jsonv_member *member)
{
	size_t len;

	p = skip_space(p);
	if (*p++ != '"')
		return NULL;
	len = plain_len(p);
	if (p[len] != '"' || len > NAME_LONGEST)
		return NULL;
	p[len] = '\0';
	member->name = p;
	member->tag = tag_here(p, len);
	p = skip_space(p + len + 1);
	return *p == ':' ? p + 1 : NULL;
}

/* Whether names that stand in the text begin with the same bytes. */
static bool
same_bytes(const char *a, const char *b, size_t len)
{
	for (; len >= PLAIN_WORD; len -= PLAIN_WORD) {
		if (memcmp(a, b, PLAIN_WORD) != 0)
			return false;
		a += PLAIN_WORD;
		b += PLAIN_WORD;
	}
	return head_of(a, len) == head_of(b, len);
}

/* The same name as that of a member of the object before, if it is. */
static char *
read_same_name(const struct reader *r, char *p, const struct jsonv_member *like,
    struct jsonv_member *member)
{
	size_t len = like->tag & UINT8_MAX;

	if (len == UINT8_MAX || (size_t)(r->end - p) < len + 3 || p[0] != '"' ||
	    !same_bytes(p + 1, like->name, len) || p[len + 1] != '"' ||
	    p[len + 2] != ':')
		return NULL;
	member->name = like->name;
	member->tag = like->tag;
	return p + len + 3;
}

/*
 * Objects in an array have most often the same names in the same order: as long
 * as that is so, there are names like those here, which need not be told apart
 * again.
 */
static char *
read_member(struct reader *r, char *p, size_t first, struct names *like)
{
	size_t i = r->count - first;
	struct jsonv_member *member = push(r);
	char *value = NULL;

	if (i < like->count)
		value = read_same_name(r, p, &like->members[i], member);
	if (!value) {
		*like = no_names;
		value = read_name(p, member);
		if (!value || i == MEMBERS_MAX || is_double(r, first))
			return NULL;
	}
	return read_value(r, value, no_names);
}

/* Takes what is on the stack from first on as members of the object below. */
static void
close_object(struct reader *r, size_t first)
{
	size_t n = r->count - first;
	struct jsonv_member *members =
	    arena_room(r->arena, n, sizeof(*members));

	if (n)
		memcpy(members, r->stack + first, n * sizeof(*members));
	r->count = first;
	*top(r) = (struct jsonv){ JSONV_OBJECT, n, { .members = members } };
}

/* An object whose brace is behind. */
static char *
read_object(struct reader *r, char *p, struct names like)
{
	size_t first = r->count;

	p = skip_space(p);
	if (*p == '}') {
		close_object(r, first);
		return p + 1;
	}
	do {
		p = read_member(r, p, first, &like);
		if (!p)
			return NULL;
		p = skip_space(p);
	} while (*p++ == ',');
	close_object(r, first);
	return p[-1] == '}' ? p : NULL;
}

static char *
read_nested(struct reader *r, char *p, struct names like)
{
	if (++r->depth > DEPTH_MAX)
		return NULL;
	p = *p == '{' ? read_object(r, p + 1, like) : read_array(r, p + 1);
	r->depth--;
	return p;
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
	char *text = memcpy(arena_room(arena, len + PLAIN_WORD, 1), bytes, len);
	struct reader r = { .arena = arena,
		.end = text + len,
		.stack = mem_alloc(STACK_MIN * sizeof(*r.stack)),
		.cap = STACK_MIN };
	char *p;

	memset(text + len, '\0', PLAIN_WORD);
	(void)push(&r);
	p = skip_space(text);
	p = *p == '{' ? read_nested(&r, p, no_names) : NULL;
	*root = *top(&r);
	free(r.stack);
	*error = (struct jsonr_error){ 0, NULL };
	return p && skip_space(p) == r.end
		   ? root
		   : parse_slowly(arena, bytes, len, error);
}

/* --- looking --- */

/* Not inline, so that the loop over tags is one without calls. */
static __attribute__((noinline)) const struct jsonv *
find_long(const struct jsonv_member *member, const struct jsonv_member *end,
    const char *name, uint64_t tag)
{
	for (; member < end; member++)
		if (member->tag == tag && strcmp(member->name, name) == 0)
			return &member->value;
	return NULL;
}

const struct jsonv *
jsonv_find(const struct jsonv *object, const char *name, uint64_t tag)
{
	const struct jsonv_member *member, *end;

	if (!jsonv_is(object, JSONV_OBJECT))
		return NULL;
	end = object->members + object->size;
	for (member = object->members; member < end; member++)
		if (member->tag == tag)
			return (tag & UINT8_MAX) <= JSONV_HEAD
				   ? &member->value
				   : find_long(member, end, name, tag);
	return NULL;
}

const struct jsonv *
jsonv_seek(
    const struct jsonv *object, size_t *at, const char *name, uint64_t tag)
{
	size_t n = jsonv_is(object, JSONV_OBJECT) ? object->size : 0;

	for (size_t i = 0; i < n; i++)
		if (jsonv_is_named(&object->members[i], name, tag)) {
			*at = i + 1;
			return &object->members[i].value;
		}
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
