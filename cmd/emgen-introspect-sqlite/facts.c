/* facts - what follows from the rows of a table (facts.h). */
#include "facts.h"

#include <string.h>
#include <strings.h>

#include "table_check.h"

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

static void
add_checks(struct scan *scan)
{
	for (size_t i = 0; i < scan->ddl->n_checks; i++) {
		struct table_check *check = table_add_check(&scan->table);

		check->name = scan->ddl->checks[i].name;
		check->expression = scan->ddl->checks[i].expression;
	}
	table_restrict(&scan->table, SQL_SQLITE);
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
