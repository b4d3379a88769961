/* column - a column out of the rows of the catalogue (column.h). */
#include "column.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sql_pgsql.h"
#include "statements.h"

static bool
is_kind(const struct table_column *column, const char *kind)
{
	return strcmp(column->type.kind, kind) == 0;
}

/* ('now'::text)::date is another day each day. */
static bool
is_moving(const char *text)
{
	static const char *const words[] = { "now", "today", "tomorrow",
		"yesterday" };

	for (size_t i = 0; text && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(text, words[i]) == 0)
			return true;
	return false;
}

static bool
is_time(const struct table_column *column)
{
	return is_kind(column, "date") || is_kind(column, "datetime") ||
	       is_kind(column, "datetimetz") || is_kind(column, "time");
}

static void
set_default(struct arena *arena, struct table_column *column, const char *sql)
{
	struct sql_literal literal;

	if (!sql)
		return;
	if (sql_pgsql_literal(arena, sql, &literal) &&
	    !(is_time(column) && is_moving(literal.text))) {
		column->has_default = TABLE_LITERAL;
		column->initial = literal.text;
	} else {
		column->has_default = TABLE_EXPRESSION;
		column->initial = sql;
	}
}

/* serial is a default; so is what dumps and people write for it. */
static bool
is_sequence(const struct table_column *column)
{
	return column->has_default == TABLE_EXPRESSION &&
	       strncmp(column->initial, "nextval('", 9) == 0 &&
	       (is_kind(column, "integer") || is_kind(column, "bigint"));
}

static const char *
generated(char how)
{
	return how == 's' ? "stored" : how == 'v' ? "virtual" : NULL;
}

static const char *
keep(struct table *table, const struct cursor *row, int column)
{
	const char *value = cursor_text(row, column);

	return value ? arena_strdup(&table->arena, value) : NULL;
}

/* A type that was dropped is "???". */
static int
set_type(struct table_column *column, const struct types *types,
    const struct cursor *row, struct type_facts *facts)
{
	unsigned long oid = strtoul(cursor_text(row, COLUMN_TYPE), NULL, 10);
	long modifier = cursor_number(row, COLUMN_MODIFIER);

	if (!types_facts(types, oid, modifier, facts) || !column->declared ||
	    strstr(column->declared, "???") ||
	    (facts->base_name && strstr(facts->base_name, "???")))
		return -1;
	column->type = facts->type;
	column->values = facts->values;
	column->checks = facts->checks;
	column->base_type = facts->base_name;
	column->fields = facts->fields;
	return 0;
}

int
column_read(
    struct table *table, const struct types *types, const struct cursor *row)
{
	struct table_column *column = table_add_column(table);
	const char *sql = keep(table, row, COLUMN_DEFAULT);
	struct type_facts facts;

	column->name = keep(table, row, COLUMN_NAME);
	column->declared = keep(table, row, COLUMN_DECLARED);
	if (set_type(column, types, row, &facts) < 0)
		return -1;
	column->is_nullable =
	    !cursor_flag(row, COLUMN_NOT_NULL) && !facts.not_null;
	column->generated = generated(*cursor_text(row, COLUMN_GENERATED));
	if (!column->generated)
		set_default(&table->arena, column, sql ? sql : facts.initial);
	column->is_auto_increment =
	    *cursor_text(row, COLUMN_IDENTITY) || is_sequence(column);
	return 0;
}
