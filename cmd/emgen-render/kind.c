/* kind - of which kind a column is (kind.h). */
#include "kind.h"

#include <stdlib.h>

#include "list.h"

bool
column_is_text(const struct column *column)
{
	return column_is(column, "string") || column_is(column, "text");
}

bool
column_is_integer(const struct column *column)
{
	return column_is(column, "integer") || column_is(column, "bigint");
}

bool
column_is_moment(const struct column *column)
{
	static const char *const kinds[] = { "date", "time", "datetime",
		"datetimetz", NULL };

	return list_has(kinds, column->kind);
}

bool
column_is_year(const struct column *column, enum sql_dialect dialect)
{
	const char *type = column->database_type;

	return type && strncmp(type, "year", 4) == 0 && dialect == SQL_MYSQL;
}

bool
column_digits(const struct column *column, int *precision, int *scale)
{
	const char *type = column->database_type;
	const char *open =
	    type && column_is(column, "float") ? strchr(type, '(') : NULL;
	const char *comma = open ? strchr(open, ',') : NULL;

	*precision =
	    comma ? (int)strtol(open + 1, NULL, 10) : column->precision;
	*scale = comma ? (int)strtol(comma + 1, NULL, 10) : column->scale;
	return *precision != NO_NUMBER && *scale != NO_NUMBER &&
	       *scale <= *precision;
}
