/* sql_check - the values that a CHECK constraint allows a column (sql_check.h).
 */
#include "sql_check.h"

#include <string.h>
#include <strings.h>

#include "sql_literal.h"
#include "sql_token.h"

static bool
is_column(const struct sql_token *token)
{
	return token->kind == SQL_WORD || token->kind == SQL_QUOTED;
}

/* The index of the only OR outside of parentheses; n if none or several. */
static size_t
only_or(const struct sql_token *tokens, size_t n)
{
	size_t depth = 0, at = n;

	for (size_t i = 0; i < n; i++) {
		if (sql_is_char(&tokens[i], '('))
			depth++;
		else if (sql_is_char(&tokens[i], ')'))
			depth--;
		else if (!depth && sql_is(&tokens[i], "OR")) {
			if (at < n)
				return n;
			at = i;
		}
	}
	return at;
}

/* The column of `c IS NULL`, or NULL. */
static const char *
null_column(struct arena *arena, const struct sql_token *tokens, size_t n)
{
	n = sql_unwrap(&tokens, n);
	if (n == 3 && is_column(tokens) && sql_is(&tokens[1], "IS") &&
	    sql_is(&tokens[2], "NULL"))
		return sql_text(arena, tokens);
	return NULL;
}

static void
add_value(struct sql_values *found, const struct sql_literal *literal)
{
	if (!literal->text)
		return;
	for (size_t i = 0; i < found->n; i++)
		if (strcmp(found->values[i], literal->text) == 0)
			return;
	found->values[found->n++] = literal->text;
	found->all_strings &= literal->is_string;
}

static bool
read_value(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	struct sql_literal literal;

	if (n == 1 && tokens->kind == SQL_QUOTED && *tokens->start == '"')
		literal = (struct sql_literal){ sql_text(arena, tokens), true };
	else if (!sql_literal_parse(arena, tokens, n, &literal))
		return false;
	add_value(found, &literal);
	return true;
}

/* The items of a list, separated by commas. */
static bool
read_list(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	size_t from = 0;

	found->values = arena_alloc(arena, n + 1, sizeof(*found->values));
	for (size_t i = 0; i <= n; i++) {
		if (i < n && !sql_is_char(&tokens[i], ','))
			continue;
		if (!read_value(arena, tokens + from, i - from, found))
			return false;
		from = i + 1;
	}
	return found->n > 0;
}

/* c IN ( ... ) */
static bool
read_in(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	n = sql_unwrap(&tokens, n);
	if (n < 5 || !is_column(tokens) || !sql_is(&tokens[1], "IN") ||
	    !sql_is_char(&tokens[2], '(') || !sql_is_char(&tokens[n - 1], ')'))
		return false;
	*found = (struct sql_values){ sql_text(arena, tokens), NULL, 0, true };
	return read_list(arena, tokens + 3, n - 4, found);
}

static bool
read_or(struct arena *arena, const struct sql_token *nulls, size_t n_nulls,
    const struct sql_token *in, size_t n_in, struct sql_values *found)
{
	const char *column = null_column(arena, nulls, n_nulls);

	return column && read_in(arena, in, n_in, found) &&
	       strcasecmp(column, found->column) == 0;
}

bool
sql_check_values(
    struct arena *arena, const char *expression, struct sql_values *found)
{
	struct sql_token *all;
	size_t n = sql_tokens(arena, expression, &all), at;
	const struct sql_token *tokens = all, *rest;

	n = sql_unwrap(&tokens, n);
	at = only_or(tokens, n);
	if (at == n)
		return read_in(arena, tokens, n, found);
	rest = tokens + at + 1;
	return read_or(arena, tokens, at, rest, n - at - 1, found) ||
	       read_or(arena, rest, n - at - 1, tokens, at, found);
}
