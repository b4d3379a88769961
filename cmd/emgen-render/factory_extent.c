/* factory_extent - ranges, and bytes, of the extent that checks want
 * (factory.h).
 */
#include <string.h>
#include <strings.h>

#include "factory.h"
#include "source.h"
#include "sql_pgsql.h"
#include "sql_split.h"

enum { BYTES = 16, BYTES_MAX = 1024 };

/* --- bytes --- */

/* All that a type of a fixed length holds, or the server adds what is missing.
 */
static int
bytes_of_type(const struct column *column)
{
	const char *type = column->database_type;
	bool is_fixed = type && strncasecmp(type, "binary", 6) == 0;

	return column->length > 0 && (is_fixed || column->length < BYTES)
		   ? column->length
		   : BYTES;
}

static int
number_of_bytes(const struct value *v)
{
	double least = 0, most = bytes_of_type(v->column);

	factory_narrow(&v->bounds.length, 1, &least, &most);
	return most >= 0 && most <= BYTES_MAX ? (int)most
					      : bytes_of_type(v->column);
}

/*
 * PDO binds a text, of which SQLite counts characters, up to a zero byte: what
 * is counted is of letters.
 */
char *
factory_bytes(const struct value *v)
{
	const struct sql_range *length = &v->bounds.length;

	if (factory_dialect(v->f) == SQL_SQLITE &&
	    (length->has_least || length->has_most))
		return source_printf(v->arena, "%s->regexify('[a-z0-9]{%d}')",
		    v->fake, number_of_bytes(v));
	return source_printf(v->arena, "random_bytes(%d)", number_of_bytes(v));
}

char *
factory_bytea(const struct value *v)
{
	const char *type = v->column->database_type;

	if (!type || strcmp(type, "bytea") != 0)
		return NULL;
	return source_printf(
	    v->arena, "'\\\\x'.bin2hex(random_bytes(%d))", number_of_bytes(v));
}

/* --- ranges --- */

/* Whether the tokens are those words, of which $ is the column. */
static bool
is_like(struct arena *arena, const struct sql_token *tokens, size_t n,
    const char *const words[], const char *column)
{
	for (size_t i = 0; i < n; i++) {
		const char *word = words[i];

		if (!word)
			return false;
		if (strcmp(word, "$") == 0
			? strcasecmp(sql_text(arena, &tokens[i]), column) != 0
			: !sql_is(&tokens[i], word) &&
			      !sql_is_char(&tokens[i], *word))
			return false;
	}
	return !words[n];
}

/* What a range of a moment, a day or a number keeps, and an empty one not. */
static bool
is_of_extent(struct factory *f, const char *part, const char *column)
{
	static const char *const ways[][8] = {
		{ "NOT", "ISEMPTY", "(", "$", ")" },
		{ "LOWER", "(", "$", ")", "IS", "NOT", "NULL" },
		{ "UPPER", "(", "$", ")", "IS", "NOT", "NULL" },
		{ "NOT", "LOWER_INF", "(", "$", ")" },
		{ "NOT", "UPPER_INF", "(", "$", ")" },
	};
	struct sql_token *all;
	size_t n = sql_pgsql_tokens(f->arena, part, &all);
	const struct sql_token *tokens = all;

	n = sql_unwrap(&tokens, n);
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (is_like(f->arena, tokens, n, ways[i], column))
			return true;
	return false;
}

/* How a short range of a type is written. */
struct shape {
	const char *type, *format, *begin;
};

static const struct shape *
shape_of(const struct column *column)
{
	static const struct shape shapes[] = {
		{ "date", "[%1$s,%1$s]", "date()" },
		{ "ts", "[%1$s 00:00,%1$s 01:00)", "date()" },
		{ "tstz", "[%1$s 00:00,%1$s 01:00)", "date()" },
		{ "num", "[%1$s,%1$s.5)", "numberBetween(1, 999_999)" },
		{ "int4", "[%1$s,%1$s]", "numberBetween(1, 999_999)" },
		{ "int8", "[%1$s,%1$s]", "numberBetween(1, 999_999)" },
	};
	const char *type = column->database_type;

	for (size_t i = 0; type && i < sizeof(shapes) / sizeof(*shapes); i++) {
		size_t len = strlen(shapes[i].type);

		if (strncmp(type, shapes[i].type, len) == 0 &&
		    (strcmp(type + len, "range") == 0 ||
			strcmp(type + len, "multirange") == 0))
			return &shapes[i];
	}
	return NULL;
}

bool
factory_has_extent(
    struct factory *f, size_t i, const char *check, const char *name)
{
	const struct column *column = &f->def->columns[i];
	char **parts;
	size_t n;

	if (!shape_of(column) || !factory_is_made(f, i))
		return false;
	n = sql_split(f->arena, factory_dialect(f), check, "AND", &parts);
	for (size_t k = 0; k < n; k++)
		if (!is_of_extent(f, parts[k], name))
			return false;
	return true;
}

/* Whether one of the checks wants more than the empty range. */
static bool
wants_extent(const struct value *v)
{
	size_t at = (size_t)(v->column - v->f->def->columns), i;
	const struct jsonv *check;

	jsonv_each (v->f->checks, i, check)
		if (factory_has_extent(
			v->f, at, jsonv_string(check), v->column->name))
			return true;
	jsonv_each (v->column->checks, i, check)
		if (factory_has_extent(v->f, at, jsonv_string(check), "VALUE"))
			return true;
	return false;
}

/* From a new beginning on, for a short while: most likely none overlap. */
static char *
short_range(const struct value *v, const struct shape *shape, const char *open,
    const char *close)
{
	return source_printf(v->arena,
	    "sprintf('%s%s%s', fake()->unique()->%s)", open, shape->format,
	    close, shape->begin);
}

/* The empty range is one of any type, and overlaps with none. */
char *
factory_range(const struct value *v)
{
	const char *type = v->column->database_type;
	const struct shape *shape = shape_of(v->column);
	bool is_multi = type && strstr(type, "multirange");
	const char *open = is_multi ? "{" : "", *close = is_multi ? "}" : "";
	bool is_of_times = type && (strncmp(type, "date", 4) == 0 ||
				       strncmp(type, "ts", 2) == 0);

	if (shape && wants_extent(v))
		return short_range(v, shape, open, close);
	if (!v->distinct)
		return source_printf(v->arena, is_multi ? "'{}'" : "'empty'");
	return source_printf(v->arena, "'%s['.%s->%s.',)%s'", open, v->fake,
	    is_of_times ? "date()" : "numberBetween(1, 999_999)", close);
}
