/* boolean - which columns that look like a boolean are one (boolean.h). */
#include "boolean.h"

#include <string.h>
#include <strings.h>

/* MySQL's boolean, and its smallest number. */
static bool
is_tinyint(const struct column *column)
{
	return strncasecmp(column->type, "tinyint", 7) == 0;
}

static bool
counts_by_setting(const struct settings *settings)
{
	return strcmp(settings_string(settings, "tinyint1"), "integer") == 0;
}

/* A default that no boolean has says that there are more values. */
static bool
counts_by_default(const struct column *column)
{
	const char *literal = column->literal;

	return literal && *literal &&
	       !literal[strspn(literal, "-0123456789")] &&
	       strcmp(literal, "0") != 0 && strcmp(literal, "1") != 0;
}

/* Rows are found by what is stored, and true is but one of the numbers. */
static bool
holds_integers(const struct model *model, const struct column *column)
{
	if (column->kind != KIND_BOOLEAN ||
	    strcmp(model->source->driver, "pgsql") == 0)
		return false;
	return column->is_joined || counts_by_default(column) ||
	       (is_tinyint(column) &&
		   counts_by_setting(model->source->settings));
}

/*
 * SQLite keeps the word of a default as it is, and PHP takes each for true:
 * 'false' is one, FALSE is 0.
 */
static bool
holds_words(const struct model *model, const struct column *column)
{
	const char *literal = column->literal;

	return column->kind == KIND_BOOLEAN &&
	       strcmp(model->source->driver, "sqlite") == 0 && literal &&
	       *literal && literal[strspn(literal, "-+.0123456789")] &&
	       strcasecmp(literal, "true") != 0;
}

void
boolean_settle(struct model *model)
{
	for (size_t i = 0; i < model->column_count; i++) {
		struct column *column = &model->columns[i];

		if (holds_words(model, column)) {
			column->kind = KIND_STRING;
			column->kind_name = "string";
		} else if (holds_integers(model, column)) {
			column->kind = KIND_INTEGER;
			column->kind_name = "integer";
		}
	}
}
