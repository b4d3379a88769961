/* table_check - what CHECK constraints say of columns (table_check.h). */
#include "table_check.h"

#include <string.h>
#include <strings.h>

#include "sql_check.h"

/* In any case: neither SQLite nor MySQL tells names apart by it. */
static struct table_column *
find_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (strcasecmp(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

static bool
holds_text(const struct table_column *column)
{
	return strcmp(column->type.kind, "string") == 0 ||
	       strcmp(column->type.kind, "text") == 0;
}

void
table_restrict(struct table *table, enum sql_dialect dialect)
{
	struct table_column *column;
	struct sql_values found;

	for (size_t i = 0; i < table->n_checks; i++) {
		if (!sql_check_values(&table->arena, dialect,
			table->checks[i].expression, &found))
			continue;
		column = find_column(table, found.column);
		if (!column || column->values.n)
			continue;
		column->values = (struct table_names){ found.values, found.n };
		if (found.all_strings && holds_text(column))
			column->type.kind = "enum";
	}
}
