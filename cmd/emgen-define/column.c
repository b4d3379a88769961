/* column - a column of a table, read once (column.h). */
#include "column.h"

#include "kind.h"
#include "names.h"

struct column
column_read(const struct jsonv *json)
{
	const struct jsonv *initial = jsonv_get(json, "default");
	struct column column = {
		.json = json,
		.name = jsonv_str(json, "name"),
		.type = jsonv_str(json, "type"),
		.kind_name = jsonv_str(json, "kind"),
		.length = jsonv_get(json, "length"),
		.precision = jsonv_get(json, "precision"),
		.scale = jsonv_get(json, "scale"),
		.is_unsigned = jsonv_flag(json, "unsigned"),
		.is_nullable = jsonv_flag(json, "nullable"),
		.has_default = jsonv_is(initial, JSONV_OBJECT),
		.literal = jsonv_string(jsonv_get(initial, "literal")),
		.expression = jsonv_string(jsonv_get(initial, "expression")),
		.is_numbered = jsonv_flag(json, "autoIncrement"),
		.is_generated =
		    jsonv_is(jsonv_get(json, "generated"), JSONV_STRING),
		.is_invisible = jsonv_flag(json, "invisible"),
		.comment = jsonv_string(jsonv_get(json, "comment")),
		.values = jsonv_get(json, "values"),
		.checks = jsonv_get(json, "checks"),
	};

	column.kind = kind_of_name(column.kind_name);
	column.is_attribute = names_can_be_attribute(column.name);
	return column;
}
