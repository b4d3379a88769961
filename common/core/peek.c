/* peek - the type of a line without parsing the rest (peek.h). */
#include "peek.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

struct cursor {
	const char *at, *end;
};

/* Skips white space; true when c comes next, which is skipped too. */
static bool
skip_to(struct cursor *cur, char c)
{
	while (cur->at < cur->end && memchr(" \t\r\n", *cur->at, 4))
		cur->at++;
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

int
peek_string(const char *bytes, size_t len, const char *key, struct buf *value)
{
	struct cursor cur = { bytes, bytes + len };

	buf_truncate(value, 0);
	if (!skip_to(&cur, '{'))
		return -1;
	if (skip_to(&cur, '}'))
		return 0;
	do {
		const char *name;
		bool found;

		if (!skip_to(&cur, '"'))
			return -1;
		name = cur.at - 1;
		if (!skip_string(&cur))
			return -1;
		found = is_key(name, (size_t)(cur.at - name), key);
		if (!skip_to(&cur, ':'))
			return -1;
		if (found && skip_to(&cur, '"')) {
			name = cur.at - 1;
			if (!skip_string(&cur))
				return -1;
			decode(name, (size_t)(cur.at - name), value);
			return 0;
		}
		if (!skip_value(&cur))
			return -1;
		if (found)
			return 0;
	} while (skip_to(&cur, ','));
	return skip_to(&cur, '}') ? 0 : -1;
}
