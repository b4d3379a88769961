/*
 * jsonscan - JSON text checked without making values (jsonscan.h).
 *
 * The scan finds the members of any text that is good, and is sure that most
 * are; what takes more than a look (escapes by number, big numbers, objects
 * with many members) and what is wrong is left for jsonr to judge.
 */
#include "jsonscan.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "plain.h"

enum {
	DEPTH_MAX = 2048, /* jsonr's own */
	MEMBERS_MAX = 48, /* that are compared one by one */
	DIGITS_MAX = 18   /* no overflow so far */
};

struct scan {
	const char *at, *end;
	const char *const *paths;
	struct jsonscan_span *spans;
	struct jsonscan_span *names; /* of the objects that are open */
	size_t count, cap;
	int depth;
	bool unsure; /* whether the text is good */
};

/* The paths that lead here, as bits, and how long their way was. */
struct way {
	uint32_t paths;
	size_t len;
};

static bool scan_value(struct scan *s, struct way way);

static void
skip_space(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' ||
				     *s->at == '\t' || *s->at == '\r'))
		s->at++;
}

static bool
take(struct scan *s, char c)
{
	skip_space(s);
	if (s->at == s->end || *s->at != c)
		return false;
	s->at++;
	return true;
}

static bool
scan_escape(struct scan *s)
{
	if (s->at == s->end)
		return false;
	if (!memchr("\"\\/bfnrt", *s->at++, 8))
		s->unsure = true;
	return true;
}

/* Past a string whose opening quote is behind; whether it has no escapes. */
static bool
scan_string(struct scan *s, bool *plain)
{
	*plain = true;
	for (;;) {
		s->at += plain_run(s->at, (size_t)(s->end - s->at));
		if (s->at == s->end || (unsigned char)*s->at < 0x20)
			return false;
		if (*s->at++ == '"')
			return true;
		*plain = false;
		if (!scan_escape(s))
			return false;
	}
}

static size_t
skip_digits(struct scan *s)
{
	const char *from = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return (size_t)(s->at - from);
}

/* Sure of integers and decimals of a usual size. */
static bool
scan_number(struct scan *s)
{
	const char *from = s->at, *first;
	size_t digits;

	s->at += *s->at == '-';
	first = s->at;
	digits = skip_digits(s);
	if (digits == 0 || digits > DIGITS_MAX || (*first == '0' && digits > 1))
		s->unsure = true;
	if (s->at < s->end && *s->at == '.') {
		s->at++;
		if (!skip_digits(s))
			s->unsure = true;
	}
	if (s->at < s->end && (*s->at | 32) == 'e') {
		s->unsure = true;
		s->at++;
		s->at += s->at < s->end && (*s->at == '+' || *s->at == '-');
		(void)skip_digits(s);
	}
	return s->at > from;
}

static bool
scan_word(struct scan *s, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(s->end - s->at) < len || memcmp(s->at, word, len) != 0)
		return false;
	s->at += len;
	return true;
}

/* --- members --- */

/* Keeps the name, of which this object, from names[first] on, has no other. */
static void
keep_name(struct scan *s, size_t first, const char *name, size_t len)
{
	if (s->count - first >= MEMBERS_MAX)
		s->unsure = true;
	else
		for (size_t i = first; i < s->count; i++)
			if (s->names[i].len == len &&
			    memcmp(s->names[i].at, name, len) == 0)
				s->unsure = true;
	s->names = mem_grow(s->names, &s->cap, s->count, sizeof(*s->names));
	s->names[s->count++] = (struct jsonscan_span){ name, len };
}

/* Those of the paths that go on with the name; ends are those that end so. */
static struct way
follow(const struct scan *s, struct way way, const char *name, size_t len,
    uint32_t *ends)
{
	struct way next = { 0, way.len + len + 1 };

	*ends = 0;
	if (way.paths && memchr(name, '.', len))
		return next;
	for (uint32_t left = way.paths; left; left &= left - 1) {
		int i = __builtin_ctz(left);
		const char *rest = s->paths[i] + way.len;

		if (*rest != *name || strncmp(rest, name, len) != 0)
			continue;
		if (!rest[len])
			*ends |= (uint32_t)1 << i;
		else if (rest[len] == '.')
			next.paths |= (uint32_t)1 << i;
	}
	return next;
}

static struct way
follow_escaped(
    const struct scan *s, struct way way, const char *quote, uint32_t *ends)
{
	struct jsonscan_span span = { quote, (size_t)(s->at - quote) };
	struct buf name = BUF_INIT;

	*ends = 0;
	way = jsonscan_string(&name, &span) == 0
		  ? follow(s, way, name.data, name.len - 1, ends)
		  : (struct way){ 0, 0 };
	buf_clear(&name);
	return way;
}

static void
set_spans(const struct scan *s, uint32_t ends, const char *from)
{
	for (; ends; ends &= ends - 1)
		s->spans[__builtin_ctz(ends)] =
		    (struct jsonscan_span){ from, (size_t)(s->at - from) };
}

static bool
scan_member(struct scan *s, struct way way, size_t first)
{
	const char *from;
	uint32_t ends = 0;
	bool plain;

	if (!take(s, '"'))
		return false;
	from = s->at;
	if (!scan_string(s, &plain))
		return false;
	if (!plain) {
		s->unsure = true;
		way = follow_escaped(s, way, from - 1, &ends);
	} else {
		size_t len = (size_t)(s->at - from) - 1;

		keep_name(s, first, from, len);
		way = follow(s, way, from, len, &ends);
	}
	if (!take(s, ':'))
		return false;
	skip_space(s);
	from = s->at;
	if (!scan_value(s, way))
		return false;
	set_spans(s, ends, from);
	return true;
}

static bool
scan_object(struct scan *s, struct way way)
{
	size_t first = s->count;
	bool good = true;

	if (take(s, '}'))
		return true;
	do
		good = scan_member(s, way, first);
	while (good && take(s, ','));
	s->count = first;
	return good && take(s, '}');
}

static bool
scan_array(struct scan *s)
{
	bool good = true;

	if (take(s, ']'))
		return true;
	do
		good = scan_value(s, (struct way){ 0, 0 });
	while (good && take(s, ','));
	return good && take(s, ']');
}

static bool
scan_nested(struct scan *s, struct way way)
{
	bool good;

	if (++s->depth > DEPTH_MAX)
		return false;
	good = *s->at++ == '{' ? scan_object(s, way) : scan_array(s);
	s->depth--;
	return good;
}

static bool
scan_value(struct scan *s, struct way way)
{
	bool plain;

	skip_space(s);
	if (s->at == s->end)
		return false;
	switch (*s->at) {
	case '{':
	case '[':
		return scan_nested(s, way);
	case '"':
		s->at++;
		return scan_string(s, &plain);
	case 't':
		return scan_word(s, "true");
	case 'f':
		return scan_word(s, "false");
	case 'n':
		return scan_word(s, "null");
	default:
		return scan_number(s);
	}
}

/* True for an object that is certainly good. */
static bool
scan_text(struct scan *s, size_t n)
{
	struct way start = { n == 32 ? ~(uint32_t)0 : ((uint32_t)1 << n) - 1,
		0 };
	bool good;

	skip_space(s);
	good = s->at < s->end && *s->at == '{' && scan_nested(s, start);
	skip_space(s);
	free(s->names);
	return good && s->at == s->end && !s->unsure;
}

int
jsonscan(const char *bytes, size_t len, const char *const paths[],
    struct jsonscan_span spans[], size_t n, struct jsonr_error *error)
{
	struct scan s = {
		.at = bytes, .end = bytes + len, .paths = paths, .spans = spans
	};
	json_t *value;
	bool good;

	memset(spans, 0, n * sizeof(*spans));
	if (scan_text(&s, n))
		return 0;
	value = jsonr_parse(bytes, len, error);
	good = json_is_object(value);
	if (value && !good)
		*error = (struct jsonr_error){ 0, "not an object" };
	json_decref(value);
	return good ? 0 : -1;
}

static int
add_escaped(struct buf *out, const struct jsonscan_span *span)
{
	struct buf text = BUF_INIT;
	struct jsonr_error error;
	const json_t *string;
	json_t *array;

	buf_addc(&text, '[');
	buf_add(&text, span->at, span->len);
	buf_addc(&text, ']');
	array = jsonr_parse(text.data, text.len, &error);
	string = json_array_get(array, 0);
	if (string)
		buf_add(out, json_string_value(string),
		    json_string_length(string) + 1);
	json_decref(array);
	buf_clear(&text);
	return string ? 0 : -1;
}

int
jsonscan_string(struct buf *out, const struct jsonscan_span *span)
{
	if (!span->at || *span->at != '"')
		return -1;
	if (memchr(span->at, '\\', span->len))
		return add_escaped(out, span);
	buf_add(out, span->at + 1, span->len - 2);
	buf_addc(out, '\0');
	return 0;
}
