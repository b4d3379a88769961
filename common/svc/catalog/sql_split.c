/* sql_split - the parts of an expression (sql_split.h). */
#include "sql_split.h"

#include <string.h>

#include "buf.h"

/* --- parts --- */

/* The expression that n tokens are, as it was written. */
static char *
text_of(struct arena *arena, const struct sql_token *tokens, size_t n)
{
	const char *start = n ? tokens->start : "";
	const char *end = n ? sql_end(tokens, n) : start;
	size_t len = (size_t)(end - start);
	char *text = arena_alloc(arena, len + 1, 1);

	memcpy(text, start, len);
	text[len] = '\0';
	return text;
}

/* Where the part that begins at from ends. */
static size_t
part_end(
    const struct sql_token *tokens, size_t n, size_t from, const char *word)
{
	size_t depth = 0, i = from;
	bool in_between = false;

	for (; i < n; i++) {
		if (sql_is_char(&tokens[i], '('))
			depth++;
		else if (sql_is_char(&tokens[i], ')'))
			depth--;
		else if (depth)
			continue;
		else if (sql_is(&tokens[i], "BETWEEN"))
			in_between = true;
		else if (in_between && sql_is(&tokens[i], "AND"))
			in_between = false;
		else if (sql_is(&tokens[i], word))
			break;
	}
	return i;
}

static bool
has_case(const struct sql_token *tokens, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sql_is(&tokens[i], "CASE"))
			return true;
	return false;
}

size_t
sql_split(struct arena *arena, enum sql_dialect dialect, const char *expression,
    const char *word, char ***parts)
{
	struct sql_token *all;
	size_t n = sql_tokens(arena, dialect, expression, &all), count = 0;
	const struct sql_token *tokens = all;
	bool is_whole = has_case(all, n);

	n = sql_unwrap(&tokens, n);
	*parts = arena_alloc(arena, n + 1, sizeof(**parts));
	for (size_t from = 0, to; from <= n; from = to + 1) {
		to = is_whole ? n : part_end(tokens, n, from, word);
		(*parts)[count++] = text_of(arena, tokens + from, to - from);
	}
	return count;
}

size_t
sql_split_all(struct arena *arena, enum sql_dialect dialect,
    const char *expression, char ***parts)
{
	static const char *const looser[] = { "OR", "XOR" };

	for (size_t i = 0; i < sizeof(looser) / sizeof(*looser); i++)
		if (sql_split(arena, dialect, expression, looser[i], parts) >
		    1) {
			(*parts)[0] = arena_strdup(arena, expression);
			return 1;
		}
	return sql_split(arena, dialect, expression, "AND", parts);
}

/* --- one that is not null --- */

/* The place of the parenthesis that closes the one at i. */
static size_t
closing(const struct sql_token *tokens, size_t n, size_t i)
{
	size_t depth = 0;

	for (; i < n; i++) {
		if (sql_is_char(&tokens[i], '('))
			depth++;
		else if (sql_is_char(&tokens[i], ')') && --depth == 0)
			break;
	}
	return i;
}

static bool
is_column(const struct sql_token *token)
{
	return token->kind == SQL_WORD || token->kind == SQL_QUOTED;
}

static char *
not_null(struct arena *arena, const struct sql_token *column)
{
	static const char suffix[] = " IS NOT NULL";
	char *text = arena_alloc(arena, column->len + sizeof(suffix), 1);

	memcpy(text, column->start, column->len);
	memcpy(text + column->len, suffix, sizeof(suffix));
	return text;
}

/* = 1, >= 1 or > 0 */
static bool
asks_for_one(const struct sql_token *tokens, size_t n)
{
	bool is_more = n > 0 && sql_is_char(tokens, '>');
	bool is_equal = n > 1 && sql_is_char(&tokens[n - 2], '=');
	char digit = n > 0 ? *tokens[n - 1].start : '\0';

	return n >= 2 && n <= 3 && tokens[n - 1].len == 1 &&
	       (is_equal ? digit == '1' && (n == 2 || is_more)
			 : digit == '0' && n == 2 && is_more);
}

/* num_nonnulls(a, b) = 1 */
static size_t
read_count(
    struct arena *arena, const struct sql_token *tokens, size_t n, char **parts)
{
	size_t i = 2, count = 0;

	if (n < 5 || !sql_is(tokens, "NUM_NONNULLS"))
		return 0;
	for (; i + 1 < n && is_column(&tokens[i]); i += 2) {
		parts[count++] = not_null(arena, &tokens[i]);
		if (!sql_is_char(&tokens[i + 1], ','))
			break;
	}
	return i + 1 < n && sql_is_char(&tokens[i + 1], ')') &&
		       asks_for_one(tokens + i + 2, n - i - 2)
		   ? count
		   : 0;
}

/* ( ... ), or ( ... )::integer, around c IS NOT NULL: that column, or NULL. */
static const struct sql_token *
counted(const struct sql_token *tokens, size_t n)
{
	size_t end =
	    n && sql_is_char(tokens, '(') ? closing(tokens, n, 0) + 1 : n;

	if (end > n || end + sql_cast_len(tokens, n, end) < n)
		return NULL;
	end = sql_unwrap(&tokens, end);
	return end == 4 && is_column(tokens) && sql_is(&tokens[1], "IS") &&
		       sql_is(&tokens[2], "NOT") && sql_is(&tokens[3], "NULL")
		   ? tokens
		   : NULL;
}

/* (a IS NOT NULL) + (b IS NOT NULL) = 1, of booleans that are 0 or 1 */
static size_t
read_sum(
    struct arena *arena, const struct sql_token *tokens, size_t n, char **parts)
{
	size_t end = n && sql_is_char(tokens, '(') ? closing(tokens, n, 0) : 0;
	size_t count = 0, to;

	while (end < n && !sql_is_char(&tokens[end], '=') &&
	       !sql_is_char(&tokens[end], '>'))
		end++;
	if (!asks_for_one(tokens + end, n - end))
		return 0;
	n = sql_unwrap(&tokens, end);
	for (size_t from = 0; from < n; from = to + 1) {
		const struct sql_token *column;

		to = from;
		if (sql_is_char(&tokens[to], '('))
			to = closing(tokens, n, to);
		while (to < n && !sql_is_char(&tokens[to], '+'))
			to++;
		column = counted(tokens + from, to - from);
		if (!column)
			return 0;
		parts[count++] = not_null(arena, column);
	}
	return count;
}

size_t
sql_split_nonnulls(struct arena *arena, enum sql_dialect dialect,
    const char *expression, char ***parts)
{
	struct sql_token *all;
	size_t n = sql_tokens(arena, dialect, expression, &all), count;
	const struct sql_token *tokens = all;

	n = sql_unwrap(&tokens, n);
	*parts = arena_alloc(arena, n + 1, sizeof(**parts));
	count = read_count(arena, tokens, n, *parts);
	return count ? count : read_sum(arena, tokens, n, *parts);
}

/* --- upper() and lower() --- */

static bool
is_case(const struct sql_token *tokens, size_t n, size_t i)
{
	return i + 1 < n &&
	       (sql_is(&tokens[i], "UPPER") || sql_is(&tokens[i], "LOWER") ||
		   sql_is(&tokens[i], "UCASE") ||
		   sql_is(&tokens[i], "LCASE")) &&
	       sql_is_char(&tokens[i + 1], '(');
}

/* Which tokens belong to the calls, but for what is in the parentheses. */
static bool *
find_calls(struct arena *arena, const struct sql_token *tokens, size_t n)
{
	bool *found = arena_alloc(arena, n + 1, sizeof(*found));

	for (size_t i = 0; i < n; i++)
		if (is_case(tokens, n, i))
			found[i] = found[i + 1] =
			    found[closing(tokens, n, i + 1)] = true;
	return found;
}

char *
sql_without_case(
    struct arena *arena, enum sql_dialect dialect, const char *expression)
{
	struct buf text = BUF_INIT;
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, dialect, expression, &tokens);
	const bool *is_call = find_calls(arena, tokens, n);
	char *kept;

	for (size_t i = 0; i < n; i++) {
		bool gap = i && tokens[i].start >
				    tokens[i - 1].start + tokens[i - 1].len;

		if (is_call[i])
			continue;
		buf_adds(&text, gap ? " " : "");
		buf_add(&text, tokens[i].start, tokens[i].len);
	}
	kept = arena_strdup(arena, buf_peek(&text));
	buf_clear(&text);
	return kept;
}
