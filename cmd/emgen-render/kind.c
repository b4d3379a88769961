/* kind - of which kind a column is (kind.h). */
#include "kind.h"

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
