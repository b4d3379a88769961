/* sql_literal - constants in SQL text (sql_literal.h). */
#include "sql_literal.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Read alike by every language as it is written, without a sign. */
static bool
is_plain(const char *digits, size_t len)
{
	return isdigit((unsigned char)digits[len - 1]) &&
	       (*digits == '0' ? !isalnum((unsigned char)digits[1])
			       : *digits != '.');
}

/*
 * A number with its sign as every language reads it: hexadecimal ones in
 * decimal, no leading zero that PHP would take for octal, digits on both sides
 * of the point.  NULL for a hexadecimal one over 64 bits.
 */
static char *
number_text(struct arena *arena, bool negative, const struct sql_token *token)
{
	char *digits = sql_text(arena, token), *text, *end;
	size_t size = token->len + sizeof("-18446744073709551615");
	const char *sign = negative ? "-" : "";
	unsigned long long value;

	if (!negative && is_plain(digits, token->len))
		return digits;
	text = arena_alloc(arena, size, 1);
	if (digits[0] == '0' && (digits[1] | 32) == 'x') {
		errno = 0;
		value = strtoull(digits, &end, 16);
		if (errno || *end)
			return NULL;
		(void)snprintf(text, size, "%s%llu", sign, value);
		return text;
	}
	while (digits[0] == '0' && isdigit((unsigned char)digits[1]))
		digits++;
	(void)snprintf(text, size, "%s%s%s%s", sign, *digits == '.' ? "0" : "",
	    digits, digits[strlen(digits) - 1] == '.' ? "0" : "");
	return text;
}

/* What strtod(3) reads to its end is a number of SQL, too. */
static bool
is_decimal(const char *text)
{
	char *end;

	(void)strtod(text, &end);
	return end != text && !*end;
}

static bool
parse_number(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_literal *literal)
{
	bool negative = sql_is_char(tokens, '-');
	bool has_sign = negative || sql_is_char(tokens, '+');

	if (n != 1 + (size_t)has_sign || tokens[has_sign].kind != SQL_NUMBER)
		return false;
	literal->text = number_text(arena, negative, &tokens[has_sign]);
	literal->is_string = false;
	return literal->text && is_decimal(literal->text);
}

bool
sql_literal_parse(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_literal *literal)
{
	n = sql_unwrap(&tokens, n);
	if (!n)
		return false;
	*literal = (struct sql_literal){ NULL, false };
	if (n > 1 || tokens->kind == SQL_NUMBER)
		return parse_number(arena, tokens, n, literal);
	if (sql_is_string(tokens)) {
		literal->text = sql_text(arena, tokens);
		literal->is_string = true;
		return !sql_has_nul(tokens);
	}
	if (sql_is(tokens, "TRUE"))
		literal->text = "true";
	else if (sql_is(tokens, "FALSE"))
		literal->text = "false";
	else
		return sql_is(tokens, "NULL");
	return true;
}

static bool
is_clock(const struct sql_token *token)
{
	return sql_is(token, "CURRENT_TIMESTAMP") ||
	       sql_is(token, "CURRENT_DATE") || sql_is(token, "CURRENT_TIME");
}

/* TRUE is a name of 1 to SQLite; the text 'true' is another value. */
static void
name_number(struct sql_literal *literal)
{
	if (literal->is_string || !literal->text)
		return;
	if (strcmp(literal->text, "true") == 0)
		literal->text = "1";
	else if (strcmp(literal->text, "false") == 0)
		literal->text = "0";
}

bool
sql_literal_default(
    struct arena *arena, const char *text, struct sql_literal *literal)
{
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, SQL_SQLITE, text, &tokens);

	if (sql_literal_parse(arena, tokens, n, literal)) {
		name_number(literal);
		return true;
	}
	if (n != 1 || is_clock(tokens) ||
	    (tokens->kind != SQL_WORD && tokens->kind != SQL_QUOTED))
		return false;
	*literal = (struct sql_literal){ sql_text(arena, tokens), true };
	return true;
}
