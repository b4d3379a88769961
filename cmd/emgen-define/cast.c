/* cast - what PHP makes of a column (cast.h). */
#include "cast.h"

#include <stdio.h>
#include <string.h>

#include "ev.h"
#include "kind.h"

/* What Eloquent would compare by other than what is stored. */
static bool
is_cast_apart(const char *kind)
{
	static const char *const kinds[] = { "date", "datetime", "datetimetz",
		"decimal", "enum" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

bool
cast_is_raw_key(const struct model *model, const struct jsonv *column)
{
	return is_cast_apart(jsonv_str(column, "kind")) &&
	       model_is_joined(model, jsonv_str(column, "name"));
}

/* What is as the database gives it, though its kind has a cast. */
static bool
is_raw(const struct model *model, const struct jsonv *column)
{
	return cast_is_raw_key(model, column) ||
	       (kind_is_beyond_dates(column) &&
		   !model_is_managed(model, jsonv_str(column, "name")));
}

/* Of a key, digits with zeros in front and without them are one. */
static bool
is_number(const struct model *model, const struct jsonv *column)
{
	const char *driver = model->source->driver;

	return kind_comes_as_text(column, driver) ||
	       (kind_is_padded_bigint(column, driver) &&
		   model_is_joined(model, jsonv_str(column, "name")));
}

const char *
cast_find(
    const struct model *model, const struct jsonv *column, char text[CAST_MAX])
{
	const struct settings *settings = model->source->settings;
	const char *prefix =
	    strcmp(settings_string(settings, "dates"), "immutable") == 0
		? "immutable_"
		: "";
	const struct jsonv *scale = jsonv_get(column, "scale");

	if (is_raw(model, column))
		return NULL;
	if (model->user && strcmp(jsonv_str(column, "name"), "password") == 0)
		return "hashed";
	if (kind_is(column, "boolean"))
		return "boolean";
	if (kind_is(column, "float"))
		return "float";
	if (is_number(model, column))
		return "integer";
	if (kind_is(column, "json"))
		return "array";
	if (kind_is(column, "decimal") && jsonv_is(scale, JSONV_INTEGER)) {
		(void)snprintf(
		    text, CAST_MAX, "decimal:%d", (int)jsonv_integer(scale));
		return text;
	}
	if (kind_is(column, "date")) {
		(void)snprintf(text, CAST_MAX, "%sdate:Y-m-d", prefix);
		return text;
	}
	if (kind_is_datetime(column)) {
		(void)snprintf(text, CAST_MAX, "%sdatetime", prefix);
		return text;
	}
	return NULL;
}

const char *
cast_type(const struct model *model, const struct jsonv *column)
{
	bool sqlite = strcmp(model->source->driver, "sqlite") == 0;

	if (kind_is_padded_bigint(column, model->source->driver) &&
	    !is_number(model, column))
		return "numeric-string";
	if (!is_raw(model, column))
		return kind_type(column, model->source->driver);
	if (!kind_is(column, "decimal"))
		return "string";
	return sqlite ? "int|float|numeric-string" : "numeric-string";
}
