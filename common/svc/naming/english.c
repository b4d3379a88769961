/* english - singular and plural of English words, after Doctrine (MIT). */
#include "english.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

struct irregular {
	const char *one, *many;
};

/* Where in a word a rule looks. */
enum where { TAIL, HEAD, WHOLE, ANYWHERE };

/*
 * A word with match in it, and before match a byte of the set before (or one
 * that is not in it, after ^), keeps the first bytes of match as they are and
 * gets add for the others.
 */
struct rule {
	enum where where;
	const char *before; /* lower case; "": whatever, also nothing */
	const char *match;
	size_t len; /* of match */
	size_t keep;
	const char *add;
};

#define RULE(where, before, match, keep, add)                                  \
	{                                                                      \
		where, before, match, sizeof(match) - 1, keep, add             \
	}

#include "english_rules.inc"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct language {
	const struct rule *rules;
	size_t rule_count;
	const char *const *fixed; /* words without this form */
	size_t fixed_count;
	bool plural;
};

static const struct language to_singular = { singular_rules,
	COUNT(singular_rules), no_singular, COUNT(no_singular), false };
static const struct language to_plural = { plural_rules, COUNT(plural_rules),
	no_plural, COUNT(no_plural), true };

/* What is looked at, and what the result is made of. */
struct word {
	const char *text;
	char *lower; /* the same with small letters of ASCII */
	size_t len;
};

static char
lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static char
upper(char c)
{
	return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static bool
is_word(const struct word *word, const char *other)
{
	return *word->lower == *other && strcmp(word->lower, other) == 0;
}

static int
compare_words(const void *lower, const void *word)
{
	return strcmp(lower, *(const char *const *)word);
}

/* Of words in byte order. */
static bool
is_one_of(const struct word *word, const char *const words[], size_t count)
{
	return bsearch(word->lower, words, count, sizeof(*words),
		   compare_words) != NULL;
}

/* PHP's \w, of what is in lower case: true for a run of at least one. */
static bool
is_word_run(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') &&
		    !(s[i] >= '0' && s[i] <= '9') && s[i] != '_')
			return false;
	return len > 0;
}

static bool
ends(const struct word *word, const char *tail)
{
	size_t n = strlen(tail);

	return word->len >= n && strcmp(word->lower + word->len - n, tail) == 0;
}

static bool
is_compound_of(const struct word *word, const char *tail)
{
	return ends(word, tail) &&
	       is_word_run(word->lower, word->len - strlen(tail));
}

static bool
is_uninflected(const struct language *language, const struct word *word)
{
	return is_compound_of(word, "media") ||
	       (language->plural ? is_compound_of(word, "ware")
				 : ends(word, "ss")) ||
	       is_one_of(word, language->fixed, language->fixed_count) ||
	       is_one_of(word, uninflected, COUNT(uninflected));
}

/* The other form of an irregular word, NULL if it is none. */
static char *
irregular_form(const struct language *language, const struct word *word)
{
	for (size_t i = COUNT(irregulars); i-- > 0;) {
		const struct irregular *pair = &irregulars[i];
		const char *from = language->plural ? pair->one : pair->many;
		const char *to = language->plural ? pair->many : pair->one;

		if (is_word(word, from)) {
			char *form = mem_strdup(to);

			if (word->text[0] != word->lower[0])
				form[0] = upper(form[0]);
			return form;
		}
	}
	return NULL;
}

/* Whether the rule's set takes the byte before that place. */
static bool
is_before(const struct rule *rule, const char *lower, size_t at)
{
	const char *set = rule->before;

	if (set[0] == '\0')
		return true;
	if (at == 0)
		return false;
	if (set[0] == '^')
		return !strchr(set + 1, lower[at - 1]);
	return strchr(set, lower[at - 1]) != NULL;
}

static bool
matches_at(const struct rule *rule, const char *lower, size_t at)
{
	return lower[at] == rule->match[0] &&
	       memcmp(lower + at, rule->match, rule->len) == 0 &&
	       is_before(rule, lower, at);
}

/* The first place from which on the rule matches the word, or len + 1. */
static size_t
find(const struct rule *rule, const struct word *word, size_t from)
{
	size_t n = rule->len, len = word->len, last;

	if (n > len)
		return len + 1;
	last = rule->where == HEAD ? 0 : len - n;
	if (rule->where == WHOLE && n != len)
		return len + 1;
	for (size_t at = from; at <= last; at++)
		if (matches_at(rule, word->lower, at))
			return at;
	return len + 1;
}

/* The same of all of the word; most rules look at the tail only. */
static size_t
find_first(const struct rule *rule, const struct word *word)
{
	size_t tail = word->len - rule->len;

	if (rule->where != TAIL)
		return find(rule, word, 0);
	return rule->len <= word->len && matches_at(rule, word->lower, tail)
		   ? tail
		   : word->len + 1;
}

/* The word by the rule, which matches it first at that place. */
static char *
apply(const struct rule *rule, const struct word *word, size_t at)
{
	size_t done = 0;
	struct buf out = BUF_INIT;

	do {
		buf_add(&out, word->text + done, at + rule->keep - done);
		buf_adds(&out, rule->add);
		done = at + rule->len;
	} while (rule->where == ANYWHERE &&
		 (at = find(rule, word, done)) <= word->len);
	buf_adds(&out, word->text + done);
	return buf_detach(&out);
}

/* The word by the first rule that matches, NULL if none does. */
static char *
regular_form(const struct language *language, const struct word *word)
{
	for (size_t i = 0; i < language->rule_count; i++) {
		const struct rule *rule = &language->rules[i];
		size_t at = find_first(rule, word);

		if (at <= word->len)
			return apply(rule, word, at);
	}
	return NULL;
}

static char *
other_form(const struct language *language, const struct word *word)
{
	char *form;

	if (word->len == 0 || is_uninflected(language, word))
		return NULL;
	form = irregular_form(language, word);
	return form ? form : regular_form(language, word);
}

static char *
inflect(const struct language *language, const char *text)
{
	struct word word = { text, mem_strdup(text), strlen(text) };
	char *form;

	for (size_t i = 0; i < word.len; i++)
		word.lower[i] = lower(text[i]);
	form = other_form(language, &word);
	free(word.lower);
	return form ? form : mem_strdup(text);
}

char *
english_singular(const char *word)
{
	return inflect(&to_singular, word);
}

char *
english_plural(const char *word)
{
	return inflect(&to_plural, word);
}
