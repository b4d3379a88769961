/* whole - what was read of a table at different times must fit (whole.h). */
#include "whole.h"

static bool
has_all(const struct table *table, const struct table_names *columns)
{
	for (size_t i = 0; i < columns->n; i++)
		if (columns->list[i] && !table_column(table, columns->list[i]))
			return false;
	return true;
}

bool
table_is_whole(const struct table *table)
{
	bool is_whole = table->n_columns && has_all(table, &table->key);

	for (size_t i = 0; i < table->n_indexes; i++)
		is_whole &= has_all(table, &table->indexes[i].columns);
	for (size_t i = 0; i < table->n_foreigns; i++)
		is_whole &= has_all(table, &table->foreigns[i].columns);
	return is_whole;
}
