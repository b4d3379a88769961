/* inflect - words as Laravel 12's Str spells them. */
#include "inflect.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "casemap.h"
#include "english.h"
#include "mem.h"
#include "memo.h"

/* White space of Unicode, which is what parts words. */
static bool
is_space(int32_t code)
{
	return (code >= 0x09 && code <= 0x0D) || code == ' ' || code == 0x85 ||
	       code == 0xA0 || code == 0x1680 ||
	       (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
	       code == 0x2029 || code == 0x202F || code == 0x205F ||
	       code == 0x3000;
}

/* Where PHP's ucwords() ends a word. */
static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char *
in_case(void (*map)(struct buf *, const char *, size_t), const char *s)
{
	struct buf out = BUF_INIT;

	buf_reserve(&out, strlen(s));
	map(&out, s, strlen(s));
	return buf_detach(&out);
}

static bool
is_in_case(void (*map)(struct buf *, const char *, size_t), const char *s)
{
	char *mapped = in_case(map, s);
	bool same = strcmp(mapped, s) == 0;

	free(mapped);
	return same;
}

/* Pluralizer::matchCase: form in the case of word. */
static char *
match_case_take(char *form, const char *word)
{
	void (*map)(struct buf *, const char *, size_t);
	char *mapped;

	if (is_in_case(casemap_lower, word)) {
		map = casemap_lower;
	} else if (is_in_case(casemap_upper, word)) {
		map = casemap_upper;
	} else {
		if (!is_small(word[0]) && is_small(form[0]))
			form[0] = (char)(form[0] - 'a' + 'A');
		return form;
	}
	mapped = in_case(map, form);
	free(form);
	return mapped;
}

/* Pluralizer::plural: what may stand at the end of a word with a plural. */
static bool
is_word_end(int32_t code)
{
	return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
	       (code >= '0' && code <= '9') || (code >= 0x80 && code <= 0xFFFF);
}

static int32_t
last_character(const char *word)
{
	size_t at = strlen(word);
	int32_t code = '\0';

	while (at > 0 && ((unsigned char)word[--at] & 0xC0) == 0x80)
		;
	if (word[0])
		(void)casemap_decode(word + at, &code);
	return code;
}

/* Pluralizer::$uncountable, which names no plural of its own. */
static bool
is_uncountable(const char *word)
{
	return strcasecmp(word, "recommended") == 0 ||
	       strcasecmp(word, "related") == 0;
}

static char *
singular_of(const char *word)
{
	return match_case_take(english_singular(word), word);
}

static char *
plural_of(const char *word)
{
	if (is_uncountable(word) || strchr(word, '\n') ||
	    !is_word_end(last_character(word)))
		return mem_strdup(word);
	return match_case_take(english_plural(word), word);
}

char *
inflect_singular(const char *word)
{
	static struct memo memo = { .make = singular_of };

	return memo_get(&memo, word);
}

char *
inflect_plural(const char *word)
{
	static struct memo memo = { .make = plural_of };

	return memo_get(&memo, word);
}

/* The length of the letters and digits of ASCII that come next. */
static size_t
alnum_run(const char *s)
{
	size_t n = 0;

	while (is_small(s[n]) || is_capital(s[n]) || is_digit(s[n]))
		n++;
	return n;
}

char *
inflect_studly(const char *value)
{
	struct buf out = BUF_INIT;
	bool first = true;
	int32_t code;
	size_t len;

	buf_reserve(&out, strlen(value));
	for (; *value; value += len) {
		len = first ? 0 : alnum_run(value);
		buf_add(&out, value, len);
		if (len)
			continue;
		len = casemap_decode(value, &code);
		if (code == '-' || code == '_' || is_space(code)) {
			first = true;
			continue;
		}
		if (first)
			casemap_upper(&out, value, len);
		else
			buf_add(&out, value, len);
		first = false;
	}
	return buf_detach(&out);
}

char *
inflect_camel(const char *value)
{
	char *name = inflect_studly(value);

	if (is_capital(name[0]))
		name[0] = (char)(name[0] - 'A' + 'a');
	return name;
}

char *
inflect_snake(const char *value)
{
	struct buf out = BUF_INIT;
	bool first = true;
	char *snake;
	int32_t code;
	size_t len;

	buf_reserve(&out, strlen(value));
	for (; *value; value += len) {
		len = casemap_decode(value, &code);
		if (!is_space(code) && code != 0x180E) {
			bool capital =
			    is_capital(*value) || (first && is_small(*value));

			if (capital && out.len)
				buf_addc(&out, '_');
			buf_add(&out, value, len);
		}
		first = is_blank(*value);
	}
	snake = in_case(casemap_lower, out.data);
	buf_clear(&out);
	return snake;
}

char *
inflect_plural_studly(const char *value)
{
	size_t last = strlen(value);
	char *plural, *name;

	while (last > 0 && !is_capital(value[last]))
		last--;
	plural = inflect_plural(value + last);
	name = mem_printf("%.*s%s", (int)last, value, plural);
	free(plural);
	return name;
}

char *
inflect_table(const char *class)
{
	char *plural = inflect_plural_studly(class);
	char *table = inflect_snake(plural);

	free(plural);
	return table;
}
