/* sql_token - SQL text as the tokenizer of its server cuts it (sql_token.h). */
#include "sql_token.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum sql_dialect
sql_dialect_of(const char *driver)
{
	if (strcmp(driver, "pgsql") == 0)
		return SQL_PGSQL;
	return strcmp(driver, "mysql") == 0 || strcmp(driver, "mariadb") == 0
		   ? SQL_MYSQL
		   : SQL_SQLITE;
}

static bool
is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool
is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

static const char *
skip_blanks(const char *p)
{
	for (;;) {
		const char *end;

		p += strspn(p, " \t\n\f\r");
		if (p[0] == '-' && p[1] == '-') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			end = strstr(p + 2, "*/");
			p = end ? end + 2 : p + strlen(p);
		} else {
			return p;
		}
	}
}

/* Behind the closing quote; a doubled or escaped one is part of the text. */
static const char *
quote_end(const char *p, bool has_escapes)
{
	char close = *p == '[' ? ']' : *p;

	for (p++; *p; p++) {
		if (has_escapes && *p == '\\' && p[1]) {
			p++;
			continue;
		}
		if (*p != close)
			continue;
		if (close == ']' || p[1] != close)
			return p + 1;
		p++;
	}
	return p;
}

/* Digits, point, exponent, hexadecimal: more than SQL allows does no harm. */
static const char *
number_end(const char *p)
{
	for (; isalnum((unsigned char)*p) || *p == '.' || *p == '_'; p++)
		if ((*p == 'e' || *p == 'E') && (p[1] == '+' || p[1] == '-'))
			p++;
	return p;
}

static enum sql_kind
kind_at(enum sql_dialect dialect, const char *p)
{
	bool is_mysql = dialect == SQL_MYSQL;

	if (!*p)
		return SQL_END;
	if (*p == '\'' || (*p == '"' && is_mysql))
		return is_mysql ? SQL_ESCAPED : SQL_STRING;
	if ((*p == 'x' || *p == 'X') && p[1] == '\'')
		return SQL_BLOB;
	if (*p == '"' || *p == '`' || (*p == '[' && dialect == SQL_SQLITE))
		return SQL_QUOTED;
	if (isdigit((unsigned char)*p) ||
	    (*p == '.' && isdigit((unsigned char)p[1])))
		return SQL_NUMBER;
	return is_name_start(*p) ? SQL_WORD : SQL_OTHER;
}

static const char *
token_end(enum sql_kind kind, const char *p)
{
	switch (kind) {
	case SQL_WORD:
		while (is_name(*p))
			p++;
		return p;
	case SQL_QUOTED:
	case SQL_STRING:
	case SQL_ESCAPED:
		return quote_end(p, kind == SQL_ESCAPED);
	case SQL_BLOB:
		return quote_end(p + 1, false);
	case SQL_NUMBER:
		return number_end(p);
	case SQL_OTHER:
		return p + 1;
	case SQL_END:
		break;
	}
	return p;
}

/* _utf8mb4'x' says in which character set x was typed. */
static const char *
skip_introducer(const char *p)
{
	const char *end = p;

	if (*p != '_')
		return p;
	while (is_name(*end))
		end++;
	return *end == '\'' ? end : p;
}

struct sql_token
sql_next(enum sql_dialect dialect, const char **text)
{
	const char *p = skip_blanks(*text);
	enum sql_kind kind;

	if (dialect == SQL_MYSQL)
		p = skip_introducer(p);
	kind = kind_at(dialect, p);
	*text = token_end(kind, p);
	return (struct sql_token){ kind, p, (size_t)(*text - p) };
}

bool
sql_is(const struct sql_token *token, const char *word)
{
	return token->kind == SQL_WORD &&
	       strncasecmp(token->start, word, token->len) == 0 &&
	       !word[token->len];
}

bool
sql_is_char(const struct sql_token *token, char c)
{
	return token->kind == SQL_OTHER && *token->start == c;
}

bool
sql_is_string(const struct sql_token *token)
{
	return token->kind == SQL_STRING || token->kind == SQL_ESCAPED;
}

/* The byte that a backslash and c stand for. */
static char
unescaped(char c)
{
	static const char names[] = "0bnrtZ", bytes[] = "\0\b\n\r\t\032";
	const char *name = memchr(names, c, sizeof(names) - 1);

	return name ? bytes[name - names] : c;
}

char *
sql_text(struct arena *arena, const struct sql_token *token)
{
	char *text = arena_alloc(arena, token->len + 1, 1), *out = text;
	const char *p = token->start, *end = p + token->len;
	char close;

	memcpy(text, p, token->len);
	if (token->kind != SQL_QUOTED && !sql_is_string(token))
		return text;
	close = *p == '[' ? ']' : *p;
	for (p++; p < end; p++) {
		if (token->kind == SQL_ESCAPED && *p == '\\' && p + 1 < end) {
			*out++ = unescaped(*++p);
			continue;
		}
		if (*p == close && (close == ']' || ++p == end || *p != close))
			break;
		*out++ = *p;
	}
	*out = '\0';
	return text;
}

bool
sql_has_nul(const struct sql_token *token)
{
	if (token->kind != SQL_ESCAPED)
		return false;
	for (size_t i = 0; i + 1 < token->len; i++) {
		if (token->start[i] == '\\' && !unescaped(token->start[++i]))
			return true;
	}
	return false;
}

/* MySQL prints -5 as -(5): whether these four tokens are that. */
static bool
is_negative(const struct sql_token *tokens)
{
	return sql_is_char(&tokens[0], '-') && sql_is_char(&tokens[1], '(') &&
	       tokens[2].kind == SQL_NUMBER && sql_is_char(&tokens[3], ')');
}

size_t
sql_tokens(struct arena *arena, enum sql_dialect dialect, const char *text,
    struct sql_token **tokens)
{
	struct sql_token *list = NULL;
	size_t n = 0;

	do {
		list = arena_grow(arena, list, n, sizeof(*list));
		list[n] = sql_next(dialect, &text);
		if (n > 2 && is_negative(&list[n - 3])) {
			list[n - 2] = list[n - 1];
			n -= 2;
		}
	} while (list[n++].kind != SQL_END);
	*tokens = list;
	return n - 1;
}

const char *
sql_end(const struct sql_token *tokens, size_t n)
{
	const struct sql_token *last = &tokens[n - 1];
	const char *end = last->start + last->len;
	bool is_enclosed = n > 1 && last->kind == SQL_NUMBER &&
			   sql_is_char(&tokens[n - 2], '-') &&
			   last->start[-1] == '(';

	return is_enclosed ? strchr(end, ')') + 1 : end;
}

/* The index of the parenthesis that closes the first token, or n. */
static size_t
closing(const struct sql_token *tokens, size_t n)
{
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (sql_is_char(&tokens[i], '('))
			depth++;
		else if (sql_is_char(&tokens[i], ')') && --depth == 0)
			return i;
	}
	return n;
}

size_t
sql_unwrap(const struct sql_token **tokens, size_t n)
{
	while (n >= 2 && sql_is_char(*tokens, '(') &&
	       closing(*tokens, n) == n - 1) {
		++*tokens;
		n -= 2;
	}
	return n;
}

size_t
sql_cast_len(const struct sql_token *tokens, size_t n, size_t i)
{
	size_t end = i + 2;

	if (i + 2 >= n || !sql_is_char(&tokens[i], ':') ||
	    !sql_is_char(&tokens[i + 1], ':'))
		return 0;
	while (end < n && tokens[end].kind == SQL_WORD &&
	       !sql_is(&tokens[end], "AND") && !sql_is(&tokens[end], "BETWEEN"))
		end++;
	if (end + 1 < n && sql_is_char(&tokens[end], '(') &&
	    tokens[end + 1].kind == SQL_NUMBER)
		while (end < n && !sql_is_char(&tokens[end++], ')'))
			;
	return end - i;
}
