/* kind - what the kind of a column is in PHP (kind.h). */
#include "kind.h"

#include <string.h>
#include <strings.h>

/* Of kinds that are no strings in PHP, the type. */
static const struct {
	const char *name, *type;
} kinds[] = {
	[KIND_ARRAY] = { "array", NULL },
	[KIND_BIGINT] = { "bigint", "int" },
	[KIND_BINARY] = { "binary", NULL },
	[KIND_BOOLEAN] = { "boolean", "bool" },
	[KIND_DATE] = { "date", "date" },
	[KIND_DATETIME] = { "datetime", "date" },
	[KIND_DATETIMETZ] = { "datetimetz", "date" },
	[KIND_DECIMAL] = { "decimal", "numeric-string" },
	[KIND_ENUM] = { "enum", NULL },
	[KIND_FLOAT] = { "float", "float" },
	[KIND_GEOMETRY] = { "geometry", NULL },
	[KIND_INET] = { "inet", NULL },
	[KIND_INTEGER] = { "integer", "int" },
	[KIND_JSON] = { "json", "array" },
	[KIND_OTHER] = { "other", NULL },
	[KIND_RANGE] = { "range", NULL },
	[KIND_SET] = { "set", NULL },
	[KIND_STRING] = { "string", NULL },
	[KIND_TEXT] = { "text", NULL },
	[KIND_TIME] = { "time", NULL },
	[KIND_ULID] = { "ulid", NULL },
	[KIND_UUID] = { "uuid", NULL },
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

enum kind
kind_of_name(const char *name)
{
	for (int i = KIND_UNKNOWN + 1; i < KINDS; i++)
		if (*kinds[i].name == *name && strcmp(kinds[i].name, name) == 0)
			return (enum kind)i;
	return KIND_UNKNOWN;
}

bool
kind_is_datetime(const struct column *column)
{
	return column->kind == KIND_DATETIME || column->kind == KIND_DATETIMETZ;
}

bool
kind_is_integer(const struct column *column)
{
	return column->kind == KIND_INTEGER || column->kind == KIND_BIGINT;
}

bool
kind_is_date(const struct column *column)
{
	return column->kind == KIND_DATE || kind_is_datetime(column);
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
kind_is_beyond_dates(const struct column *column)
{
	const char *literal = column->literal;

	return kind_is_date(column) && literal && *literal &&
	       !is_moment(literal);
}

/* SQLite's columns without a type, as those of a view that it computes. */
static bool
holds_anything(const struct column *column)
{
	return column->kind == KIND_OTHER &&
	       (!*column->type || strcasecmp(column->type, "any") == 0);
}

/* MySQL, MariaDB: the type of a server is spelled as they spell it. */
static bool
is_mysql(const char *driver)
{
	return strcmp(driver, "mysql") == 0 || strcmp(driver, "mariadb") == 0;
}

static bool
is_year(const struct column *column)
{
	return strncmp(column->type, "year", 4) == 0;
}

static bool
is_padded(const struct column *column)
{
	return strstr(column->type, "zerofill");
}

bool
kind_comes_as_text(const struct column *column, const char *driver)
{
	return column->kind == KIND_INTEGER && is_mysql(driver) &&
	       (is_year(column) || is_padded(column));
}

bool
kind_is_padded_bigint(const struct column *column, const char *driver)
{
	return column->kind == KIND_BIGINT && is_mysql(driver) &&
	       is_padded(column);
}

bool
kind_may_be_beyond_integers(const struct column *column, const char *driver)
{
	return column->kind == KIND_BIGINT && is_mysql(driver) &&
	       column->is_unsigned;
}

const char *
kind_type(const struct column *column, const char *driver)
{
	bool is_sqlite = strcmp(driver, "sqlite") == 0;
	const char *type = kinds[column->kind].type;

	/* PostgreSQL's bytea comes as a stream. */
	if (column->kind == KIND_BINARY && strcmp(driver, "pgsql") == 0)
		return "mixed";
	if (is_sqlite && holds_anything(column))
		return "mixed";
	/* Without a scale there is no cast, and SQLite gives what it holds. */
	if (is_sqlite && column->kind == KIND_DECIMAL &&
	    !jsonv_is(column->scale, JSONV_INTEGER))
		return "int|float|numeric-string";
	return type ? type : "string";
}
