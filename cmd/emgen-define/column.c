/* column - a column of a table, read once (column.h). */
#include "column.h"

#include <stdlib.h>

#include "inflect.h"
#include "kind.h"
#include "names.h"
#include "settings.h"

/* Members are asked for in the order in which TableAnalyzed has them. */
struct column
column_read(const struct jsonv *json)
{
	struct column column = { .json = json };
	const struct jsonv *initial;
	size_t at = 0;

	column.name = jsonv_text(jsonv_next(json, &at, "name"));
	column.type = jsonv_text(jsonv_next(json, &at, "type"));
	column.kind_name = jsonv_text(jsonv_next(json, &at, "kind"));
	column.length = jsonv_next(json, &at, "length");
	column.precision = jsonv_next(json, &at, "precision");
	column.scale = jsonv_next(json, &at, "scale");
	column.is_unsigned =
	    jsonv_is(jsonv_next(json, &at, "unsigned"), JSONV_TRUE);
	column.is_nullable =
	    jsonv_is(jsonv_next(json, &at, "nullable"), JSONV_TRUE);
	initial = jsonv_next(json, &at, "default");
	column.has_default = jsonv_is(initial, JSONV_OBJECT);
	column.literal = jsonv_string(jsonv_get(initial, "literal"));
	column.expression = jsonv_string(jsonv_get(initial, "expression"));
	column.is_numbered =
	    jsonv_is(jsonv_next(json, &at, "autoIncrement"), JSONV_TRUE);
	column.is_generated =
	    jsonv_is(jsonv_next(json, &at, "generated"), JSONV_STRING);
	column.is_invisible = jsonv_flag(json, "invisible");
	column.comment = jsonv_string(jsonv_next(json, &at, "comment"));
	column.values = jsonv_next(json, &at, "values");
	column.base_type = jsonv_string(jsonv_get(json, "baseType"));
	column.fields = jsonv_get(json, "fields");
	column.srid = jsonv_get(json, "srid");
	column.checks = jsonv_get(json, "checks");
	column.kind = kind_of_name(column.kind_name);
	column.is_attribute = names_can_be_attribute(column.name);
	return column;
}

void
column_hide(struct column *column, const json_t *globs)
{
	char *snake = inflect_snake(column->name);

	column->is_hidden =
	    settings_match(globs, column->name) || settings_match(globs, snake);
	free(snake);
}
