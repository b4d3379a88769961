/* source - pieces of PHP source (source.h). */
#include "source.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "php.h"

enum { LINE_WIDTH = 80, INDENT_MAX = 12 }; /* characters */
enum { USUAL_LIST = 1 << 9 };              /* bytes */

char *
source_printf(struct arena *arena, const char *fmt, ...)
{
	char usual[256], *text;
	va_list ap, again;
	size_t size;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(usual, sizeof(usual), fmt, ap);
	va_end(ap);
	size = (size_t)(len < 0 ? 0 : len) + 1;
	text = arena_alloc(arena, size, 1);
	if (size <= sizeof(usual))
		memcpy(text, usual, size);
	else
		(void)vsnprintf(text, size, fmt, again);
	va_end(again);
	return text;
}

char *
source_join_list(struct arena *arena, const char *const texts[])
{
	size_t len = 0;
	char *joined, *to;

	for (size_t i = 0; texts[i]; i++)
		len += strlen(texts[i]);
	joined = to = arena_room(arena, len + 1, 1);
	for (size_t i = 0; texts[i]; i++)
		to = stpcpy(to, texts[i]);
	*to = '\0';
	return joined;
}

/* Whether a text is what PHP reads between its quotes as it stands. */
static bool
is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] < ' ' || text[i] > '~' || text[i] == '\'' ||
		    text[i] == '\\')
			return false;
	return true;
}

/* The buffer's text into the arena, and the buffer free. */
static char *
keep(struct arena *arena, struct buf *text)
{
	char *kept = arena_strdup(arena, buf_peek(text));

	buf_clear(text);
	return kept;
}

char *
source_literal(struct arena *arena, const char *text)
{
	struct buf literal = BUF_INIT;
	size_t len = strlen(text);
	char *copy;

	if (is_plain(text, len)) {
		copy = arena_room(arena, len + 3, 1);
		copy[0] = copy[len + 1] = '\'';
		memcpy(copy + 1, text, len);
		copy[len + 2] = '\0';
		return copy;
	}
	php_literal(&literal, text);
	return keep(arena, &literal);
}

char *
source_doc(struct arena *arena, const char *text)
{
	struct buf doc = BUF_INIT;

	if (text)
		php_doc(&doc, text);
	if (doc.len)
		return keep(arena, &doc);
	buf_clear(&doc);
	return NULL;
}

/* Whether PHP reads the digits as an int and not as a float. */
static bool
is_php_integer(const char *text)
{
	size_t digits = strspn(text + (*text == '-'), "0123456789");
	const char *first = text + (*text == '-');

	return digits && !first[digits] && (digits == 1 || *first != '0') &&
	       (digits < 19 ||
		   (digits == 19 && strcmp(first, "9223372036854775807") <= 0));
}

static char *
real_source(struct arena *arena, double real)
{
	char text[40];

	for (int digits = 15; digits <= 17; digits++) {
		(void)snprintf(text, sizeof(text), "%.*g", digits, real);
		if (!(strtod(text, NULL) < real) &&
		    !(strtod(text, NULL) > real))
			break;
	}
	return source_printf(
	    arena, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

char *
source_value(struct arena *arena, const char *kind, const struct jsonv *value)
{
	const char *text = jsonv_string(value);
	char *end;
	double real;

	if (jsonv_is(value, JSONV_TRUE))
		return arena_strdup(arena, "true");
	if (jsonv_is(value, JSONV_FALSE))
		return arena_strdup(arena, "false");
	if (jsonv_is(value, JSONV_INTEGER))
		return source_printf(arena, "%" PRId64, jsonv_integer(value));
	if (jsonv_is(value, JSONV_REAL))
		return real_source(arena, value->real);
	if (!text)
		return arena_strdup(arena, "null");
	if (strcmp(kind, "integer") == 0 && is_php_integer(text))
		return arena_strdup(arena, text);
	/* PHP negates what is too large to be an integer. */
	if (strcmp(kind, "integer") == 0 &&
	    strcmp(text, "-9223372036854775808") == 0)
		return arena_strdup(arena, "PHP_INT_MIN");
	if (strcmp(kind, "float") == 0 && *text) {
		real = strtod(text, &end);
		if (!*end && strspn(text, "0123456789+-.eE") == strlen(text))
			return real_source(arena, real);
	}
	return source_literal(arena, text);
}

char **
source_literals(struct arena *arena, const struct jsonv *texts, size_t *count)
{
	char **items;

	*count = jsonv_size(texts);
	items = arena_alloc(arena, *count, sizeof(*items));
	for (size_t i = 0; i < *count; i++)
		items[i] =
		    source_literal(arena, jsonv_string(jsonv_at(texts, i)));
	return items;
}

/* Characters, not bytes. */
static size_t
width(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static bool
fits(char *const items[], size_t count, struct source_place place)
{
	size_t all = place.column + 2 + place.behind;

	for (size_t i = 0; i < count && all <= LINE_WIDTH; i++)
		all += width(items[i]) + (i ? 2 : 0);
	return all <= LINE_WIDTH;
}

char *
source_list(struct arena *arena, char *const items[], size_t count,
    struct source_place place)
{
	static const char blanks[1 + INDENT_MAX + 4 + 1] = "\n                ";
	bool lines = place.lines || !fits(items, count, place);
	struct buf list = BUF_INIT;

	buf_reserve(&list, USUAL_LIST);
	buf_addc(&list, '[');
	for (size_t i = 0; i < count; i++) {
		if (lines)
			buf_add(&list, blanks, 1 + place.indent + 4);
		else if (i)
			buf_adds(&list, ", ");
		buf_adds(&list, items[i]);
		if (lines)
			buf_addc(&list, ',');
	}
	if (lines)
		buf_add(&list, blanks, 1 + place.indent);
	buf_addc(&list, ']');
	return keep(arena, &list);
}
