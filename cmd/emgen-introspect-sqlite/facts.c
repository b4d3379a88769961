/* facts - what follows from the rows of a table (facts.h). */
#include "facts.h"

#include <string.h>
#include <strings.h>

#include "sql_check.h"

struct table_column *
facts_single_key(const struct table *table)
{
	return table->key.n == 1 ? table_column(table, table->key.list[0])
				 : NULL;
}

static bool
has_key_index(const struct scan *scan)
{
	for (size_t i = 0; i < scan->n_indexes; i++)
		if (scan->indexes[i].origin == 'p')
			return true;
	return false;
}

/*
 * An INTEGER PRIMARY KEY is the row's own number, and needs no index: that
 * tells it from INT PRIMARY KEY and from the quirk of INTEGER PRIMARY KEY DESC.
 */
static void
find_auto_increment(struct scan *scan)
{
	struct table_column *key = facts_single_key(&scan->table);

	if (key && !scan->without_rowid && !has_key_index(scan) &&
	    strcasecmp(key->declared, "INTEGER") == 0)
		key->is_auto_increment = true;
}

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

static void
add_checks(struct scan *scan)
{
	struct table *table = &scan->table;
	struct table_column *column;
	struct sql_values found;

	for (size_t i = 0; i < scan->ddl->n_checks; i++) {
		struct table_check *check = table_add_check(table);

		check->name = scan->ddl->checks[i].name;
		check->expression = scan->ddl->checks[i].expression;
		if (!sql_check_values(&table->arena, check->expression, &found))
			continue;
		column = find_column(table, found.column);
		if (!column || column->values.n)
			continue;
		column->values = (struct table_names){ found.values, found.n };
		if (found.all_strings && holds_text(column))
			column->type.kind = "enum";
	}
}

void
facts_find(struct scan *scan)
{
	find_auto_increment(scan);
	if (scan->ddl) {
		scan->table.key_name = scan->ddl->primary_key;
		add_checks(scan);
	}
}
