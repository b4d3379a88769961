/* jsonr - JSON text read into jansson's values (jsonr.h). */
#include "jsonr.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "plain.h"

enum { DEPTH_MAX = 2048 }; /* jansson's own */

struct reader {
	const char *start, *at, *end;
	struct jsonr_error *error;
	struct buf text; /* the string read last, when it had escapes */
	int depth;
};

static json_t *read_value(struct reader *r);

/* Keeps the first mistake; false, so that a function can return it. */
static bool
wrong(struct reader *r, const char *what)
{
	if (!r->error->what) {
		r->error->what = what;
		r->error->at = (size_t)(r->at - r->start);
	}
	return false;
}

static json_t *
fail(struct reader *r, const char *what)
{
	(void)wrong(r, what);
	return NULL;
}

static void
skip_space(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' ||
				     *r->at == '\t' || *r->at == '\r'))
		r->at++;
}

/* True, and past it, when c comes next behind white space. */
static bool
take(struct reader *r, char c)
{
	skip_space(r);
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

/* The value of four hexadecimal digits, or -1. */
static int32_t
read_hex(struct reader *r)
{
	int32_t value = 0;

	if (r->end - r->at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = *r->at++;

		value <<= 4;
		if (c >= '0' && c <= '9')
			value |= c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			value |= (c | 32) - 'a' + 10;
		else
			return -1;
	}
	return value;
}

static void
add_utf8(struct buf *text, int32_t c)
{
	if (c < 0x80) {
		buf_addc(text, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_addc(text, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_addc(text, (char)(0xe0 | c >> 12));
		} else {
			buf_addc(text, (char)(0xf0 | c >> 18));
			buf_addc(text, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		buf_addc(text, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addc(text, (char)(0x80 | (c & 0x3f)));
}

/* What stands behind \u, and behind that of its second half. */
static bool
read_unicode(struct reader *r)
{
	int32_t c = read_hex(r), low;

	if (c >= 0xd800 && c <= 0xdbff) {
		if (r->end - r->at < 2 || r->at[0] != '\\' || r->at[1] != 'u')
			return wrong(r, "lone surrogate");
		r->at += 2;
		low = read_hex(r);
		if (low < 0xdc00 || low > 0xdfff)
			return wrong(r, "lone surrogate");
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	} else if (c >= 0xdc00 && c <= 0xdfff) {
		return wrong(r, "lone surrogate");
	}
	if (c <= 0)
		return wrong(r, c ? "bad escape" : "NUL in a string");
	add_utf8(&r->text, c);
	return true;
}

static bool
read_escape(struct reader *r)
{
	static const char names[] = "\"\\/bfnrt", chars[] = "\"\\/\b\f\n\r\t";
	const char *p;

	if (r->at == r->end)
		return wrong(r, "unfinished string");
	if (*r->at == 'u') {
		r->at++;
		return read_unicode(r);
	}
	p = memchr(names, *r->at, sizeof(names) - 1);
	if (!p)
		return wrong(r, "bad escape");
	buf_addc(&r->text, chars[p - names]);
	r->at++;
	return true;
}

/* Past the bytes of a string that stand for themselves. */
static void
skip_plain(struct reader *r)
{
	r->at += plain_run(r->at, (size_t)(r->end - r->at));
}

/*
 * A string whose opening quote is behind: borrowed from the input, or from
 * r->text when it has escapes, until the next one is read.  NULL when wrong.
 */
static const char *
read_string(struct reader *r, size_t *len)
{
	const char *from = r->at;

	skip_plain(r);
	if (r->at < r->end && *r->at == '"') {
		*len = (size_t)(r->at++ - from);
		return from;
	}
	buf_truncate(&r->text, 0);
	for (;;) {
		buf_add(&r->text, from, (size_t)(r->at - from));
		if (r->at == r->end || (unsigned char)*r->at < 0x20) {
			(void)wrong(r, r->at == r->end ? "unfinished string"
						       : "control character");
			return NULL;
		}
		if (*r->at++ == '"')
			break;
		if (!read_escape(r))
			return NULL;
		from = r->at;
		skip_plain(r);
	}
	*len = r->text.len;
	return buf_peek(&r->text);
}

static size_t
skip_digits(struct reader *r)
{
	const char *from = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	return (size_t)(r->at - from);
}

/* Past a number by JSON's grammar; *is_real when it has a point or exponent. */
static bool
skip_number(struct reader *r, bool *is_real)
{
	*is_real = false;
	r->at += *r->at == '-';
	if (r->at < r->end && *r->at == '0')
		r->at++; /* nothing may follow it */
	else if (!skip_digits(r))
		return false;
	if (r->at < r->end && *r->at == '.') {
		*is_real = true;
		r->at++;
		if (!skip_digits(r))
			return false;
	}
	if (r->at < r->end && (*r->at | 32) == 'e') {
		*is_real = true;
		r->at++;
		r->at += r->at < r->end && (*r->at == '+' || *r->at == '-');
		if (!skip_digits(r))
			return false;
	}
	return true;
}

static json_t *
read_number(struct reader *r)
{
	const char *from = r->at;
	bool is_real;
	long long integer;
	double real;

	if (!skip_number(r, &is_real)) {
		r->at = from;
		return fail(r, "not a value");
	}
	buf_truncate(&r->text, 0);
	buf_add(&r->text, from, (size_t)(r->at - from));
	errno = 0;
	if (!is_real) {
		integer = strtoll(r->text.data, NULL, 10);
		return errno ? fail(r, "integer beyond 64 bits")
			     : json_integer(integer);
	}
	real = strtod(r->text.data, NULL);
	return isinf(real) ? fail(r, "number beyond a double")
			   : json_real(real);
}

static json_t *
read_word(struct reader *r, const char *word, json_t *value)
{
	size_t len = strlen(word);

	if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
		return fail(r, "not a value");
	r->at += len;
	return value;
}

static bool
read_member(struct reader *r, json_t *object)
{
	size_t len, count = json_object_size(object);
	const char *name;
	json_t *value;
	char *copy = NULL;
	bool added;

	if (!take(r, '"'))
		return wrong(r, "no member name");
	name = read_string(r, &len);
	if (!name)
		return false;
	if (name == r->text.data)
		name = copy = buf_detach(&r->text);
	value = take(r, ':') ? read_value(r) : fail(r, "no colon");
	added = value &&
		json_object_setn_new_nocheck(object, name, len, value) == 0 &&
		json_object_size(object) > count;
	free(copy);
	if (value && !added)
		(void)wrong(r, "duplicate key");
	return added;
}

static json_t *
read_object(struct reader *r)
{
	json_t *object = json_object();
	bool good = true;

	if (take(r, '}'))
		return object;
	do
		good = read_member(r, object);
	while (good && take(r, ','));
	if (good && take(r, '}'))
		return object;
	json_decref(object);
	return fail(r, "unfinished object");
}

static json_t *
read_array(struct reader *r)
{
	json_t *array = json_array(), *value;

	if (take(r, ']'))
		return array;
	do {
		value = read_value(r);
		if (value)
			(void)json_array_append_new(array, value);
	} while (value && take(r, ','));
	if (value && take(r, ']'))
		return array;
	json_decref(array);
	return fail(r, "unfinished array");
}

/* An object or array, one level further down. */
static json_t *
read_nested(struct reader *r)
{
	json_t *value;

	if (++r->depth > DEPTH_MAX)
		return fail(r, "nested too deep");
	value = *r->at++ == '{' ? read_object(r) : read_array(r);
	r->depth--;
	return value;
}

static json_t *
read_value(struct reader *r)
{
	const char *text;
	size_t len;

	skip_space(r);
	if (r->at == r->end)
		return fail(r, "no value");
	switch (*r->at) {
	case '{':
	case '[':
		return read_nested(r);
	case '"':
		r->at++;
		text = read_string(r, &len);
		return text ? json_stringn_nocheck(text, len) : NULL;
	case 't':
		return read_word(r, "true", json_true());
	case 'f':
		return read_word(r, "false", json_false());
	case 'n':
		return read_word(r, "null", json_null());
	default:
		return read_number(r);
	}
}

json_t *
jsonr_parse(const char *bytes, size_t len, struct jsonr_error *error)
{
	struct reader r = { bytes, bytes, bytes + len, error, BUF_INIT, 0 };
	json_t *value = NULL;

	*error = (struct jsonr_error){ 0, NULL };
	skip_space(&r);
	if (r.at < r.end && (*r.at == '{' || *r.at == '['))
		value = read_nested(&r);
	else
		(void)wrong(&r, "neither an object nor an array");
	skip_space(&r);
	if (value && r.at < r.end) {
		json_decref(value);
		value = fail(&r, "more behind the value");
	}
	buf_clear(&r.text);
	return value;
}
