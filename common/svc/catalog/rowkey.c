/* rowkey - the columns that a model finds a row by (rowkey.h). */
#include "rowkey.h"

static bool
is_numbered(const struct jsonv *table, const char *name)
{
	const struct jsonv *column;
	size_t i;

	jsonv_each (jsonv_get(table, "columns"), i, column)
		if (strcmp(jsonv_str(column, "name"), name) == 0)
			return jsonv_flag(column, "autoIncrement") &&
			       !jsonv_flag(column, "nullable");
	return false;
}

const struct jsonv *
rowkey_of(const struct jsonv *table)
{
	const struct jsonv *key =
	    jsonv_get(jsonv_get(table, "primaryKey"), "columns");
	size_t i;

	if (jsonv_size(key) > 0)
		return key;
	jsonv_each (jsonv_get(table, "uniqueKeys"), i, key) {
		const struct jsonv *columns = jsonv_get(key, "columns");
		const char *name = jsonv_string(jsonv_at(columns, 0));

		if (jsonv_size(columns) == 1 && name &&
		    is_numbered(table, name))
			return columns;
	}
	return NULL;
}
