/* sql_bounds - between what CHECKs hold a column (sql_bounds.h). */
#include "sql_bounds.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sql_token.h"

enum item_kind {
	ITEM_NUMBER,
	ITEM_TEXT,
	ITEM_VALUE,  /* of the column */
	ITEM_LENGTH, /* of the column */
	ITEM_RIVAL,  /* the value of the other column */
	ITEM_COMPARE,
	ITEM_BETWEEN,
	ITEM_NOT_IN,
	ITEM_NOT_NULL,
	ITEM_NOT, /* of the column that follows */
	ITEM_COMMA,
	ITEM_CALL,
	ITEM_AND,
	ITEM_OTHER,
};

/* What is left of an expression without parentheses and casts. */
struct item {
	enum item_kind kind;
	double number;
	char compare[3]; /* "<", "<=", ">", ">=", "=", or another */
	bool is_is;      /* which is never null itself */
};

struct items {
	const char *column, *rival; /* rival may be NULL */
	struct item *list;
	size_t count;
};

/* --- reading --- */

/* In bytes is as good, of the texts that are made here. */
static bool
is_length(const struct sql_token *token)
{
	return sql_is(token, "LENGTH") || sql_is(token, "CHAR_LENGTH") ||
	       sql_is(token, "CHARACTER_LENGTH") ||
	       sql_is(token, "OCTET_LENGTH");
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

/* '-5'::integer is how PostgreSQL writes a negative number. */
static bool
is_cast_number(const struct sql_token *tokens, size_t n, size_t i)
{
	static const char *const types[] = { "INTEGER", "BIGINT", "SMALLINT",
		"NUMERIC", "REAL", "DOUBLE" };

	if (tokens[i].kind != SQL_STRING || !sql_cast_len(tokens, n, i + 1))
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

static bool
is_not_null(const struct sql_token *tokens, size_t n, size_t i)
{
	return i + 2 < n && sql_is(&tokens[i], "IS") &&
	       sql_is(&tokens[i + 1], "NOT") && sql_is(&tokens[i + 2], "NULL");
}

/* A boolean is 1 or 0. */
static bool
is_truth(const struct sql_token *token)
{
	return sql_is(token, "TRUE") || sql_is(token, "FALSE");
}

static bool
is_not_in(const struct sql_token *tokens, size_t n, size_t i)
{
	return i + 1 < n && sql_is(&tokens[i], "NOT") &&
	       sql_is(&tokens[i + 1], "IN");
}

/* NOT a: of a column alone, which then is a boolean. */
static bool
is_not_column(const struct sql_token *tokens, size_t n, size_t i)
{
	return sql_is(&tokens[i], "NOT") && i + 1 < n &&
	       (i == 0 || !sql_is(&tokens[i - 1], "IS")) &&
	       (tokens[i + 1].kind == SQL_WORD ||
		   tokens[i + 1].kind == SQL_QUOTED) &&
	       (i + 2 == n || sql_is_char(&tokens[i + 2], ')') ||
		   sql_is(&tokens[i + 2], "AND"));
}

/* <> ALL (ARRAY[1, 2]) is how PostgreSQL writes NOT IN. */
static bool
is_list_word(const struct sql_token *token)
{
	return sql_is(token, "ALL") || sql_is(token, "ARRAY") ||
	       sql_is_char(token, '[') || sql_is_char(token, ']');
}

/* What leaves a text that Faker makes as it is, or as long. */
static bool
is_trim(const struct sql_token *token)
{
	static const char *const words[] = { "TRIM", "BTRIM", "LTRIM", "RTRIM",
		"BOTH", "FROM" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (sql_is(token, words[i]))
			return true;
	return false;
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

/* Whether a function is called at i. */
static bool
is_call(const struct sql_token *tokens, size_t n, size_t i)
{
	return tokens[i].kind == SQL_WORD && i + 1 < n &&
	       sql_is_char(&tokens[i + 1], '(') && !sql_is(&tokens[i], "AND") &&
	       !sql_is(&tokens[i], "BETWEEN");
}

/* One item from token i on; returns how many tokens it took. */
static size_t
read_item(struct arena *arena, const struct sql_token *tokens, size_t n,
    size_t i, const struct items *items, struct item *item)
{
	bool minus = sql_is_char(&tokens[i], '-') && i + 1 < n &&
		     tokens[i + 1].kind == SQL_NUMBER;

	*item = (struct item){ .kind = ITEM_OTHER };
	if (is_sign(&tokens[i]))
		return read_compare(tokens, n, i, item);
	if (is_not_null(tokens, n, i)) {
		item->kind = ITEM_NOT_NULL;
		return 3;
	}
	if (is_not_in(tokens, n, i)) {
		item->kind = ITEM_NOT_IN;
		return 2;
	}
	if (is_not_column(tokens, n, i)) {
		item->kind = ITEM_NOT;
		return 1;
	}
	if (is_truth(&tokens[i])) {
		item->kind = ITEM_NUMBER;
		item->number = sql_is(&tokens[i], "TRUE");
		return 1;
	}
	if (i + 1 < n && sql_is(&tokens[i], "IS") && is_truth(&tokens[i + 1])) {
		*item = (struct item){
			.kind = ITEM_COMPARE, .compare = "=", .is_is = true
		};
		return 1;
	}
	if (minus || tokens[i].kind == SQL_NUMBER ||
	    is_cast_number(tokens, n, i)) {
		item->kind = ITEM_NUMBER;
		item->number =
		    minus ? -number_of(&tokens[i + 1]) : number_of(&tokens[i]);
		return minus ? 2 : 1;
	}
	item->is_is = sql_is(&tokens[i], "IS");
	if (sql_is(&tokens[i], "AND"))
		item->kind = ITEM_AND;
	else if (sql_is(&tokens[i], "BETWEEN"))
		item->kind = ITEM_BETWEEN;
	else if (sql_is_char(&tokens[i], ','))
		item->kind = ITEM_COMMA;
	else if (sql_is_string(&tokens[i]))
		item->kind = ITEM_TEXT;
	else if (is_call(tokens, n, i))
		item->kind = ITEM_CALL;
	else if (is_named(arena, &tokens[i], items->column))
		item->kind = ITEM_VALUE;
	else if (items->rival && is_named(arena, &tokens[i], items->rival))
		item->kind = ITEM_RIVAL;
	return 1;
}

static bool
is_silent(const struct sql_token *token)
{
	return sql_is_char(token, '(') || sql_is_char(token, ')') ||
	       is_list_word(token) || is_trim(token);
}

/*
 * Parentheses say nothing where all is joined by AND, but that of length()
 * makes of the column that follows its length.
 */
static bool
read_items(struct arena *arena, const struct sql_token *tokens, size_t n,
    struct items *items)
{
	bool in_length = false;

	items->list = arena_alloc(arena, n + 1, sizeof(*items->list));
	for (size_t i = 0; i < n;) {
		struct item *item = &items->list[items->count];
		size_t cast = sql_cast_len(tokens, n, i);

		if (is_beyond(&tokens[i]) && !is_not_in(tokens, n, i) &&
		    !is_not_column(tokens, n, i))
			return false;
		if (cast || is_silent(&tokens[i])) {
			i += cast ? cast : 1;
			continue;
		}
		if (is_call(tokens, n, i) && is_length(&tokens[i])) {
			in_length = true;
			i++;
			continue;
		}
		i += read_item(arena, tokens, n, i, items, item);
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

/* Whether it is <> or !=. */
static bool
is_unlike(const struct item *item)
{
	return item->kind == ITEM_COMPARE &&
	       (strcmp(item->compare, "<>") == 0 ||
		   strcmp(item->compare, "!=") == 0);
}

static bool
exclude_number(struct sql_range *range, double number)
{
	if (range->n_excluded == SQL_EXCLUDED_MAX)
		return false;
	range->excluded[range->n_excluded++] = number;
	return true;
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

	if (is_kinds(items, from, to, plain, 3) && !is_unlike(&item[1])) {
		narrow(range, item[1].compare, item[2].number);
		return true;
	}
	if (is_kinds(items, from, to, turned, 3) && !is_unlike(&item[1])) {
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

/* x <> 1, or x NOT IN (1, 2), and of texts. */
static bool
exclude(struct sql_bounds *bounds, enum item_kind what,
    const struct items *items, size_t from, size_t to)
{
	struct item *item = items->list + from;
	struct sql_range *range =
	    what == ITEM_VALUE ? &bounds->value : &bounds->length;

	if (to - from < 3 || item->kind != what ||
	    (!is_unlike(&item[1]) && item[1].kind != ITEM_NOT_IN))
		return false;
	for (size_t i = 2; i < to - from; i += 2) {
		if (i + 1 < to - from && item[i + 1].kind != ITEM_COMMA)
			return false;
		if (item[i].kind == ITEM_TEXT && what == ITEM_VALUE)
			bounds->differs = true;
		else if (item[i].kind != ITEM_NUMBER ||
			 !exclude_number(range, item[i].number))
			return false;
	}
	return true;
}

/* What one part says of the column, or of its length. */
static bool
read_part(
    struct sql_bounds *bounds, struct items *items, size_t from, size_t to)
{
	static const enum item_kind not_null[] = { ITEM_VALUE, ITEM_NOT_NULL };
	static const enum item_kind is_true[] = { ITEM_VALUE };
	static const enum item_kind is_false[] = { ITEM_NOT, ITEM_VALUE };

	if (is_kinds(items, from, to, not_null, 2))
		return true;
	if (is_kinds(items, from, to, is_true, 1))
		return exclude_number(&bounds->value, 0);
	if (is_kinds(items, from, to, is_false, 2)) {
		narrow(&bounds->value, "=", 0);
		return true;
	}
	if (to - from == 5 &&
	    (between(&bounds->value, ITEM_VALUE, items, from) ||
		between(&bounds->length, ITEM_LENGTH, items, from)))
		return true;
	return compare(&bounds->value, ITEM_VALUE, items, from, to) ||
	       compare(&bounds->length, ITEM_LENGTH, items, from, to) ||
	       exclude(bounds, ITEM_VALUE, items, from, to) ||
	       exclude(bounds, ITEM_LENGTH, items, from, to);
}

/* A comparison with what is null is null, which a CHECK lets pass. */
static bool
is_of_null(
    struct sql_bounds *bounds, struct items *items, size_t from, size_t to)
{
	static const enum item_kind is_null[] = { ITEM_VALUE, ITEM_OTHER,
		ITEM_OTHER };
	bool is_named = false;

	(void)bounds;
	if (is_kinds(items, from, to, is_null, 3) &&
	    items->list[from + 1].is_is)
		return true;
	for (size_t i = from; i < to; i++) {
		const struct item *item = &items->list[i];

		if (item->kind == ITEM_CALL || item->kind == ITEM_NOT_NULL ||
		    item->is_is)
			return false;
		is_named |=
		    item->kind == ITEM_VALUE || item->kind == ITEM_LENGTH;
	}
	return is_named;
}

/* a < b, b > a */
static bool
is_before(
    struct sql_bounds *bounds, struct items *items, size_t from, size_t to)
{
	static const enum item_kind plain[] = { ITEM_VALUE, ITEM_COMPARE,
		ITEM_RIVAL };
	static const enum item_kind turned[] = { ITEM_RIVAL, ITEM_COMPARE,
		ITEM_VALUE };
	const char *signs;

	(void)bounds;
	if (to - from != 3)
		return false;
	signs = items->list[from + 1].compare;
	if (is_kinds(items, from, to, plain, 3))
		return signs[0] == '<' && signs[1] != '>';
	return is_kinds(items, from, to, turned, 3) && signs[0] == '>';
}

static bool
is_any(struct sql_bounds *bounds, struct items *items, size_t from, size_t to)
{
	(void)bounds;
	(void)items;
	return to > from;
}

typedef bool part_test(
    struct sql_bounds *bounds, struct items *items, size_t from, size_t to);

/*
 * Whether the column may be in it, so that of many checks few are read: a name
 * is written as it is, but for a quote in it.
 */
static bool
may_name(const char *expression, const char *column)
{
	return strpbrk(column, "\"`]") || strcasestr(expression, column);
}

/* The parts that the test holds for. */
static sql_parts
find_parts(enum sql_dialect dialect, const char *expression, struct items items,
    part_test *test, struct sql_bounds *bounds)
{
	enum { PARTS_MAX = 64 };
	struct arena arena = ARENA_INIT;
	struct sql_token *tokens;
	size_t n, to;
	sql_parts found = 0;
	unsigned bit = 0;

	if (!may_name(expression, items.column))
		return 0;
	n = sql_tokens(&arena, dialect, expression, &tokens);
	if (!read_items(&arena, tokens, n, &items))
		items.count = 0;
	for (size_t from = 0; from < items.count; from = to + 1, bit++) {
		to = part_end(&items, from);
		if (test(bounds, &items, from, to) && bit < PARTS_MAX)
			found |= UINT64_C(1) << bit;
	}
	arena_clear(&arena);
	return bit > PARTS_MAX ? 0 : found;
}

sql_parts
sql_bounds_add(struct sql_bounds *bounds, enum sql_dialect dialect,
    const char *expression, const char *column)
{
	struct items items = { .column = column };

	return find_parts(dialect, expression, items, read_part, bounds);
}

sql_parts
sql_bounds_all(enum sql_dialect dialect, const char *expression)
{
	struct items items = { .column = "" };

	return find_parts(dialect, expression, items, is_any, NULL);
}

sql_parts
sql_bounds_of_null(
    enum sql_dialect dialect, const char *expression, const char *column)
{
	struct items items = { .column = column };

	return find_parts(dialect, expression, items, is_of_null, NULL);
}

sql_parts
sql_bounds_before(enum sql_dialect dialect, const char *expression,
    const char *a, const char *b)
{
	struct items items = { .column = a, .rival = b };

	return find_parts(dialect, expression, items, is_before, NULL);
}
