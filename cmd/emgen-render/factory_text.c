/* factory_text - texts that keep a column's rules (factory.h). */
#include <ctype.h>
#include <string.h>

#include "factory.h"
#include "source.h"
#include "words.h"

enum {
	STRING_MAX = 200,  /* characters of a text that nobody will read */
	SHORTEST_TEXT = 5, /* that Faker's text() can make */
	DISTINCT_MAX = 16, /* characters that are enough to tell rows apart */
	TELLING_MAX = 32,  /* in which texts of Faker's differ */
};

static char *
repeat(struct arena *arena, char c, int count)
{
	char *text = arena_alloc(arena, (size_t)count + 1, 1);

	memset(text, c, (size_t)count);
	return text;
}

/* A password, or what a hash of one looks like. */
static char *
password_value(const struct value *v, int length)
{
	enum { BCRYPT = 60 };
	static const char *const words[] = { "password", "passwd",
		"password_hash", NULL };

	if (v->column->cast && strcmp(v->column->cast, "hashed") == 0)
		return source_literal(v->arena, "password");
	if (v->distinct || !words_end(v->column->name, words) ||
	    (length != NO_NUMBER && length < BCRYPT))
		return NULL;
	return source_printf(
	    v->arena, "password_hash('password', PASSWORD_BCRYPT)");
}

/*
 * Of so few characters that other columns would use them up: Faker's unique()
 * keeps one list for all.  The column's name in front, of what is no pattern,
 * makes them its own.
 */
static char *
short_text(const struct value *v, int length)
{
	char *name = source_printf(
	    v->arena, "%s_%s_", v->f->def->table_name, v->column->name);

	for (char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c))
			*c = '_';
	return source_printf(v->arena,
	    "substr(%s->regexify('%s[a-z0-9]{%d}'), %zu)", v->fake, name,
	    length, strlen(name));
}

/* Exactly so many characters, or as many as a CHECK asks for. */
static char *
text_of_length(const struct value *v, int length)
{
	int half = length / 2 < 8 ? length / 2 : 8;

	if (v->distinct && length < SHORTEST_TEXT)
		return short_text(v, length);
	if (v->distinct)
		return source_printf(v->arena, "%s->bothify('%s%s')", v->fake,
		    repeat(v->arena, '?', length - half),
		    repeat(v->arena, '#', half));
	return source_printf(v->arena, "%s->lexify('%s')", v->fake,
	    repeat(v->arena, '?', length));
}

/*
 * Told apart by its first characters, which are few: what is behind them is
 * there for the length only.
 */
static char *
text_by_prefix(const struct value *v, int least)
{
	int length = v->within < DISTINCT_MAX ? v->within : DISTINCT_MAX;
	char *prefix = text_of_length(v, length);

	if (least <= length)
		return prefix;
	return source_printf(v->arena, "%s.fake()->lexify('%s')", prefix,
	    repeat(v->arena, '?', least - length));
}

/* How long the text may be; NO_NUMBER for as long as one likes. */
static int
longest(const struct value *v)
{
	double least = 0, most = v->column->length;

	if (!v->bounds.length.has_most)
		return v->column->length;
	if (v->column->length == NO_NUMBER)
		most = v->bounds.length.most;
	factory_narrow(&v->bounds.length, 1, &least, &most);
	return v->column->length == NO_NUMBER || most < v->column->length
		   ? (int)most
		   : v->column->length;
}

static int
shortest(const struct value *v)
{
	double least = 0, most = STRING_MAX;

	factory_narrow(&v->bounds.length, 1, &least, &most);
	return least > STRING_MAX ? STRING_MAX : (int)least;
}

/* Faker's addresses look better than what a pattern makes of one. */
static bool
is_address(const struct value *v, const char *guess)
{
	return v->pattern.is_address && guess &&
	       strcmp(guess, "safeEmail()") == 0;
}

static char *
string_value(const struct value *v)
{
	int limit = longest(v), least = shortest(v);
	int length = limit == NO_NUMBER ? STRING_MAX : limit;
	char *password = password_value(v, limit);
	const char *guess =
	    factory_guess(v->f->def, v->column, limit, v->distinct);

	if (length == 0)
		return source_printf(v->arena, "''");
	if (v->pattern.regex && !is_address(v, guess))
		return source_printf(v->arena, "%s->regexify(%s)", v->fake,
		    source_literal(v->arena, v->pattern.regex));
	if (v->within != NO_NUMBER && v->within < TELLING_MAX &&
	    v->within < length)
		return text_by_prefix(v, least);
	if (least > 1)
		return text_of_length(v, least);
	if (password)
		return password;
	if (guess)
		return source_printf(v->arena, "%s->%s", v->fake, guess);
	if (v->distinct || length < SHORTEST_TEXT)
		return text_of_length(
		    v, length < DISTINCT_MAX ? length : DISTINCT_MAX);
	return source_printf(v->arena, "%s->text(%d)", v->fake,
	    length < STRING_MAX ? length : STRING_MAX);
}

char *
factory_text(const struct value *v)
{
	char *text = string_value(v);

	/* In the letters that a check wants. */
	if (v->pattern.letters == SQL_ANY_LETTERS || v->pattern.regex)
		return text;
	return source_printf(v->arena, "%s(%s)",
	    v->pattern.letters == SQL_UPPER ? "strtoupper" : "strtolower",
	    text);
}
