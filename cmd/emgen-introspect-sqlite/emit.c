/* emit - a table as TableAnalyzed (emit.h). */
#include "emit.h"

#include <string.h>
#include <strings.h>

#include "emit_columns.h"
#include "jsonw.h"

static const struct column *
key_column(const struct table *table, int place)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (table->columns[i].key == place)
			return &table->columns[i];
	return NULL;
}

static void
add_primary_key(struct buf *out, const struct table *table)
{
	const struct column *column;

	if (!key_column(table, 1)) {
		jsonw_null(out, "primaryKey");
		return;
	}
	jsonw_name(out, "primaryKey");
	buf_addc(out, '{');
	jsonw_text(out, "name", table->ddl ? table->ddl->primary_key : NULL);
	buf_adds(out, ",\"columns\":[");
	for (int place = 1; (column = key_column(table, place)); place++) {
		jsonw_item(out);
		jsonw_string(out, column->name);
	}
	buf_adds(out, "]}");
}

/* The n rows of an index. */
struct span {
	const struct index_row *rows;
	size_t n;
};

/* The index whose rows end before end. */
static struct span
index_before(const struct table *table, size_t end)
{
	size_t from = end - 1;

	while (from > 0 && strcmp(table->indexes[from - 1].index,
			       table->indexes[end - 1].index) == 0)
		from--;
	return (struct span){ table->indexes + from, end - from };
}

static bool
has_expression(const struct span *index)
{
	for (size_t i = 0; i < index->n; i++)
		if (!index->rows[i].column)
			return true;
	return false;
}

static bool
is_unique_key(const struct span *index)
{
	return index->rows->is_unique && !index->rows->is_partial &&
	       !has_expression(index);
}

static bool
is_same(const struct ddl_unique *unique, const struct span *index)
{
	if (unique->n != index->n)
		return false;
	for (size_t i = 0; i < unique->n; i++)
		if (strcasecmp(unique->columns[i], index->rows[i].column) != 0)
			return false;
	return true;
}

/* The constraint's name, if it has one: SQLite makes up one for its index. */
static const char *
unique_name(const struct table *table, const struct span *index)
{
	const struct ddl *ddl = table->ddl;

	for (size_t i = 0; ddl && i < ddl->n_uniques; i++)
		if (ddl->uniques[i].name && index->rows->origin == 'u' &&
		    is_same(&ddl->uniques[i], index))
			return ddl->uniques[i].name;
	return index->rows->index;
}

static void
add_index(struct buf *out, const struct table *table, const struct span *index,
    bool is_key)
{
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "name",
	    is_key ? unique_name(table, index) : index->rows->index);
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	for (size_t i = 0; i < index->n; i++) {
		jsonw_item(out);
		jsonw_string(out, index->rows[i].column);
	}
	buf_addc(out, ']');
	if (!is_key) {
		jsonw_bool(out, "unique", index->rows->is_unique);
		jsonw_bool(out, "partial", index->rows->is_partial);
	}
	buf_addc(out, '}');
}

/* The unique keys, or all other indexes, in the order of their creation. */
static void
add_indexes(struct buf *out, const struct table *table, bool keys)
{
	struct span index;

	jsonw_name(out, keys ? "uniqueKeys" : "indexes");
	buf_addc(out, '[');
	for (size_t end = table->n_indexes; end > 0; end -= index.n) {
		index = index_before(table, end);
		if (index.rows->origin != 'p' && is_unique_key(&index) == keys)
			add_index(out, table, &index, keys);
	}
	buf_addc(out, ']');
}

/*
 * Foreign keys are numbered from the last declared to the first.  If the text
 * of the table has another number of them, their names are unknown.
 */
static const char *
foreign_name(const struct table *table, int id)
{
	const struct ddl *ddl = table->ddl;
	size_t n = (size_t)table->foreigns[table->n_foreigns - 1].id + 1;

	return ddl && ddl->n_foreign_keys == n
		   ? ddl->foreign_keys[n - 1 - (size_t)id]
		   : NULL;
}

static void
add_foreign(struct buf *out, const struct table *table,
    const struct foreign_row *rows, size_t n)
{
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "name", foreign_name(table, rows->id));
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		jsonw_item(out);
		jsonw_string(out, rows[i].column);
	}
	buf_adds(out, "],\"references\":{\"schema\":null");
	jsonw_text(out, "table", rows->table);
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	for (size_t i = 0; i < n && rows->target; i++) {
		jsonw_item(out);
		jsonw_string(out, rows[i].target);
	}
	buf_adds(out, "]}");
	jsonw_text(out, "onUpdate", rows->on_update);
	jsonw_text(out, "onDelete", rows->on_delete);
	buf_addc(out, '}');
}

static unsigned
add_foreigns(struct buf *out, const struct table *table)
{
	unsigned count = 0;
	size_t from;

	jsonw_name(out, "foreignKeys");
	buf_addc(out, '[');
	for (size_t end = table->n_foreigns; end > 0; end = from) {
		from = end - 1;
		while (from > 0 &&
		       table->foreigns[from - 1].id == table->foreigns[from].id)
			from--;
		add_foreign(out, table, table->foreigns + from, end - from);
		count++;
	}
	buf_addc(out, ']');
	return count;
}

static void
add_checks(struct buf *out, const struct ddl *ddl)
{
	jsonw_name(out, "checks");
	buf_addc(out, '[');
	for (size_t i = 0; ddl && i < ddl->n_checks; i++) {
		jsonw_item(out);
		buf_addc(out, '{');
		jsonw_text(out, "name", ddl->checks[i].name);
		jsonw_text(out, "expression", ddl->checks[i].expression);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

void
emit_table(struct driver *d, struct table *table)
{
	struct buf *out = driver_begin_table(d, table->name);

	buf_adds(out, "{\"schema\":null");
	jsonw_text(out, "name", table->name);
	jsonw_text(out, "kind", table->is_view ? "view" : "table");
	jsonw_null(out, "comment");
	emit_columns(out, table);
	add_primary_key(out, table);
	add_indexes(out, table, true);
	add_indexes(out, table, false);
	d->foreign_keys += add_foreigns(out, table);
	add_checks(out, table->ddl);
	buf_addc(out, '}');
	d->columns += (unsigned)table->n_columns;
	driver_end_table(d, out, table->name);
}
