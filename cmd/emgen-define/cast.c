/* cast - what PHP makes of a column (cast.h). */
#include "cast.h"

#include <stdio.h>
#include <string.h>

#include "kind.h"

/* What Eloquent would compare by other than what is stored. */
static bool
is_cast_apart(const struct column *column)
{
	return kind_is_date(column) || column->kind == KIND_DECIMAL ||
	       column->kind == KIND_ENUM || column->kind == KIND_FLOAT;
}

bool
cast_is_raw_key(const struct column *column)
{
	return column->is_joined && is_cast_apart(column);
}

/*
 * What PHP has as a float, which is no key of an array: of 1.25 and 1.75 it
 * makes 1, and rows that are loaded ahead come to the wrong ones.
 */
static bool
is_text_key(const struct model *model, const struct column *column)
{
	return column->is_joined &&
	       (column->kind == KIND_FLOAT ||
		   (column->kind == KIND_DECIMAL &&
		       strcmp(model->source->driver, "sqlite") == 0));
}

/* What is as the database gives it, though its kind has a cast. */
static bool
is_raw(const struct column *column)
{
	return cast_is_raw_key(column) ||
	       (kind_is_beyond_dates(column) && !column->is_managed);
}

/* Of a key, digits with zeros in front and without them are one. */
static bool
is_number(const struct model *model, const struct column *column)
{
	const char *driver = model->source->driver;

	return kind_comes_as_text(column, driver) ||
	       (column->is_joined && kind_is_padded_bigint(column, driver));
}

static bool
has_immutable_dates(const struct model *model)
{
	const char *dates = settings_string(model->source->settings, "dates");

	return strcmp(dates, "immutable") == 0;
}

const char *
cast_find(
    const struct model *model, const struct column *column, char text[CAST_MAX])
{
	if (is_text_key(model, column))
		return "string";
	if (is_raw(column))
		return NULL;
	if (model->user && strcmp(column->name, "password") == 0)
		return "hashed";
	if (is_number(model, column))
		return "integer";
	switch (column->kind) {
	case KIND_BOOLEAN:
		return "boolean";
	case KIND_FLOAT:
		return "float";
	case KIND_JSON:
		return "array";
	case KIND_DECIMAL:
		if (!jsonv_is(column->scale, JSONV_INTEGER))
			return NULL;
		(void)snprintf(text, CAST_MAX, "decimal:%d",
		    (int)jsonv_integer(column->scale));
		return text;
	case KIND_DATE:
		return has_immutable_dates(model) ? "immutable_date:Y-m-d"
						  : "date:Y-m-d";
	case KIND_DATETIME:
	case KIND_DATETIMETZ:
		return has_immutable_dates(model) ? "immutable_datetime"
						  : "datetime";
	default:
		return NULL;
	}
}

const char *
cast_type(const struct model *model, const struct column *column)
{
	const char *driver = model->source->driver;

	if (kind_is_padded_bigint(column, driver) && !is_number(model, column))
		return "numeric-string";
	if (!is_raw(column))
		return kind_type(column, driver);
	return column->kind == KIND_DECIMAL ? "numeric-string" : "string";
}
