/* peek - the type of a line without parsing the rest (peek.h). */
#include "peek.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

struct cursor {
	const char *at, *end;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_blanks(struct cursor *cur)
{
	while (cur->at < cur->end && is_blank(*cur->at))
		cur->at++;
}

/* Skips white space; true when c comes next, which is skipped too. */
static bool
skip_to(struct cursor *cur, char c)
{
	skip_blanks(cur);
	if (cur->at == cur->end || *cur->at != c)
		return false;
	cur->at++;
	return true;
}

/* Past the closing quote of a string whose opening one is behind. */
static bool
skip_string(struct cursor *cur)
{
	while (cur->at < cur->end && *cur->at != '"')
		cur->at += *cur->at == '\\' ? 2 : 1;
	if (cur->at >= cur->end)
		return false;
	cur->at++;
	return true;
}

/* Past a value: up to the comma or brace that ends the member. */
static bool
skip_value(struct cursor *cur)
{
	size_t depth = 0;

	for (; cur->at < cur->end; cur->at++) {
		char c = *cur->at;

		if (depth == 0 && (c == ',' || c == '}'))
			return true;
		if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && depth > 0)
			depth--;
		else if (c == '"') {
			cur->at++;
			if (!skip_string(cur))
				return false;
			cur->at--;
		}
	}
	return false;
}

/* The text of a JSON string with its quotes; nothing if it is not one. */
static void
decode(const char *quoted, size_t len, struct buf *value)
{
	json_t *string;

	if (!memchr(quoted, '\\', len)) {
		buf_add(value, quoted + 1, len - 2);
		return;
	}
	string = json_loadb(quoted, len, JSON_DECODE_ANY, NULL);
	if (string)
		buf_adds(value, json_string_value(string));
	json_decref(string);
}

static bool
is_key(const char *quoted, size_t len, const char *key)
{
	struct buf name = BUF_INIT;
	bool same;

	if (!memchr(quoted, '\\', len))
		return len == strlen(key) + 2 &&
		       memcmp(quoted + 1, key, len - 2) == 0;
	decode(quoted, len, &name);
	same = strcmp(buf_peek(&name), key) == 0;
	buf_clear(&name);
	return same;
}

/*
 * Moves to the value of the member, blanks skipped: 1, 0 when there is none,
 * -1 when the bytes are no object.
 */
static int
find_value(struct cursor *cur, const char *key)
{
	if (!skip_to(cur, '{'))
		return -1;
	if (skip_to(cur, '}'))
		return 0;
	do {
		const char *name;
		bool found;

		if (!skip_to(cur, '"'))
			return -1;
		name = cur->at - 1;
		if (!skip_string(cur))
			return -1;
		found = is_key(name, (size_t)(cur->at - name), key);
		if (!skip_to(cur, ':'))
			return -1;
		if (found) {
			skip_blanks(cur);
			return 1;
		}
		if (!skip_value(cur))
			return -1;
	} while (skip_to(cur, ','));
	return skip_to(cur, '}') ? 0 : -1;
}

int
peek_member(const char *bytes, size_t len, const char *key, const char **value,
    size_t *value_len)
{
	struct cursor cur = { bytes, bytes + len };
	int found = find_value(&cur, key);
	const char *start = cur.at;

	*value = NULL;
	*value_len = 0;
	if (found <= 0)
		return found;
	if (skip_to(&cur, '"') ? !skip_string(&cur) : !skip_value(&cur))
		return -1;
	while (cur.at > start && is_blank(cur.at[-1]))
		cur.at--;
	*value = start;
	*value_len = (size_t)(cur.at - start);
	return 0;
}

int
peek_string(const char *bytes, size_t len, const char *key, struct buf *value)
{
	const char *found;
	size_t n;

	buf_truncate(value, 0);
	if (peek_member(bytes, len, key, &found, &n) < 0)
		return -1;
	if (found && *found == '"')
		decode(found, n, value);
	return 0;
}
