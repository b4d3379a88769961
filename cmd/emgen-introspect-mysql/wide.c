/* wide - characters that the catalogue has no room for (wide.h). */
#include "wide.h"

#include <ctype.h>
#include <string.h>

bool
wide_has(const char *charset)
{
	static const char *const wide[] = { "utf8mb4", "utf16", "utf16le",
		"utf32", "gb18030" };

	for (size_t i = 0; charset && i < sizeof(wide) / sizeof(*wide); i++)
		if (strcmp(charset, wide[i]) == 0)
			return true;
	return false;
}

/*
 * Whether question marks stand where people write none: at the beginning or
 * behind a blank, and not before another sign.
 */
static bool
is_in_doubt(const char *text)
{
	const char *at = text;

	while (at && (at = strchr(at, '?'))) {
		bool is_first = at == text || at[-1] == ' ';

		at += strspn(at, "?");
		if (is_first && !ispunct((unsigned char)*at))
			return true;
	}
	return false;
}

static bool
are_in_doubt(const struct table_names *values)
{
	for (size_t i = 0; i < values->n; i++)
		if (is_in_doubt(values->list[i]))
			return true;
	return false;
}

/* What its type says without them. */
static void
forget_values(struct table_column *column)
{
	column->values = (struct table_names){ .n = 0 };
	if (strcmp(column->type.kind, "enum") == 0 &&
	    strncmp(column->declared, "enum(", 5) != 0)
		column->type.kind = "string";
}

void
wide_doubt_default(struct table_column *column, const char *sql)
{
	if (!column->is_wide || !is_in_doubt(column->initial))
		return;
	column->has_default = TABLE_EXPRESSION;
	column->initial = sql;
}

void
wide_doubt_values(struct driver *driver, struct table *table)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		struct table_column *column = &table->columns[i];

		if (!column->is_wide || !are_in_doubt(&column->values))
			continue;
		forget_values(column);
		driver_warn(driver,
		    "%s.%s: a question mark in its values may be another "
		    "character, which the catalogue cannot show: they are "
		    "taken for unknown",
		    table->name, column->name);
	}
}
