/* words - what the name of a column says (words.h). */
#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_small(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool
is_gap(char c)
{
	return c && strchr("_- ", c);
}

/* Whether a word begins at p, which is not the first byte of the name. */
static bool
begins_word(const char *p)
{
	return is_upper(*p) &&
	       (is_small(p[-1]) || (is_upper(p[-1]) && is_small(p[1])));
}

/* "_unit_price_" for UnitPrice. */
static void
add_words(struct buf *out, const char *name)
{
	buf_addc(out, '_');
	for (const char *p = name; *p; p++) {
		if (is_gap(*p)) {
			buf_addc(out, '_');
			continue;
		}
		if (p > name && begins_word(p))
			buf_addc(out, '_');
		buf_addc(out, is_upper(*p) ? (char)(*p + 32) : *p);
	}
	buf_addc(out, '_');
}

enum words_case
words_case(const char *name)
{
	for (const char *p = name; *p; p++) {
		if (p > name && p[1] && is_gap(*p))
			return WORDS_SNAKE;
		if (p > name && begins_word(p))
			return WORDS_CAMEL;
	}
	return WORDS_ONE;
}

enum place_in_name {
	ANYWHERE,
	AT_START,
	AT_END,
};

static bool
find(const char *name, const char *const list[], enum place_in_name where)
{
	struct buf words = BUF_INIT;
	bool found = false;

	add_words(&words, name);
	for (; *list && !found; list++) {
		char *word = mem_printf("_%s_", *list);
		size_t len = strlen(word);
		const char *at = strstr(words.data, word);

		if (where == AT_START)
			found = at == words.data;
		else if (where == AT_END)
			found = words.len >= len &&
				strcmp(words.data + words.len - len, word) == 0;
		else
			found = at != NULL;
		free(word);
	}
	buf_clear(&words);
	return found;
}

bool
words_have(const char *name, const char *const list[])
{
	return find(name, list, ANYWHERE);
}

bool
words_begin(const char *name, const char *const list[])
{
	return find(name, list, AT_START);
}

bool
words_end(const char *name, const char *const list[])
{
	return find(name, list, AT_END);
}

/* Of what stands before the last word; 0 for one word. */
static size_t
stem_length(const char *name)
{
	for (size_t i = strlen(name); i-- > 1;)
		if (is_gap(name[i]) || begins_word(name + i))
			return i;
	return 0;
}

bool
words_are_siblings(const char *name, const char *other, const char *last)
{
	const char *const list[] = { last, NULL };
	size_t len = stem_length(name);

	return len > 0 && stem_length(other) == len &&
	       strncmp(name, other, len) == 0 && words_end(other, list);
}

char *
words_but_last(const char *name)
{
	size_t len = stem_length(name);

	return len > 0 ? mem_strndup(name, len) : NULL;
}
