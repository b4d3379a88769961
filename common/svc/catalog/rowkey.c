/* rowkey - the columns that a model finds a row by (rowkey.h). */
#include "rowkey.h"

static const struct jsonv *
find_column(const struct jsonv *table, const struct jsonv *name)
{
	const struct jsonv *column;
	size_t i;

	jsonv_each (jsonv_get(table, "columns"), i, column)
		if (jsonv_is(name, JSONV_STRING) &&
		    strcmp(jsonv_str(column, "name"), jsonv_string(name)) == 0)
			return column;
	return NULL;
}

static bool
is_numbered(const struct jsonv *column)
{
	return jsonv_flag(column, "autoIncrement") &&
	       !jsonv_flag(column, "nullable");
}

bool
rowkey_can_hold(const struct jsonv *column)
{
	return !jsonv_flag(column, "invisible") &&
	       strcmp(jsonv_str(column, "type"), "bytea") != 0;
}

static bool
can_hold_all(const struct jsonv *table, const struct jsonv *columns)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (columns, i, name)
		if (!rowkey_can_hold(find_column(table, name)))
			return false;
	return jsonv_size(columns) > 0;
}

const struct jsonv *
rowkey_of(const struct jsonv *table)
{
	const struct jsonv *primary =
	    jsonv_get(jsonv_get(table, "primaryKey"), "columns");
	const struct jsonv *key;
	size_t i;

	if (can_hold_all(table, primary))
		return primary;
	jsonv_each (jsonv_get(table, "uniqueKeys"), i, key) {
		const struct jsonv *columns = jsonv_get(key, "columns");

		if (jsonv_size(columns) == 1 && can_hold_all(table, columns) &&
		    is_numbered(find_column(table, jsonv_at(columns, 0))))
			return columns;
	}
	return NULL;
}
