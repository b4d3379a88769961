/* table_check - what CHECK constraints say of columns (table_check.h). */
#include "table_check.h"

#include <string.h>
#include <strings.h>

#include "sql_check.h"
#include "sql_pgsql.h"

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
find_json(struct table *table, const struct sql_token *tokens, size_t n)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		struct table_column *column = &table->columns[i];

		if (holds_text(column) &&
		    sql_makes_json(&table->arena, tokens, n, column->name))
			column->type.kind = "json";
	}
}

static bool
read_check(struct table *table, enum sql_dialect dialect,
    const char *expression, struct sql_values *found)
{
	struct arena *arena = &table->arena;
	struct sql_token *tokens;
	size_t n;

	if (dialect == SQL_PGSQL)
		return sql_pgsql_values(arena, expression, found);
	n = sql_tokens(arena, dialect, expression, &tokens);
	find_json(table, tokens, n);
	return sql_check_tokens(arena, tokens, n, found);
}

void
table_restrict(struct table *table, enum sql_dialect dialect)
{
	struct table_column *column;
	struct sql_values found;

	for (size_t i = 0; i < table->checks.n; i++) {
		if (!read_check(table, dialect,
			table->checks.list[i].expression, &found))
			continue;
		column = find_column(table, dialect, found.column);
		if (!column || column->values.n)
			continue;
		column->values = (struct table_names){ found.values, found.n };
		if (found.all_strings && holds_text(column))
			column->type.kind = "enum";
	}
}
