/* columns - what the columns of a table are to it (schema.h). */
#include <string.h>

#include "schema.h"

bool
key_is(const struct key *key, size_t column)
{
	return key->count == 1 && key->columns[0] == column;
}

bool
key_is_pair(const struct key *key, size_t a, size_t b)
{
	return key->count == 2 &&
	       ((key->columns[0] == a && key->columns[1] == b) ||
		   (key->columns[0] == b && key->columns[1] == a));
}

bool
table_is_unique(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->unique_count; i++)
		if (key_is(&table->uniques[i], column))
			return true;
	return key_is(&table->primary, column);
}

bool
table_is_unique_pair(const struct table *table, size_t a, size_t b)
{
	for (size_t i = 0; i < table->unique_count; i++)
		if (key_is_pair(&table->uniques[i], a, b))
			return true;
	return key_is_pair(&table->primary, a, b);
}

size_t
table_column(const struct table *table, const char *name)
{
	size_t i = 0;

	while (i < table->column_count &&
	       strcmp(table->columns[i].name, name) != 0)
		i++;
	return i;
}

bool
table_is_user(const struct table *table)
{
	return table_column(table, "password") < table->column_count &&
	       table_column(table, "remember_token") < table->column_count;
}

bool
table_is_foreign(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->foreign_key_count; i++) {
		const struct key *from = &table->foreign_keys[i].from;

		for (size_t k = 0; k < from->count; k++)
			if (from->columns[k] == column)
				return true;
	}
	return false;
}
