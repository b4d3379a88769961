/* facts - what follows from the rows of a table (facts.h). */
#include "facts.h"

#include <string.h>
#include <strings.h>

struct column *
facts_single_key(struct table *table)
{
	struct column *key = NULL;

	for (size_t i = 0; i < table->n_columns; i++) {
		if (!table->columns[i].key)
			continue;
		if (key)
			return NULL;
		key = &table->columns[i];
	}
	return key;
}

static bool
has_key_index(const struct table *table)
{
	for (size_t i = 0; i < table->n_indexes; i++)
		if (table->indexes[i].origin == 'p')
			return true;
	return false;
}

/*
 * An INTEGER PRIMARY KEY is the row's own number, and needs no index: that
 * tells it from INT PRIMARY KEY and from the quirk of INTEGER PRIMARY KEY DESC.
 */
static void
find_auto_increment(struct table *table)
{
	struct column *key = facts_single_key(table);

	if (key && !table->without_rowid && !has_key_index(table) &&
	    strcasecmp(key->declared, "INTEGER") == 0)
		key->auto_increment = true;
}

static struct column *
find_column(struct table *table, const char *name)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (strcasecmp(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

static bool
holds_text(const struct column *column)
{
	return strcmp(column->type.kind, "string") == 0 ||
	       strcmp(column->type.kind, "text") == 0;
}

static void
find_values(struct table *table)
{
	struct check_values found, *kept;
	struct column *column;

	for (size_t i = 0; i < table->ddl->n_checks; i++) {
		if (!check_values(&table->arena,
			table->ddl->checks[i].expression, &found))
			continue;
		column = find_column(table, found.column);
		if (!column || column->values)
			continue;
		kept = arena_alloc(&table->arena, 1, sizeof(*kept));
		*kept = found;
		column->values = kept;
		if (found.all_strings && holds_text(column))
			column->type.kind = "enum";
	}
}

void
facts_find(struct table *table)
{
	find_auto_increment(table);
	if (table->ddl)
		find_values(table);
}
