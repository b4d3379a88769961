/* php_lex - tokens of PHP source, and their digest (php.h). */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "fnv.h"
#include "php.h"

enum { NESTING_MAX = 32 }; /* braces and strings inside of strings */

/* Letters of labels; what may come second in an operator; what stands alone. */
enum { SPACE = 1, DIGIT = 2, LETTER = 4, SECOND = 8, ALONE = 16 };

#define L4  LETTER, LETTER, LETTER, LETTER
#define L16 L4, L4, L4, L4
#define L26 L16, L4, L4, LETTER, LETTER

static const unsigned char classes[256] = {
	['\t'] = SPACE,
	['\n'] = SPACE,
	['\f'] = SPACE,
	['\r'] = SPACE,
	[' '] = SPACE,
	['0'] = DIGIT,
	DIGIT,
	DIGIT,
	DIGIT,
	DIGIT,
	DIGIT,
	DIGIT,
	DIGIT,
	DIGIT,
	DIGIT,
	['A'] = L26,
	['_'] = LETTER,
	['&'] = SECOND,
	['('] = ALONE,
	[')'] = ALONE,
	['*'] = SECOND,
	['+'] = SECOND,
	[','] = ALONE,
	['-'] = SECOND,
	SECOND, /* . */
	[':'] = SECOND,
	[';'] = ALONE,
	['<'] = SECOND,
	SECOND, /* = */
	SECOND, /* > */
	SECOND, /* ? */
	['['] = SECOND | ALONE,
	[']'] = ALONE,
	['{'] = ALONE,
	['|'] = SECOND,
	['}'] = ALONE,
	['a'] = L26,
	[0x80] = L16,
	L16,
	L16,
	L16,
	L16,
	L16,
	L16,
	L16,
};

static bool
is_of(char c, int wanted)
{
	return classes[(unsigned char)c] & wanted;
}

static bool
is_space(char c)
{
	return is_of(c, SPACE);
}

static bool
is_digit(char c)
{
	return is_of(c, DIGIT);
}

static bool
is_label_start(char c)
{
	return is_of(c, LETTER);
}

static bool
is_label(char c)
{
	return is_of(c, LETTER | DIGIT);
}

static bool
starts(const char *p, const char *end, const char *with)
{
	size_t len = strlen(with);

	return (size_t)(end - p) >= len && memcmp(p, with, len) == 0;
}

/* --- where things end --- */

static const char *
past_space(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

static const char *
past_label(const char *p, const char *end)
{
	while (p < end && is_label(*p))
		p++;
	return p;
}

/* A name, qualified or not. */
static const char *
past_name(const char *p, const char *end)
{
	p = past_label(p, end);
	while (end - p > 1 && *p == '\\' && is_label_start(p[1]))
		p = past_label(p + 1, end);
	return p;
}

static const char *
past_number(const char *p, const char *end)
{
	bool hex = starts(p, end, "0x") || starts(p, end, "0X");

	p = past_label(p, end);
	if (!hex && p < end && *p == '.' && !(end - p > 1 && p[1] == '.'))
		p = past_label(p + 1, end);
	if (!hex && p < end && (*p == '+' || *p == '-') && (p[-1] | 32) == 'e')
		p = past_label(p + 1, end);
	return p;
}

static const char *
past_single_quoted(const char *p, const char *end)
{
	for (p++; p < end && *p != '\''; p++)
		p += *p == '\\' && end - p > 1;
	return p < end ? p + 1 : end;
}

static const char *past_braces(const char *p, const char *end, unsigned depth);

/* From the quote (" or `) on: "{$a["b"]}" has strings inside. */
static const char *
past_quoted(const char *p, const char *end, unsigned depth)
{
	char quote = *p++;

	while (p < end && *p != quote) {
		if (*p == '\\' && end - p > 1)
			p += 2;
		else if (starts(p, end, "{$") || starts(p, end, "${"))
			p = past_braces(p, end, depth + 1);
		else
			p++;
	}
	return p < end ? p + 1 : end;
}

/* From "{$" or "${" in a string to behind the brace that closes it. */
static const char *
past_braces(const char *p, const char *end, unsigned depth)
{
	unsigned open = 0;

	if (depth > NESTING_MAX)
		return end;
	while (p < end) {
		switch (*p) {
		case '\'':
			p = past_single_quoted(p, end);
			continue;
		case '"':
		case '`':
			p = past_quoted(p, end, depth + 1);
			continue;
		case '{':
			open++;
			break;
		case '}':
			if (!--open)
				return p + 1;
			break;
		}
		p++;
	}
	return end;
}

/* A heredoc from "<<<" on, or NULL when it is a shift. */
static const char *
past_heredoc(const char *p, const char *end)
{
	const char *label, *line;
	size_t len;
	char quote;

	for (p += 3; p < end && (*p == ' ' || *p == '\t'); p++)
		;
	quote = p < end && (*p == '"' || *p == '\'') ? *p++ : '\0';
	label = p;
	p = past_label(p, end);
	len = (size_t)(p - label);
	if (!len || is_digit(*label) || (quote && (p == end || *p != quote)))
		return NULL;
	p += quote != '\0';
	if (p == end || (*p != '\n' && *p != '\r'))
		return NULL;
	while ((line = memchr(p, '\n', (size_t)(end - p)))) {
		for (p = line + 1; p < end && (*p == ' ' || *p == '\t'); p++)
			;
		if ((size_t)(end - p) >= len && memcmp(p, label, len) == 0 &&
		    ((size_t)(end - p) == len || !is_label(p[len])))
			return p + len;
	}
	return end;
}

/* A comment of one line ends before "?>" too. */
static const char *
past_line_comment(const char *p, const char *end)
{
	while (p < end && *p != '\n' && *p != '\r' && !starts(p, end, "?>"))
		p++;
	return p;
}

static const char *
past_block_comment(const char *p, const char *end)
{
	for (p += 2; (p = memchr(p, '*', (size_t)(end - p))); p++)
		if (end - p > 1 && p[1] == '/')
			return p + 2;
	return end;
}

static const char *
past_operator(const char *p, const char *end)
{
	static const char *const longer[] = { "<=>", "**=", "...",
		"<<=", ">>=", "===", "!==", "\?\?=", "?->", "++", "--", "->",
		"=>", "::", "==", "!=", "<>", "<=", ">=", "&&", "||", "\?\?",
		".=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<",
		">>", "**", "|>", "#[" };

	if (end - p > 1 && is_of(p[1], SECOND))
		for (size_t i = 0; i < sizeof(longer) / sizeof(*longer); i++)
			if (*longer[i] == *p && starts(p, end, longer[i]))
				return p + strlen(longer[i]);
	return p + 1;
}

/* --- tokens --- */

/* The tag that opens PHP, and the white space it takes. */
static size_t
open_tag_len(const char *p, const char *end)
{
	if (starts(p, end, "<?="))
		return 3;
	if ((size_t)(end - p) >= 5 && memcmp(p, "<?", 2) == 0 &&
	    strncasecmp(p + 2, "php", 3) == 0 &&
	    (end - p == 5 || is_space(p[5])))
		return 5;
	return 0;
}

static const char *
html_token(struct php_lexer *lx, enum php_kind *kind)
{
	const char *p = lx->at;
	size_t tag = open_tag_len(p, lx->end);

	if (tag) {
		lx->inside = true;
		*kind = PHP_TAG;
		return p + tag;
	}
	*kind = PHP_HTML;
	do {
		p = memchr(p + 1, '<', (size_t)(lx->end - p) - 1);
	} while (p && !open_tag_len(p, lx->end));
	return p ? p : lx->end;
}

static const char *
comment_or_operator(const char *p, const char *end, enum php_kind *kind)
{
	*kind = PHP_COMMENT;
	if (starts(p, end, "//") || (*p == '#' && !starts(p, end, "#[")))
		return past_line_comment(p, end);
	if (starts(p, end, "/*"))
		return past_block_comment(p, end);
	*kind = PHP_OPERATOR;
	return past_operator(p, end);
}

static const char *
string_token(const char *p, const char *end)
{
	if (*p == '\'')
		return past_single_quoted(p, end);
	if (*p == '"' || *p == '`')
		return past_quoted(p, end, 0);
	return starts(p, end, "<<<") ? past_heredoc(p, end) : NULL;
}

/* Other words than names. */
static const char *
word_token(const char *p, const char *end)
{
	if (is_digit(*p))
		return past_number(p, end);
	if (end - p < 2)
		return NULL;
	if (*p == '$' && is_label_start(p[1]))
		return past_label(p + 1, end);
	if (*p == '\\' && is_label_start(p[1]))
		return past_name(p + 1, end);
	return *p == '.' && is_digit(p[1]) ? past_number(p, end) : NULL;
}

static const char *
other_token(struct php_lexer *lx, enum php_kind *kind)
{
	const char *p = lx->at, *stop;

	*kind = PHP_WORD;
	if ((stop = word_token(p, lx->end)))
		return stop;
	*kind = PHP_STRING;
	if ((stop = string_token(p, lx->end)))
		return stop;
	if (starts(p, lx->end, "?>")) {
		lx->inside = false;
		*kind = PHP_TAG;
		return p + 2 + (lx->end - p > 2 && p[2] == '\n');
	}
	return comment_or_operator(p, lx->end, kind);
}

/* White space, names and brackets, which are most of it, first. */
static const char *
php_token(struct php_lexer *lx, enum php_kind *kind)
{
	if (is_space(*lx->at)) {
		*kind = PHP_SPACE;
		return past_space(lx->at, lx->end);
	}
	if (is_label_start(*lx->at)) {
		*kind = PHP_WORD;
		return past_name(lx->at, lx->end);
	}
	if (is_of(*lx->at, ALONE)) {
		*kind = PHP_OPERATOR;
		return lx->at + 1;
	}
	return other_token(lx, kind);
}

bool
php_next(struct php_lexer *lx, struct php_token *token)
{
	const char *stop;

	if (lx->at >= lx->end)
		return false;
	stop = lx->inside ? php_token(lx, &token->kind)
			  : html_token(lx, &token->kind);
	token->text = lx->at;
	token->len = (size_t)(stop - lx->at);
	lx->at = stop;
	return true;
}

/* --- the digest --- */

static uint64_t
hash_comment(uint64_t hash, const char *p, size_t len)
{
	const char *end = p + len;

	while (p < end) {
		bool space = is_space(*p);

		hash = fnv64(hash, space ? " " : p, 1);
		for (p++; space && p < end && is_space(*p); p++)
			;
	}
	return hash;
}

/* Lines end in \n or, as on Windows, in \r\n. */
static uint64_t
hash_text(uint64_t hash, const char *p, size_t len)
{
	for (const char *end = p + len; p < end; p++)
		if (*p != '\r' || p + 1 == end || p[1] != '\n')
			hash = fnv64(hash, p, 1);
	return hash;
}

/* The next token that is no white space. */
static bool
next_seen(struct php_lexer *lx, struct php_token *token)
{
	if (lx->inside)
		lx->at = past_space(lx->at, lx->end);
	return php_next(lx, token);
}

/* A hash with a NUL behind each token. */
void
php_digest(const char *source, size_t len, char digest[PHP_DIGEST])
{
	struct php_lexer lx = { source, source + len, false };
	uint64_t hash = FNV64_BASIS;
	struct php_token t;

	while (next_seen(&lx, &t)) {
		if (t.kind == PHP_COMMENT)
			hash = hash_comment(hash, t.text, t.len);
		else if (t.kind == PHP_HTML)
			hash = hash_text(hash, t.text, t.len);
		else
			hash = fnv64(hash, t.text, t.len);
		hash = fnv64(hash, "", 1);
	}
	(void)snprintf(digest, PHP_DIGEST, "%016" PRIx64, hash);
}
