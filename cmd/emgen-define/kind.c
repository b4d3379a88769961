/* kind - what the kind of a column is in PHP (kind.h). */
#include "kind.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ev.h"

static const struct {
	const char *kind, *type;
} types[] = {
	{ "array", "string" },
	{ "bigint", "int" },
	{ "binary", "string" },
	{ "boolean", "bool" },
	{ "date", "date" },
	{ "datetime", "date" },
	{ "datetimetz", "date" },
	{ "decimal", "numeric-string" },
	{ "float", "float" },
	{ "integer", "int" },
	{ "json", "array" },
};

bool
kind_is(const struct jsonv *column, const char *kind)
{
	return strcmp(jsonv_str(column, "kind"), kind) == 0;
}

bool
kind_is_datetime(const struct jsonv *column)
{
	return kind_is(column, "datetime") || kind_is(column, "datetimetz");
}

bool
kind_is_integer(const struct jsonv *column)
{
	return kind_is(column, "integer") || kind_is(column, "bigint");
}

/* MySQL's 0000-00-00, a month that is none, or a day: Carbon counts back. */
static bool
has_zero_part(const char *text)
{
	return strlen(text) >= strlen("0000-00-00") &&
	       (strncmp(text + strlen("0000"), "-00-", 4) == 0 ||
		   strncmp(text + strlen("0000-00"), "-00", 3) == 0);
}

/* A date as Carbon reads it: not infinity, nor of a year that is no four
 * digits.
 */
static bool
is_moment(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	bool is_long_year = digits > 4 && text[digits] == '-';

	return digits > 0 && !is_long_year && !has_zero_part(text) &&
	       !text[strspn(text, "0123456789-+:.TZ ")];
}

bool
kind_is_beyond_dates(const struct jsonv *column)
{
	const char *literal =
	    jsonv_str(jsonv_get(column, "default"), "literal");

	return (kind_is(column, "date") || kind_is_datetime(column)) &&
	       *literal && !is_moment(literal);
}

/* SQLite's columns without a type, as those of a view that it computes. */
static bool
holds_anything(const struct jsonv *column)
{
	const char *type = jsonv_str(column, "type");

	return kind_is(column, "other") &&
	       (!*type || strcasecmp(type, "any") == 0);
}

/* MySQL, MariaDB: the type of a server is spelled as they spell it. */
static bool
is_mysql(const char *driver)
{
	return strcmp(driver, "mysql") == 0 || strcmp(driver, "mariadb") == 0;
}

static bool
is_year(const struct jsonv *column)
{
	return strncmp(jsonv_str(column, "type"), "year", 4) == 0;
}

static bool
is_padded(const struct jsonv *column)
{
	return strstr(jsonv_str(column, "type"), "zerofill");
}

bool
kind_comes_as_text(const struct jsonv *column, const char *driver)
{
	return is_mysql(driver) && kind_is(column, "integer") &&
	       (is_year(column) || is_padded(column));
}

bool
kind_is_padded_bigint(const struct jsonv *column, const char *driver)
{
	return is_mysql(driver) && kind_is(column, "bigint") &&
	       is_padded(column);
}

const char *
kind_type(const struct jsonv *column, const char *driver)
{
	const char *kind = jsonv_str(column, "kind");

	/* PostgreSQL's bytea comes as a stream. */
	if (strcmp(kind, "binary") == 0 && strcmp(driver, "pgsql") == 0)
		return "mixed";
	if (strcmp(driver, "sqlite") == 0 && holds_anything(column))
		return "mixed";
	/* Without a scale there is no cast, and SQLite gives what it holds. */
	if (strcmp(kind, "decimal") == 0 && strcmp(driver, "sqlite") == 0 &&
	    !jsonv_is(jsonv_get(column, "scale"), JSONV_INTEGER))
		return "int|float|numeric-string";
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(kind, types[i].kind) == 0)
			return types[i].type;
	return "string";
}
