/* sql_alike - conditions that are both true or both false (sql_alike.h). */
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

static bool
has(struct span span, const char *word)
{
	return find(span, 0, word) < span.n;
}

/* The last = that compares, and is no part of <= and the like; n for none. */
static size_t
last_equals(struct span span)
{
	size_t found = span.n;

	if (has(span, "<") || has(span, ">") || has(span, "!"))
		return span.n;
	for (size_t i = 0; (i = find(span, i, "=")) < span.n; i++)
		found = i;
	return found;
}

static void
add(struct buf *text, struct span span)
{
	const struct sql_token *last = &span.tokens[span.n - 1];

	buf_add(text, span.tokens->start,
	    (size_t)(last->start + last->len - span.tokens->start));
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
	size_t and = find(span, 0, "AND"), equals;

	if (and < span.n)
		span = unwrapped(span.tokens, and);
	equals = last_equals(span);
	if (is_null_test(span)) {
		add(text, (struct span){ span.tokens, 1 });
		buf_adds(text, span.n == 3 ? " IS NOT NULL" : " IS NULL");
	} else if (is_column(span)) {
		buf_adds(text, "NOT ");
		add(text, span);
	} else if (equals > 0 && equals + 1 < span.n) {
		add(text, (struct span){ span.tokens, equals });
		buf_adds(text, " <> ");
		add(text, (struct span){
			      span.tokens + equals + 1, span.n - equals - 1 });
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

/* The two sides of =, of which one at least is a condition for sure. */
static bool
find_sides(struct span all, struct span side[2])
{
	size_t at = last_equals(all);

	if (at == 0 || at + 1 >= all.n || has(all, "AND") || has(all, "OR"))
		return false;
	side[0] = unwrapped(all.tokens, at);
	side[1] = unwrapped(all.tokens + at + 1, all.n - at - 1);
	return side[0].n > 0 && side[1].n > 0 &&
	       (is_of_nulls(side[0]) || is_of_nulls(side[1])) &&
	       !has(side[0], "OR") && !has(side[1], "OR");
}

size_t
sql_alike(struct arena *arena, enum sql_dialect dialect, const char *expression,
    char ***ways)
{
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, dialect, expression, &tokens), count = 0;
	struct span side[2];
	struct buf text = BUF_INIT;

	*ways = arena_alloc(arena, 2, sizeof(**ways));
	if (!find_sides(unwrapped(tokens, n), side))
		return 0;
	if (add_negated(&text, side[0]) &&
	    (buf_adds(&text, " AND "), add_negated(&text, side[1])))
		(*ways)[count++] = arena_strdup(arena, text.data);
	buf_clear(&text);
	add(&text, side[0]);
	buf_adds(&text, " AND ");
	add(&text, side[1]);
	(*ways)[count++] = arena_strdup(arena, text.data);
	buf_clear(&text);
	return count;
}
