/* sql_bounds - between what CHECKs hold a column (sql_bounds.h). */
#include "sql_bounds.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sql_token.h"

enum item_kind {
	ITEM_NUMBER,
	ITEM_VALUE,  /* of the column */
	ITEM_LENGTH, /* of the column */
	ITEM_COMPARE,
	ITEM_BETWEEN,
	ITEM_AND,
	ITEM_OTHER,
};

/* What is left of an expression without parentheses and casts. */
struct item {
	enum item_kind kind;
	double number;
	char compare[3]; /* "<", "<=", ">", ">=", "=", or another */
};

struct items {
	struct item *list;
	size_t count;
};

/* --- reading --- */

static bool
is_length(const struct sql_token *token)
{
	return sql_is(token, "LENGTH") || sql_is(token, "CHAR_LENGTH") ||
	       sql_is(token, "CHARACTER_LENGTH");
}

/* Words that make more of an expression than all of its parts. */
static bool
is_beyond(const struct sql_token *token)
{
	return sql_is(token, "OR") || sql_is(token, "NOT") ||
	       sql_is(token, "CASE") || sql_is(token, "XOR");
}

static bool
is_named(struct arena *arena, const struct sql_token *token, const char *column)
{
	return (token->kind == SQL_WORD || token->kind == SQL_QUOTED) &&
	       strcasecmp(sql_text(arena, token), column) == 0;
}

/* The tokens of `::numeric(8, 2)` from i on, a cast of PostgreSQL's; 0 if none.
 */
static size_t
cast_len(const struct sql_token *tokens, size_t n, size_t i)
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

/* '-5'::integer is how PostgreSQL writes a negative number. */
static bool
is_cast_number(const struct sql_token *tokens, size_t n, size_t i)
{
	static const char *const types[] = { "INTEGER", "BIGINT", "SMALLINT",
		"NUMERIC", "REAL", "DOUBLE" };

	if (tokens[i].kind != SQL_STRING || !cast_len(tokens, n, i + 1))
		return false;
	for (size_t k = 0; k < sizeof(types) / sizeof(*types); k++)
		if (sql_is(&tokens[i + 3], types[k]))
			return true;
	return false;
}

static bool
is_sign(const struct sql_token *token)
{
	return token->kind == SQL_OTHER && strchr("<>=!", *token->start);
}

static double
number_of(const struct sql_token *token)
{
	size_t quote = token->kind == SQL_STRING;
	char text[64];

	(void)snprintf(text, sizeof(text), "%.*s", (int)(token->len - quote),
	    token->start + quote);
	return strtod(text, NULL);
}

/* IS NOT NULL takes nothing away from what stands beside it. */
static bool
is_not_null(const struct sql_token *tokens, size_t n, size_t i)
{
	return i + 2 < n && sql_is(&tokens[i], "IS") &&
	       sql_is(&tokens[i + 1], "NOT") && sql_is(&tokens[i + 2], "NULL");
}

/* A comparison is one or two signs. */
static size_t
read_compare(
    const struct sql_token *tokens, size_t n, size_t i, struct item *item)
{
	size_t len = 1;

	item->kind = ITEM_COMPARE;
	item->compare[0] = *tokens[i].start;
	if (i + 1 < n && is_sign(&tokens[i + 1])) {
		item->compare[1] = *tokens[i + 1].start;
		len = 2;
	}
	return len;
}

/* One item from token i on; returns how many tokens it took. */
static size_t
read_item(struct arena *arena, const struct sql_token *tokens, size_t n,
    size_t i, const char *column, struct item *item)
{
	bool minus = sql_is_char(&tokens[i], '-') && i + 1 < n &&
		     tokens[i + 1].kind == SQL_NUMBER;

	*item = (struct item){ .kind = ITEM_OTHER };
	if (is_sign(&tokens[i]))
		return read_compare(tokens, n, i, item);
	if (is_not_null(tokens, n, i))
		return 3;
	if (minus || tokens[i].kind == SQL_NUMBER ||
	    is_cast_number(tokens, n, i)) {
		item->kind = ITEM_NUMBER;
		item->number =
		    minus ? -number_of(&tokens[i + 1]) : number_of(&tokens[i]);
		return minus ? 2 : 1;
	}
	if (sql_is(&tokens[i], "AND"))
		item->kind = ITEM_AND;
	else if (sql_is(&tokens[i], "BETWEEN"))
		item->kind = ITEM_BETWEEN;
	else if (is_named(arena, &tokens[i], column))
		item->kind = ITEM_VALUE;
	return 1;
}

/* Whether a function other than length is called at i. */
static bool
is_call(const struct sql_token *tokens, size_t n, size_t i)
{
	return tokens[i].kind == SQL_WORD && i + 1 < n &&
	       sql_is_char(&tokens[i + 1], '(') && !sql_is(&tokens[i], "AND") &&
	       !sql_is(&tokens[i], "BETWEEN");
}

/*
 * Parentheses say nothing where all is joined by AND, but that of length()
 * makes of the column that follows its length.
 */
static bool
read_items(struct arena *arena, const struct sql_token *tokens, size_t n,
    const char *column, struct items *items)
{
	bool in_length = false;

	items->list = arena_alloc(arena, n + 1, sizeof(*items->list));
	for (size_t i = 0; i < n;) {
		struct item *item = &items->list[items->count];
		size_t cast = cast_len(tokens, n, i);

		if (is_beyond(&tokens[i]))
			return false;
		if (cast || sql_is_char(&tokens[i], '(') ||
		    sql_is_char(&tokens[i], ')')) {
			i += cast ? cast : 1;
			continue;
		}
		if (is_call(tokens, n, i) && is_length(&tokens[i])) {
			in_length = true;
			i++;
			continue;
		}
		i += read_item(arena, tokens, n, i, column, item);
		if (in_length && item->kind == ITEM_VALUE)
			item->kind = ITEM_LENGTH;
		in_length = false;
		items->count++;
	}
	return true;
}

/* --- narrowing --- */

static void
at_least(struct sql_range *range, double least, bool above)
{
	if (range->has_least && range->least > least)
		return;
	range->above = above || (range->has_least && range->least == least &&
				    range->above);
	range->has_least = true;
	range->least = least;
}

static void
at_most(struct sql_range *range, double most, bool below)
{
	if (range->has_most && range->most < most)
		return;
	range->below =
	    below || (range->has_most && range->most == most && range->below);
	range->has_most = true;
	range->most = most;
}

static void
narrow(struct sql_range *range, const char *compare, double number)
{
	if (compare[0] == '>')
		at_least(range, number, compare[1] != '=');
	else if (compare[0] == '<' && compare[1] != '>')
		at_most(range, number, compare[1] != '=');
	else if (compare[0] == '=') {
		at_least(range, number, false);
		at_most(range, number, false);
	}
}

/* 5 < a is a > 5. */
static void
turn(char compare[3])
{
	if (compare[0] == '<' && compare[1] != '>')
		compare[0] = '>';
	else if (compare[0] == '>')
		compare[0] = '<';
}

static bool
is_kinds(const struct items *items, size_t from, size_t to,
    const enum item_kind kinds[], size_t count)
{
	if (to - from != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (items->list[from + i].kind != kinds[i])
			return false;
	return true;
}

/* One comparison of the column, or of its length, with a number. */
static bool
compare(struct sql_range *range, enum item_kind what, struct items *items,
    size_t from, size_t to)
{
	const enum item_kind plain[] = { what, ITEM_COMPARE, ITEM_NUMBER };
	const enum item_kind turned[] = { ITEM_NUMBER, ITEM_COMPARE, what };
	struct item *item = items->list + from;

	if (is_kinds(items, from, to, plain, 3)) {
		narrow(range, item[1].compare, item[2].number);
		return true;
	}
	if (is_kinds(items, from, to, turned, 3)) {
		turn(item[1].compare);
		narrow(range, item[1].compare, item[0].number);
		return true;
	}
	return false;
}

/* x BETWEEN 1 AND 5: the five items from here on. */
static bool
between(struct sql_range *range, enum item_kind what, const struct items *items,
    size_t from)
{
	const enum item_kind kinds[] = { what, ITEM_BETWEEN, ITEM_NUMBER,
		ITEM_AND, ITEM_NUMBER };

	if (from + 5 > items->count ||
	    !is_kinds(items, from, from + 5, kinds, 5))
		return false;
	at_least(range, items->list[from + 2].number, false);
	at_most(range, items->list[from + 4].number, false);
	return true;
}

/* Where the part that begins at from ends: before an AND of its own. */
static size_t
part_end(const struct items *items, size_t from)
{
	bool is_between = false;
	size_t i = from;

	for (; i < items->count; i++) {
		if (items->list[i].kind == ITEM_BETWEEN)
			is_between = true;
		else if (items->list[i].kind == ITEM_AND && !is_between)
			break;
		else if (items->list[i].kind == ITEM_AND)
			is_between = false;
	}
	return i;
}

static void
read_parts(struct sql_bounds *bounds, struct items *items)
{
	for (size_t from = 0; from < items->count;) {
		size_t to = part_end(items, from);

		if (to - from == 5)
			(void)(between(
				   &bounds->value, ITEM_VALUE, items, from) ||
			       between(
				   &bounds->length, ITEM_LENGTH, items, from));
		else
			(void)(compare(&bounds->value, ITEM_VALUE, items, from,
				   to) ||
			       compare(&bounds->length, ITEM_LENGTH, items,
				   from, to));
		from = to + 1;
	}
}

void
sql_bounds_add(struct sql_bounds *bounds, enum sql_dialect dialect,
    const char *expression, const char *column)
{
	struct arena arena = ARENA_INIT;
	struct items items = { NULL, 0 };
	struct sql_token *tokens;
	size_t n = sql_tokens(&arena, dialect, expression, &tokens);

	if (read_items(&arena, tokens, n, column, &items))
		read_parts(bounds, &items);
	arena_clear(&arena);
}
