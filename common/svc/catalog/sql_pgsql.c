/* sql_pgsql - SQL text as PostgreSQL writes it (sql_pgsql.h). */
#include "sql_pgsql.h"

/* --- casts --- */

/* A run of tokens that is being read. */
struct reader {
	const struct sql_token *at, *end;
};

static bool
accept(struct reader *r, char c)
{
	if (r->at == r->end || !sql_is_char(r->at, c))
		return false;
	r->at++;
	return true;
}

static bool
is_name(const struct reader *r)
{
	return r->at < r->end &&
	       (r->at->kind == SQL_WORD || r->at->kind == SQL_QUOTED);
}

/* The second and later words of types that have several. */
static void
skip_words(struct reader *r)
{
	static const char *const words[] = { "VARYING", "PRECISION", "WITHOUT",
		"WITH", "TIME", "ZONE", "YEAR", "MONTH", "DAY", "HOUR",
		"MINUTE", "SECOND", "TO" };
	size_t i;

	while (r->at < r->end) {
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (sql_is(r->at, words[i]))
				break;
		if (i == sizeof(words) / sizeof(words[0]))
			return;
		r->at++;
	}
}

static void
skip_until(struct reader *r, char close)
{
	while (r->at < r->end && !accept(r, close))
		r->at++;
}

/* name.name words (n, m) words [] [] */
static void
skip_type(struct reader *r)
{
	do {
		if (!is_name(r))
			return;
		r->at++;
	} while (accept(r, '.'));
	skip_words(r);
	if (accept(r, '('))
		skip_until(r, ')');
	skip_words(r);
	while (accept(r, '['))
		skip_until(r, ']');
}

static bool
skip_cast(struct reader *r)
{
	if (r->end - r->at < 2 || !sql_is_char(r->at, ':') ||
	    !sql_is_char(r->at + 1, ':'))
		return false;
	r->at += 2;
	skip_type(r);
	return true;
}

/* B'101' is a string of bits. */
static bool
is_bits(const struct reader *r)
{
	return r->end - r->at > 1 && sql_is(r->at, "B") &&
	       r->at[1].kind == SQL_STRING &&
	       r->at[1].start == r->at->start + 1;
}

static size_t
strip_casts(struct sql_token *tokens, size_t n)
{
	struct reader r = { tokens, tokens + n };
	size_t kept = 0;

	while (r.at < r.end) {
		if (skip_cast(&r))
			continue;
		r.at += is_bits(&r);
		tokens[kept++] = *r.at++;
	}
	return kept;
}

/* --- parentheses that only the casts needed --- */

/* Whether ( x ) begins here, with one token in it that is no operator. */
static bool
is_wrapped(const struct reader *r)
{
	return r->end - r->at > 2 && sql_is_char(r->at, '(') &&
	       r->at[1].kind != SQL_OTHER && sql_is_char(r->at + 2, ')');
}

/* The one before an opening parenthesis makes it a list or a call. */
static bool
is_list_of(const struct sql_token *before)
{
	return before->kind == SQL_WORD && !sql_is(before, "OR") &&
	       !sql_is(before, "AND") && !sql_is(before, "NOT");
}

static size_t
strip_parentheses(struct sql_token *tokens, size_t n)
{
	struct reader r = { tokens, tokens + n };
	size_t kept = 0;

	while (r.at < r.end) {
		if (is_wrapped(&r) &&
		    !(kept && is_list_of(&tokens[kept - 1]))) {
			tokens[kept++] = r.at[1];
			r.at += 3;
		} else {
			tokens[kept++] = *r.at++;
		}
	}
	return kept;
}

/* --- = ANY (ARRAY[...]), <> ALL (ARRAY[...]) --- */

/* Behind `= ANY ( ARRAY [`, with n more parentheses open; else false. */
static bool
skip_any(struct reader *r, size_t *depth, bool *is_not)
{
	struct reader try = *r;

	*depth = 0;
	*is_not = accept(&try, '<');
	if (!accept(&try, *is_not ? '>' : '=') || try.at == try.end ||
	    !sql_is(try.at, *is_not ? "ALL" : "ANY"))
		return false;
	for (try.at++; accept(&try, '(');)
		++*depth;
	if (!*depth || try.at == try.end || !sql_is(try.at, "ARRAY"))
		return false;
	try.at++;
	if (!accept(&try, '['))
		return false;
	*r = try;
	return true;
}

static size_t
write_in(struct sql_token *tokens, size_t n)
{
	static const char text[] = "IN()NOT";
	struct reader r = { tokens, tokens + n };
	size_t kept = 0, depth;
	bool is_not;

	while (r.at < r.end) {
		if (!skip_any(&r, &depth, &is_not)) {
			tokens[kept++] = *r.at++;
			continue;
		}
		if (is_not)
			tokens[kept++] =
			    (struct sql_token){ SQL_WORD, text + 4, 3 };
		tokens[kept++] = (struct sql_token){ SQL_WORD, text, 2 };
		tokens[kept++] = (struct sql_token){ SQL_OTHER, text + 2, 1 };
		while (r.at < r.end && !accept(&r, ']')) {
			tokens[kept] = *r.at++;
			/* a name, while elsewhere it may be a text */
			if (tokens[kept].kind == SQL_QUOTED)
				tokens[kept].kind = SQL_OTHER;
			kept++;
		}
		tokens[kept++] = (struct sql_token){ SQL_OTHER, text + 3, 1 };
		while (depth-- > 0 && accept(&r, ')'))
			;
	}
	return kept;
}

size_t
sql_pgsql_tokens(
    struct arena *arena, const char *text, struct sql_token **tokens)
{
	size_t n = sql_tokens(arena, SQL_PGSQL, text, tokens);

	n = strip_casts(*tokens, n);
	n = strip_parentheses(*tokens, n);
	return write_in(*tokens, n);
}

bool
sql_pgsql_literal(
    struct arena *arena, const char *text, struct sql_literal *literal)
{
	struct sql_token *tokens;
	size_t n = sql_pgsql_tokens(arena, text, &tokens);

	return sql_literal_parse(arena, tokens, n, literal);
}
