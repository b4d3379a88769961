/* sql_moment - between which dates CHECKs hold a column (sql_moment.h). */
#include "sql_moment.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PARTS_MAX = 64 };

/* Tokens that are read from the front. */
struct reader {
	struct arena *arena;
	const struct sql_token *tokens;
	size_t n;
};

static bool
take(struct reader *r, bool is_next)
{
	if (!r->n || !is_next)
		return false;
	r->tokens++;
	r->n--;
	return true;
}

static bool
take_word(struct reader *r, const char *word)
{
	return take(r, r->n && sql_is(r->tokens, word));
}

static bool
take_char(struct reader *r, char c)
{
	return take(r, r->n && sql_is_char(r->tokens, c));
}

/* --- moments --- */

/* A digit for each 0 of the shape, all else as it is; what is behind it. */
static const char *
skip_shape(const char *text, const char *shape)
{
	for (; *shape; shape++, text++)
		if (*shape == '0' ? !isdigit((unsigned char)*text)
				  : *shape != *text)
			return NULL;
	return text;
}

/* 08:00, 08:00:00, 08:00:00.5; what is behind it. */
static const char *
skip_time(const char *text)
{
	const char *end = skip_shape(text, "00:00:00");

	if (!end)
		return skip_shape(text, "00:00");
	if (*end == '.')
		end += 1 + strspn(end + 1, "0123456789");
	return end;
}

/* A date and perhaps a time, with or without its zone, or a time alone. */
static bool
is_moment(const char *text)
{
	const char *end = skip_shape(text, "0000-00-00");

	if (!end)
		return (end = skip_time(text)) && !*end;
	if (*end == ' ')
		end = skip_time(end + 1);
	if (end && (*end == '+' || *end == '-'))
		end = skip_shape(end + 1, "00");
	return end && !*end;
}

/* The unit of an interval as PHP calls it. */
static const char *
unit_of(const char *word)
{
	static const char *const units[][2] = { { "year", "years" },
		{ "mon", "months" }, { "week", "weeks" }, { "day", "days" },
		{ "hour", "hours" } };

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		const char *end = word + strlen(units[i][0]);

		if (strncasecmp(word, units[i][0], strlen(units[i][0])) != 0)
			continue;
		if (strncasecmp(end, "th", 2) == 0)
			end += 2;
		end += *end == 's' || *end == 'S';
		return *end ? NULL : units[i][1];
	}
	return NULL;
}

/* "-18 years" of a sign, a number and a unit; NULL for what is none. */
static const char *
shift_of(struct arena *arena, char sign, const char *number, const char *unit)
{
	char *end, *text;
	long n = strtol(number, &end, 10);
	const char *name = unit_of(unit);

	if (end == number || *end || n < 0 || !name)
		return NULL;
	text = arena_alloc(arena, 64, 1);
	(void)snprintf(text, 64, "%c%ld %s", sign, n, name);
	return text;
}

/* '18 years' of PostgreSQL's, INTERVAL 18 YEAR, or a number of days. */
static const char *
read_interval(struct reader *r, char sign)
{
	bool is_interval = take_word(r, "INTERVAL");
	char *text, *space;

	if (!r->n)
		return NULL;
	text = sql_text(r->arena, r->tokens);
	if (sql_is_string(r->tokens)) {
		take(r, true);
		space = strchr(text, ' ');
		if (!space)
			return NULL;
		*space = '\0';
		return shift_of(r->arena, sign, text, space + 1);
	}
	if (!take(r, r->tokens->kind == SQL_NUMBER))
		return NULL;
	if (!is_interval)
		return shift_of(r->arena, sign, text, "day");
	if (!r->n)
		return NULL;
	space = sql_text(r->arena, r->tokens);
	take(r, true);
	return shift_of(r->arena, sign, text, space);
}

static bool
take_now(struct reader *r)
{
	return take_word(r, "NOW") || take_word(r, "CURRENT_DATE") ||
	       take_word(r, "CURRENT_TIMESTAMP") || take_word(r, "CURDATE") ||
	       take_word(r, "LOCALTIMESTAMP");
}

static bool
read_moment(struct reader *r, struct sql_moment *moment)
{
	*moment = (struct sql_moment){ .shift = "" };
	if (take_now(r)) {
		moment->text = "now";
		if (take_char(r, '-'))
			moment->shift = read_interval(r, '-');
		else if (take_char(r, '+'))
			moment->shift = read_interval(r, '+');
		return moment->shift;
	}
	if (!take_word(r, "DATE"))
		(void)take_word(r, "TIMESTAMP");
	if (!r->n || !sql_is_string(r->tokens))
		return false;
	moment->text = sql_text(r->arena, r->tokens);
	return is_moment(moment->text) && take(r, true);
}

/* --- parts --- */

static bool
take_column(struct reader *r, const char *column)
{
	return take(
	    r, r->n &&
		   (r->tokens->kind == SQL_WORD ||
		       r->tokens->kind == SQL_QUOTED) &&
		   strcasecmp(sql_text(r->arena, r->tokens), column) == 0);
}

/*
 * Takes the moment for an end if it is later, for a sign of 1, or earlier.  Of
 * now and a date nobody knows which is.
 */
static bool
narrow(struct sql_moment *end, const struct sql_moment *moment, int sign)
{
	int order;

	if (end->text &&
	    (strcmp(end->text, "now") == 0 || strcmp(moment->text, "now") == 0))
		return false;
	order = end->text ? strcmp(moment->text, end->text) : sign;
	if (order == 0)
		end->is_open |= moment->is_open;
	else if ((order > 0) == (sign > 0))
		*end = *moment;
	return true;
}

/* <, <=, > or >=, not <>. */
static bool
read_compare(struct reader *r, bool *is_less, bool *is_open)
{
	*is_less = r->n && sql_is_char(r->tokens, '<');
	if (!take_char(r, '<') && !take_char(r, '>'))
		return false;
	if (r->n && sql_is_char(r->tokens, *is_less ? '>' : '<'))
		return false;
	*is_open = !take_char(r, '=');
	return true;
}

/* d BETWEEN a AND b */
static bool
read_between(struct sql_span *span, struct reader r)
{
	struct sql_moment from, to;

	return read_moment(&r, &from) && take_word(&r, "AND") &&
	       read_moment(&r, &to) && !r.n && narrow(&span->from, &from, 1) &&
	       narrow(&span->to, &to, -1);
}

/* d < a, a > d */
static bool
read_comparison(struct sql_span *span, struct reader r, const char *column)
{
	struct sql_moment moment;
	bool is_less, is_open, is_first = take_column(&r, column);

	if (is_first && take_word(&r, "BETWEEN"))
		return read_between(span, r);
	if (!is_first && !read_moment(&r, &moment))
		return false;
	if (!read_compare(&r, &is_less, &is_open))
		return false;
	if (is_first ? !read_moment(&r, &moment) : !take_column(&r, column))
		return false;
	moment.is_open = is_open;
	if (r.n)
		return false;
	return is_less == is_first ? narrow(&span->to, &moment, -1)
				   : narrow(&span->from, &moment, 1);
}

/* --- the whole --- */

/* NOT (...), which MariaDB writes !(...). */
static bool
is_denial(const struct sql_token *tokens, size_t n)
{
	return n > 1 && sql_is_char(&tokens[1], '(') &&
	       (sql_is(tokens, "NOT") || sql_is_char(tokens, '!'));
}

/* The tokens without parentheses and casts; the count, 0 for what is no AND. */
static size_t
strip(struct sql_token *tokens, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n;) {
		size_t cast = sql_cast_len(tokens, n, i);

		if (sql_is(&tokens[i], "OR") || sql_is(&tokens[i], "CASE") ||
		    sql_is(&tokens[i], "XOR") || is_denial(&tokens[i], n - i))
			return 0;
		if (!cast && !sql_is_char(&tokens[i], '(') &&
		    !sql_is_char(&tokens[i], ')'))
			tokens[kept++] = tokens[i];
		i += cast ? cast : 1;
	}
	return kept;
}

/* Where the part ends that begins at from: before an AND of its own. */
static size_t
part_end(const struct sql_token *tokens, size_t n, size_t from)
{
	bool is_between = false;
	size_t i = from;

	for (; i < n; i++) {
		if (sql_is(&tokens[i], "BETWEEN"))
			is_between = true;
		else if (sql_is(&tokens[i], "AND") && !is_between)
			break;
		else if (sql_is(&tokens[i], "AND"))
			is_between = false;
	}
	return i;
}

sql_parts
sql_span_add(struct sql_span *span, struct arena *arena,
    enum sql_dialect dialect, const char *expression, const char *column)
{
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, dialect, expression, &tokens), to;
	sql_parts found = 0;
	unsigned bit = 0;

	n = strip(tokens, n);
	for (size_t from = 0; from < n; from = to + 1, bit++) {
		struct reader r = { .arena = arena, .tokens = tokens + from };

		to = part_end(tokens, n, from);
		r.n = to - from;
		if (bit < PARTS_MAX && read_comparison(span, r, column))
			found |= UINT64_C(1) << bit;
	}
	return bit > PARTS_MAX ? 0 : found;
}
