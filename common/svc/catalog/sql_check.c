/* sql_check - the values that a CHECK allows a column (sql_check.h). */
#include "sql_check.h"

#include <string.h>
#include <strings.h>

#include "sql_literal.h"

static bool
is_column(const struct sql_token *token)
{
	return token->kind == SQL_WORD || token->kind == SQL_QUOTED;
}

/* The index of the first such word outside of parentheses; n if there is none.
 */
static size_t
find_word(const struct sql_token *tokens, size_t n, const char *word)
{
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (sql_is_char(&tokens[i], '('))
			depth++;
		else if (sql_is_char(&tokens[i], ')'))
			depth--;
		else if (!depth && sql_is(&tokens[i], word))
			return i;
	}
	return n;
}

/* All that is said must be of one column. */
static bool
take_column(struct arena *arena, const struct sql_token *token,
    struct sql_values *found)
{
	const char *name;

	if (!is_column(token))
		return false;
	name = sql_text(arena, token);
	if (!found->column)
		found->column = name;
	return strcasecmp(found->column, name) == 0;
}

/* c IS NULL, and with NOT between */
static bool
read_null(struct arena *arena, const struct sql_token *tokens, size_t n,
    bool is_not, struct sql_values *found)
{
	n = sql_unwrap(&tokens, n);
	return n == 3 + (size_t)is_not && sql_is(&tokens[1], "IS") &&
	       (!is_not || sql_is(&tokens[2], "NOT")) &&
	       sql_is(&tokens[n - 1], "NULL") &&
	       take_column(arena, tokens, found);
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

	for (size_t i = 0; i <= n; i++) {
		if (i < n && !sql_is_char(&tokens[i], ','))
			continue;
		if (!read_value(arena, tokens + from, i - from, found))
			return false;
		from = i + 1;
	}
	return true;
}

/* c IN ( ... ) */
static bool
read_in(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	return n >= 5 && sql_is(&tokens[1], "IN") &&
	       sql_is_char(&tokens[2], '(') &&
	       sql_is_char(&tokens[n - 1], ')') &&
	       take_column(arena, tokens, found) &&
	       read_list(arena, tokens + 3, n - 4, found);
}

/* c = x, x = c, and with == */
static bool
read_equal(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	size_t at = 0, behind;
	struct sql_literal literal;

	while (at < n && !sql_is_char(&tokens[at], '='))
		at++;
	behind = at + 1;
	if (behind < n && sql_is_char(&tokens[behind], '='))
		behind++;
	if (at == 0 || behind >= n)
		return false;
	if (at == 1 && take_column(arena, tokens, found) &&
	    sql_literal_parse(arena, tokens + behind, n - behind, &literal)) {
		add_value(found, &literal);
		return true;
	}
	if (behind == n - 1 && sql_literal_parse(arena, tokens, at, &literal) &&
	    take_column(arena, tokens + behind, found)) {
		add_value(found, &literal);
		return true;
	}
	return false;
}

static bool read_any(struct arena *arena, const struct sql_token *tokens,
    size_t n, struct sql_values *found);

/* c IS NOT NULL AND ..., in either order */
static bool
read_both(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	size_t at = find_word(tokens, n, "AND");
	const struct sql_token *rest = tokens + at + 1;
	size_t left;

	if (at == n)
		return false;
	left = n - at - 1;
	return (read_null(arena, tokens, at, true, found) &&
		   read_any(arena, rest, left, found)) ||
	       (read_null(arena, rest, left, true, found) &&
		   read_any(arena, tokens, at, found));
}

/* What may stand between ORs, in any parentheses. */
static bool
read_any(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	size_t at;

	n = sql_unwrap(&tokens, n);
	at = find_word(tokens, n, "OR");
	if (at < n)
		return read_any(arena, tokens, at, found) &&
		       read_any(arena, tokens + at + 1, n - at - 1, found);
	return read_null(arena, tokens, n, false, found) ||
	       read_in(arena, tokens, n, found) ||
	       read_equal(arena, tokens, n, found) ||
	       read_both(arena, tokens, n, found);
}

bool
sql_check_tokens(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	*found = (struct sql_values){ NULL, NULL, 0, true };
	found->values = arena_alloc(arena, n + 1, sizeof(*found->values));
	return read_any(arena, tokens, n, found) && found->n > 0;
}

/* c <> x, c != x, c NOT IN ( ... ), in any parentheses */
static bool
read_refused(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	n = sql_unwrap(&tokens, n);
	if (n < 4 || !take_column(arena, tokens, found))
		return false;
	if (sql_is(&tokens[1], "NOT"))
		return n >= 6 && sql_is(&tokens[2], "IN") &&
		       sql_is_char(&tokens[3], '(') &&
		       sql_is_char(&tokens[n - 1], ')') &&
		       read_list(arena, tokens + 4, n - 5, found);
	return ((sql_is_char(&tokens[1], '<') &&
		    sql_is_char(&tokens[2], '>')) ||
		   (sql_is_char(&tokens[1], '!') &&
		       sql_is_char(&tokens[2], '='))) &&
	       read_list(arena, tokens + 3, n - 3, found);
}

bool
sql_check_refused(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	*found = (struct sql_values){ NULL, NULL, 0, true };
	found->values = arena_alloc(arena, n + 1, sizeof(*found->values));
	return read_refused(arena, tokens, n, found) && found->n > 0;
}

static bool
has_null(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	size_t at;

	n = sql_unwrap(&tokens, n);
	at = find_word(tokens, n, "OR");
	if (at < n)
		return has_null(arena, tokens, at, found) ||
		       has_null(arena, tokens + at + 1, n - at - 1, found);
	return read_null(arena, tokens, n, false, found);
}

bool
sql_check_allows_null(
    enum sql_dialect dialect, const char *expression, const char *column)
{
	struct arena arena = ARENA_INIT;
	struct sql_values found = { .column = column };
	struct sql_token *tokens;
	size_t n = sql_tokens(&arena, dialect, expression, &tokens);
	bool allows = has_null(&arena, tokens, n, &found);

	arena_clear(&arena);
	return allows;
}

/* json_valid(c), and that as 1 */
static bool
is_json_call(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct sql_values *found)
{
	bool is_one = n == 6 && sql_is_char(&tokens[4], '=') &&
		      tokens[5].kind == SQL_NUMBER && tokens[5].len == 1 &&
		      *tokens[5].start == '1';

	return (n == 4 || is_one) && sql_is(&tokens[0], "JSON_VALID") &&
	       sql_is_char(&tokens[1], '(') && sql_is_char(&tokens[3], ')') &&
	       take_column(arena, &tokens[2], found);
}

/* What a check is read for. */
struct json_reader {
	struct arena *arena;
	struct sql_values found;
	bool is_whole; /* nothing may be asked for beside JSON */
	bool is_said;  /* that it is JSON */
};

/* Whether all ways to keep it have JSON in the column, or null. */
static bool
is_json(struct json_reader *r, const struct sql_token *tokens, size_t n)
{
	size_t at;

	n = sql_unwrap(&tokens, n);
	at = find_word(tokens, n, "OR");
	if (at < n)
		return is_json(r, tokens, at) &&
		       is_json(r, tokens + at + 1, n - at - 1);
	at = r->is_whole ? n : find_word(tokens, n, "AND");
	if (at < n)
		return is_json(r, tokens, at) ||
		       is_json(r, tokens + at + 1, n - at - 1);
	if (is_json_call(r->arena, tokens, n, &r->found))
		return r->is_said = true;
	return read_null(r->arena, tokens, n, false, &r->found);
}

bool
sql_is_json_check(struct arena *arena, enum sql_dialect dialect,
    const char *expression, const char *column)
{
	struct json_reader r = { arena, { .column = column }, true, false };
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, dialect, expression, &tokens);

	return is_json(&r, tokens, n) && r.is_said;
}

bool
sql_makes_json(struct arena *arena, const struct sql_token *tokens, size_t n,
    const char *column)
{
	struct json_reader r = { arena, { .column = column }, false, false };

	return is_json(&r, tokens, n) && r.is_said;
}

static bool
is_type_of_json(const struct sql_token *token)
{
	return sql_is(token, "JSON_TYPE") || sql_is(token, "JSON_TYPEOF") ||
	       sql_is(token, "JSONB_TYPEOF");
}

const char *
sql_check_json_type(struct arena *arena, enum sql_dialect dialect,
    const char *expression, const char *column)
{
	struct sql_values found = { .column = column };
	const struct sql_token *said[4] = { NULL };
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, dialect, expression, &tokens), count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t cast = sql_cast_len(tokens, n, i);

		if (cast)
			i += cast - 1;
		else if (sql_is_char(&tokens[i], '(') ||
			 sql_is_char(&tokens[i], ')'))
			continue;
		else if (count < 4)
			said[count++] = &tokens[i];
		else
			return NULL;
	}
	return count == 4 && is_type_of_json(said[0]) &&
		       take_column(arena, said[1], &found) &&
		       sql_is_char(said[2], '=') && sql_is_string(said[3])
		   ? sql_text(arena, said[3])
		   : NULL;
}
