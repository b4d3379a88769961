/* table_check - what CHECK constraints say of columns (table_check.h). */
#include "table_check.h"

#include <string.h>
#include <strings.h>

#include "sql_values.h"

/* In any case, where the server does not tell names apart by it. */
static struct table_column *
find_column(
    const struct table *table, enum sql_dialect dialect, const char *name)
{
	if (dialect == SQL_PGSQL)
		return table_column(table, name);
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

/* MariaDB's JSON is a text with a check, and SQLite's may be. */
static void
find_json(struct table *table, enum sql_dialect dialect, const char *expression)
{
	struct sql_token *tokens;
	size_t n = sql_tokens(&table->arena, dialect, expression, &tokens);

	for (size_t i = 0; i < table->n_columns; i++) {
		struct table_column *column = &table->columns[i];

		if (holds_text(column) &&
		    sql_makes_json(&table->arena, tokens, n, column->name))
			column->type.kind = "json";
	}
}

/* Of a check that says nothing but values: another may be met by fewer. */
static void
restrict_by(struct table *table, enum sql_dialect dialect, const char *check)
{
	struct table_column *column;
	struct sql_values found;

	if (!sql_values_allowed(&table->arena, dialect, check, &found))
		return;
	column = find_column(table, dialect, found.column);
	if (!column || column->values.n)
		return;
	column->values = (struct table_names){ found.values, found.n };
	if (found.all_strings && holds_text(column))
		column->type.kind = "enum";
}

void
table_restrict(struct table *table, enum sql_dialect dialect)
{
	for (size_t i = 0; i < table->checks.n; i++) {
		const char *check = table->checks.list[i].expression;

		if (dialect != SQL_PGSQL)
			find_json(table, dialect, check);
		restrict_by(table, dialect, check);
	}
}
