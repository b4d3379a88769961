/* keys - the rows of indexes and foreign keys put together (keys.h). */
#include "keys.h"

#include <string.h>
#include <strings.h>

static bool
is_same(const struct ddl_unique *unique, const struct table_names *columns)
{
	if (unique->n != columns->n)
		return false;
	for (size_t i = 0; i < unique->n; i++)
		if (strcasecmp(unique->columns[i], columns->list[i]) != 0)
			return false;
	return true;
}

/* The constraint's name, if it has one: SQLite makes up one for its index. */
static const char *
unique_name(const struct scan *scan, const struct index_row *row,
    const struct table_names *columns)
{
	const struct ddl *ddl = scan->ddl;

	for (size_t i = 0; ddl && i < ddl->n_uniques; i++)
		if (ddl->uniques[i].name && row->origin == 'u' &&
		    is_same(&ddl->uniques[i], columns))
			return ddl->uniques[i].name;
	return row->index;
}

static void
add_index(struct scan *scan, const struct index_row *rows, size_t n)
{
	struct table_index *index;

	if (rows->origin == 'p')
		return;
	index = table_add_index(&scan->table);
	for (size_t i = 0; i < n; i++)
		table_add_name(&scan->table, &index->columns, rows[i].column);
	index->name = unique_name(scan, rows, &index->columns);
	index->is_unique = rows->is_unique;
	index->is_partial = rows->is_partial;
}

/*
 * Foreign keys are numbered from the last declared to the first.  If the text
 * of the table has another number of them, their names are unknown.
 */
static const char *
foreign_name(const struct scan *scan, int id)
{
	const struct ddl *ddl = scan->ddl;
	size_t n = (size_t)scan->foreigns[scan->n_foreigns - 1].id + 1;

	return ddl && ddl->n_foreign_keys == n
		   ? ddl->foreign_keys[n - 1 - (size_t)id]
		   : NULL;
}

static void
add_foreign(struct scan *scan, const struct foreign_row *rows, size_t n)
{
	struct table_foreign *foreign = table_add_foreign(&scan->table);

	foreign->name = foreign_name(scan, rows->id);
	foreign->table = rows->table;
	foreign->on_update = rows->on_update;
	foreign->on_delete = rows->on_delete;
	for (size_t i = 0; i < n; i++)
		table_add_name(&scan->table, &foreign->columns, rows[i].column);
	for (size_t i = 0; i < n && rows->target; i++)
		table_add_name(&scan->table, &foreign->targets, rows[i].target);
}

void
keys_add(struct scan *scan)
{
	const struct index_row *indexes = scan->indexes;
	const struct foreign_row *foreigns = scan->foreigns;
	size_t from;

	for (size_t end = scan->n_indexes; end > 0; end = from) {
		from = end - 1;
		while (from > 0 && strcmp(indexes[from - 1].index,
				       indexes[from].index) == 0)
			from--;
		add_index(scan, indexes + from, end - from);
	}
	for (size_t end = scan->n_foreigns; end > 0; end = from) {
		from = end - 1;
		while (from > 0 && foreigns[from - 1].id == foreigns[from].id)
			from--;
		add_foreign(scan, foreigns + from, end - from);
	}
}
