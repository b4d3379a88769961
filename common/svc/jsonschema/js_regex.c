/* js_regex - from ECMA-262's regular expressions to PCRE2's (js_regex.h). */
#include "js_regex.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 200, NO_CHARACTER = -1 };

struct regex {
	const char *text; /* whole, for messages */
	const char *s;    /* what is still to be read */
	struct buf *out;
	struct em_err *err;
	unsigned depth;
	bool look[DEPTH_MAX]; /* is the open group a lookaround? */
};

/* \s has more members than PCRE2's: all of Zs, the line separators, U+FEFF */
static const char space[] = "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}"
			    "\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}"
			    "\\x{205f}\\x{3000}\\x{feff}";
static const char not_space[] =
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}"
    "\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"
    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"
    "\\x{ff00}-\\x{10ffff}";

/* General categories by the long names and aliases that PCRE2 does not know
 * (Unicode's PropertyValueAliases.txt). */
static const struct {
	const char *name, *category;
} categories[] = {
	{ "Cased_Letter", "L&" },
	{ "Close_Punctuation", "Pe" },
	{ "Combining_Mark", "M" },
	{ "Connector_Punctuation", "Pc" },
	{ "Control", "Cc" },
	{ "Currency_Symbol", "Sc" },
	{ "Dash_Punctuation", "Pd" },
	{ "Decimal_Number", "Nd" },
	{ "Enclosing_Mark", "Me" },
	{ "Final_Punctuation", "Pf" },
	{ "Format", "Cf" },
	{ "Initial_Punctuation", "Pi" },
	{ "LC", "L&" },
	{ "Letter", "L" },
	{ "Letter_Number", "Nl" },
	{ "Line_Separator", "Zl" },
	{ "Lowercase_Letter", "Ll" },
	{ "Mark", "M" },
	{ "Math_Symbol", "Sm" },
	{ "Modifier_Letter", "Lm" },
	{ "Modifier_Symbol", "Sk" },
	{ "Nonspacing_Mark", "Mn" },
	{ "Number", "N" },
	{ "Open_Punctuation", "Ps" },
	{ "Other", "C" },
	{ "Other_Letter", "Lo" },
	{ "Other_Number", "No" },
	{ "Other_Punctuation", "Po" },
	{ "Other_Symbol", "So" },
	{ "Paragraph_Separator", "Zp" },
	{ "Private_Use", "Co" },
	{ "Punctuation", "P" },
	{ "Separator", "Z" },
	{ "Space_Separator", "Zs" },
	{ "Spacing_Mark", "Mc" },
	{ "Surrogate", "Cs" },
	{ "Symbol", "S" },
	{ "Titlecase_Letter", "Lt" },
	{ "Unassigned", "Cn" },
	{ "Uppercase_Letter", "Lu" },
	{ "cntrl", "Cc" },
	{ "digit", "Nd" },
	{ "punct", "P" },
};

static int
fail(struct regex *re, const char *why)
{
	return err_set(re->err, EM_PERM, "not a pattern: %s at byte %zu: %s",
	    why, (size_t)(re->s - re->text) + 1, re->text);
}

static bool
take(struct regex *re, const char *token)
{
	size_t n = strlen(token);

	if (strncmp(re->s, token, n) != 0)
		return false;
	re->s += n;
	return true;
}

/* The code point at s, which is UTF-8; s moves behind it. */
static long
take_character(struct regex *re)
{
	unsigned char lead = (unsigned char)*re->s++;
	long c = lead < 0x80 ? lead
			     : lead & (lead < 0xe0      ? 0x1f
					  : lead < 0xf0 ? 0xf
							: 7);

	while (((unsigned char)*re->s & 0xc0) == 0x80)
		c = c << 6 | (*re->s++ & 0x3f);
	return c;
}

static void
add_character(struct buf *out, long c)
{
	if (c < 0x80 && isalnum((int)c))
		buf_addc(out, (char)c);
	else
		buf_addf(out, "\\x{%lx}", (unsigned long)c);
}

/* Exactly n hexadecimal digits as a number; false without. */
static bool
take_hex(struct regex *re, int n, long *c)
{
	char digits[5] = { 0 };

	for (int i = 0; i < n; i++) {
		if (!isxdigit((unsigned char)re->s[i]))
			return false;
		digits[i] = re->s[i];
	}
	re->s += n;
	*c = strtol(digits, NULL, 16);
	return true;
}

/* After \u: XXXX, a pair of surrogates, or {X...} */
static int
take_unicode(struct regex *re, long *c)
{
	const char *after;
	long low;

	if (take(re, "{")) {
		size_t n = strspn(re->s, "0123456789abcdefABCDEF");

		*c = strtol(re->s, NULL, 16);
		if (n == 0 || re->s[n] != '}' || *c > 0x10ffff)
			return fail(re, "bad \\u{}");
		re->s += n + 1;
		return 0;
	}
	if (!take_hex(re, 4, c))
		return fail(re, "bad \\u");
	after = re->s;
	if (*c >= 0xd800 && *c < 0xdc00 && take(re, "\\u") &&
	    take_hex(re, 4, &low) && low >= 0xdc00 && low < 0xe000)
		*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	else
		re->s = after;
	return 0;
}

/* After \p or \P: {Name} or {Name=Value}, appended as PCRE2 says it. */
static int
take_property(struct regex *re, bool negated)
{
	char name[64];
	size_t n;

	if (!take(re, "{"))
		return fail(re, "no {} after \\p");
	if (!take(re, "General_Category="))
		(void)take(re, "gc=");
	n = strspn(re->s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			  "0123456789_=");
	if (n == 0 || n >= sizeof(name) || re->s[n] != '}')
		return fail(re, "bad property");
	memcpy(name, re->s, n);
	name[n] = '\0';
	re->s += n + 1;
	for (size_t i = 0; i < sizeof(categories) / sizeof(*categories); i++)
		if (strcmp(categories[i].name, name) == 0)
			memcpy(name, categories[i].category,
			    strlen(categories[i].category) + 1);
	buf_addf(re->out, "\\%c{%s}", negated ? 'P' : 'p', name);
	return 0;
}

/*
 * An escape that is the same in a class and outside, s behind its backslash:
 * one character, or a set of them, which is appended (c = NO_CHARACTER).
 */
static int
take_escape(struct regex *re, long *c)
{
	static const char letters[] = "tnvfr", controls[] = "\t\n\v\f\r";
	char e = *re->s;
	const char *control = e ? strchr(letters, e) : NULL;

	*c = NO_CHARACTER;
	if (!e)
		return fail(re, "\\ at the end");
	re->s++;
	if (control)
		*c = (unsigned char)controls[control - letters];
	else if (strchr("dDwW", e))
		buf_addf(re->out, "\\%c", e);
	else if (e == 's' || e == 'S')
		buf_adds(re->out, e == 's' ? space : not_space);
	else if (e == 'p' || e == 'P')
		return take_property(re, e == 'P');
	else if (e == 'u')
		return take_unicode(re, c);
	else if (e == 'c' && isalpha((unsigned char)*re->s))
		*c = *re->s++ & 0x1f;
	else if (e == '0' && !isdigit((unsigned char)*re->s))
		*c = 0;
	else if (e == 'x' && take_hex(re, 2, c))
		return 0;
	else if (strchr("^$\\.*+?()[]{}|/", e))
		*c = (unsigned char)e;
	else
		return fail(re, "unknown escape");
	return 0;
}

/* One member of a class: a character, or a set (NO_CHARACTER, appended). */
static int
take_member(struct regex *re, long *c)
{
	if (!*re->s)
		return fail(re, "no ] after [");
	if (!take(re, "\\")) {
		*c = take_character(re);
		return 0;
	}
	if (take(re, "b"))
		*c = '\b';
	else if (take(re, "-"))
		*c = '-';
	else
		return take_escape(re, c);
	return 0;
}

static int
take_members(struct regex *re)
{
	long from = NO_CHARACTER, to = NO_CHARACTER;

	while (!take(re, "]")) {
		if (take_member(re, &from))
			return -1;
		if (from != NO_CHARACTER)
			add_character(re->out, from);
		if (re->s[0] != '-' || re->s[1] == ']')
			continue;
		re->s++;
		if (take_member(re, &to))
			return -1;
		if (from == NO_CHARACTER || to == NO_CHARACTER || from > to)
			return fail(re, "bad range");
		buf_addc(re->out, '-');
		add_character(re->out, to);
	}
	return 0;
}

static int
take_class(struct regex *re)
{
	if (take(re, "[]"))
		buf_adds(re->out, "(?!)");
	else if (take(re, "[^]"))
		buf_adds(re->out, "[\\x{0}-\\x{10ffff}]");
	else {
		re->s++;
		buf_adds(re->out, take(re, "^") ? "[^" : "[");
		if (take_members(re))
			return -1;
		buf_addc(re->out, ']');
	}
	return 0;
}

/* The name of a group and its '>' */
static int
take_name(struct regex *re)
{
	size_t n = 0;

	while (isalnum((unsigned char)re->s[n]) || re->s[n] == '_' ||
	       (unsigned char)re->s[n] >= 0x80)
		n++;
	if (n == 0 || isdigit((unsigned char)re->s[0]) || re->s[n] != '>')
		return fail(re, "bad name of a group");
	buf_add(re->out, re->s, n + 1);
	re->s += n + 1;
	return 0;
}

static int
open_group(struct regex *re)
{
	static const char *const looks[] = { "(?=", "(?!", "(?<=", "(?<!" };

	if (re->depth == DEPTH_MAX)
		return fail(re, "too many open groups");
	re->look[re->depth] = false;
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++)
		if (take(re, looks[i])) {
			re->look[re->depth++] = true;
			buf_adds(re->out, looks[i]);
			return 0;
		}
	re->depth++;
	if (take(re, "(?:")) {
		buf_adds(re->out, "(?:");
	} else if (take(re, "(?<")) {
		buf_adds(re->out, "(?<");
		return take_name(re);
	} else {
		re->s++;
		buf_addc(re->out, '(');
	}
	return 0;
}

/* An escape outside of a class. */
static int
take_atom_escape(struct regex *re, bool *repeatable)
{
	long c;

	re->s++;
	if (*re->s == 'b' || *re->s == 'B') {
		buf_addf(re->out, "\\%c", *re->s++);
		*repeatable = false;
		return 0;
	}
	if (take(re, "k<")) {
		buf_adds(re->out, "\\k<");
		return take_name(re);
	}
	if (*re->s >= '1' && *re->s <= '9') {
		size_t n = strspn(re->s, "0123456789");

		buf_addf(re->out, "\\g{%.*s}", (int)n, re->s);
		re->s += n;
		return 0;
	}
	buf_addc(re->out, '[');
	if (take_escape(re, &c))
		return -1;
	if (c != NO_CHARACTER)
		add_character(re->out, c);
	buf_addc(re->out, ']');
	return 0;
}

static int
take_quantifier(struct regex *re, bool repeatable)
{
	size_t n = 1;

	if (!repeatable)
		return fail(re, "nothing to repeat");
	if (*re->s == '{') {
		n += strspn(re->s + n, "0123456789");
		if (n > 1 && re->s[n] == ',')
			n += 1 + strspn(re->s + n + 1, "0123456789");
		if (n == 1 || re->s[n++] != '}')
			return fail(re, "bad quantifier");
	}
	buf_add(re->out, re->s, n);
	re->s += n;
	if (take(re, "?"))
		buf_addc(re->out, '?');
	return 0;
}

/* One token; *repeatable tells if a quantifier may follow it. */
static int
take_token(struct regex *re, bool *repeatable)
{
	bool before = *repeatable;

	*repeatable = false;
	switch (*re->s) {
	case '^':
	case '$':
	case '|':
		buf_addc(re->out, *re->s++);
		return 0;
	case '(':
		return open_group(re);
	case ')':
		if (re->depth == 0)
			return fail(re, "no ( before )");
		*repeatable = !re->look[--re->depth];
		buf_addc(re->out, *re->s++);
		return 0;
	case '*':
	case '+':
	case '?':
	case '{':
		return take_quantifier(re, before);
	case '}':
	case ']':
		return fail(re, "lone bracket");
	}
	*repeatable = true;
	if (*re->s == '[')
		return take_class(re);
	if (*re->s == '\\')
		return take_atom_escape(re, repeatable);
	if (take(re, "."))
		buf_adds(re->out, "[^\\n\\r\\x{2028}\\x{2029}]");
	else
		add_character(re->out, take_character(re));
	return 0;
}

int
js_regex_translate(const char *text, struct buf *out, struct em_err *err)
{
	struct regex re = { .text = text, .s = text, .out = out, .err = err };
	bool repeatable = false;

	while (*re.s)
		if (take_token(&re, &repeatable))
			return -1;
	return re.depth ? fail(&re, "no ) after (") : 0;
}
