/* sql_alike - two conditions that are alike, or not (sql_alike.h). */
#include "sql_alike.h"

#include <string.h>

#include "buf.h"

/* Of an expression, or of one of its sides. */
struct span {
	const struct sql_token *tokens;
	size_t n;
};

static struct span
unwrapped(const struct sql_token *tokens, size_t n)
{
	struct span span = { tokens, n };

	span.n = sql_unwrap(&span.tokens, n);
	return span;
}

/* The place of a word or a character outside of parentheses, or n. */
static size_t
find(struct span span, size_t from, const char *word)
{
	size_t depth = 0, i = from;

	for (; i < span.n; i++) {
		if (sql_is_char(&span.tokens[i], '('))
			depth++;
		else if (sql_is_char(&span.tokens[i], ')'))
			depth--;
		else if (!depth &&
			 (word[1] ? sql_is(&span.tokens[i], word)
				  : sql_is_char(&span.tokens[i], *word)))
			break;
	}
	return i;
}

/* What stands between the two sides of a comparison. */
struct sign {
	size_t at, len;
	bool is_equal; /* or <>, != */
};

/* Finds the last =, or the only <>; false where there is another sign. */
static bool
find_sign(struct span span, struct sign *sign)
{
	size_t less = find(span, 0, "<"), not = find(span, 0, "!");
	size_t unlike = less < not ? less : not, more = unlike + 1;

	*sign = (struct sign){ unlike, 2, false };
	if (unlike < span.n)
		return more < span.n &&
		       sql_is_char(&span.tokens[more], less < not ? '>' : '=');
	if (find(span, 0, ">") < span.n)
		return false;
	*sign = (struct sign){ span.n, 1, true };
	for (size_t i = 0; (i = find(span, i, "=")) < span.n; i++)
		sign->at = i;
	return sign->at < span.n;
}

static struct span
before(struct span span, const struct sign *sign)
{
	return (struct span){ span.tokens, sign->at };
}

static struct span
behind(struct span span, const struct sign *sign)
{
	size_t from = sign->at + sign->len;

	return (struct span){ span.tokens + from, span.n - from };
}

static void
add(struct buf *text, struct span span)
{
	buf_add(text, span.tokens->start,
	    (size_t)(sql_end(span.tokens, span.n) - span.tokens->start));
}

static bool
is_column(struct span span)
{
	return span.n == 1 && (span.tokens->kind == SQL_WORD ||
				  span.tokens->kind == SQL_QUOTED);
}

/* c IS NULL, or with NOT: whether anything is said of c but that. */
static bool
is_null_test(struct span span)
{
	size_t n = span.n;

	return (n == 3 || n == 4) &&
	       is_column((struct span){ span.tokens, 1 }) &&
	       sql_is(&span.tokens[1], "IS") &&
	       (n == 3 || sql_is(&span.tokens[2], "NOT")) &&
	       sql_is(&span.tokens[n - 1], "NULL");
}

/* Of an AND it is enough that the first part does not hold. */
static bool
add_negated(struct buf *text, struct span span)
{
	size_t and = find(span, 0, "AND");
	struct sign sign;

	if (and < span.n)
		span = unwrapped(span.tokens, and);
	if (is_null_test(span)) {
		add(text, (struct span){ span.tokens, 1 });
		buf_adds(text, span.n == 3 ? " IS NOT NULL" : " IS NULL");
	} else if (is_column(span)) {
		buf_adds(text, "NOT ");
		add(text, span);
	} else if (find_sign(span, &sign) && before(span, &sign).n > 0 &&
		   behind(span, &sign).n > 0) {
		add(text, before(span, &sign));
		buf_adds(text, sign.is_equal ? " <> " : " = ");
		add(text, behind(span, &sign));
	} else {
		return false;
	}
	return true;
}

/* Whether all parts of an AND ask what is null, so that it is a condition. */
static bool
is_of_nulls(struct span span)
{
	for (size_t from = 0, to; from < span.n; from = to + 1) {
		to = find(span, from, "AND");
		if (!is_null_test(unwrapped(span.tokens + from, to - from)))
			return false;
	}
	return span.n > 0;
}

static bool
is_condition(struct span span)
{
	struct sign sign;

	return is_of_nulls(span) || find_sign(span, &sign);
}

/* The two sides, of which one at least is a condition for sure. */
static bool
find_sides(struct span all, struct span side[2], bool *is_equal)
{
	struct sign sign;

	if (!find_sign(all, &sign) || find(all, 0, "AND") < all.n ||
	    find(all, 0, "OR") < all.n)
		return false;
	*is_equal = sign.is_equal;
	side[0] = unwrapped(all.tokens, sign.at);
	side[1] = behind(all, &sign);
	side[1] = unwrapped(side[1].tokens, side[1].n);
	for (int i = 0; i < 2; i++)
		if (side[i].n == 0 || find(side[i], 0, "OR") < side[i].n)
			return false;
	return is_condition(side[0]) || is_condition(side[1]);
}

static bool
say(struct buf *text, struct span side, bool holds)
{
	if (!holds)
		return add_negated(text, side);
	add(text, side);
	return true;
}

size_t
sql_alike(struct arena *arena, enum sql_dialect dialect, const char *expression,
    char ***ways)
{
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, dialect, expression, &tokens), count = 0;
	struct span side[2];
	bool is_equal;

	*ways = arena_alloc(arena, 2, sizeof(**ways));
	if (!find_sides(unwrapped(tokens, n), side, &is_equal))
		return 0;
	for (int holds = 0; holds < 2; holds++) {
		struct buf text = BUF_INIT;
		bool is_said = say(&text, side[0], holds);

		buf_adds(&text, " AND ");
		if (is_said && say(&text, side[1], holds == is_equal))
			(*ways)[count++] = arena_strdup(arena, text.data);
		buf_clear(&text);
	}
	return count;
}
