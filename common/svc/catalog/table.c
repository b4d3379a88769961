/* table - one table or view as a driver finds it (table.h). */
#include "table.h"

#include <stdio.h>
#include <string.h>

#include "jsonw.h"

/* --- filling it --- */

void
table_reset(struct table *table)
{
	struct arena arena = table->arena;

	arena_reset(&arena);
	*table = (struct table){ .arena = arena };
}

void
table_clear(struct table *table)
{
	arena_clear(&table->arena);
	*table = (struct table)TABLE_INIT;
}

struct table_column *
table_add_column(struct table *table)
{
	struct table_column *column;

	table->columns = arena_grow(&table->arena, table->columns,
	    table->n_columns, sizeof(*table->columns));
	column = &table->columns[table->n_columns++];
	*column = (struct table_column){
		.type = { .length = TABLE_UNSAID,
		    .precision = TABLE_UNSAID,
		    .scale = TABLE_UNSAID },
		.srid = TABLE_UNSAID,
	};
	return column;
}

struct table_index *
table_add_index(struct table *table)
{
	table->indexes = arena_grow(&table->arena, table->indexes,
	    table->n_indexes, sizeof(*table->indexes));
	return &table->indexes[table->n_indexes++];
}

struct table_foreign *
table_add_foreign(struct table *table)
{
	table->foreigns = arena_grow(&table->arena, table->foreigns,
	    table->n_foreigns, sizeof(*table->foreigns));
	return &table->foreigns[table->n_foreigns++];
}

struct table_check *
table_add_check(struct table *table)
{
	struct table_checks *checks = &table->checks;

	checks->list = arena_grow(
	    &table->arena, checks->list, checks->n, sizeof(*checks->list));
	return &checks->list[checks->n++];
}

void
table_add_name(struct table *table, struct table_names *names, const char *name)
{
	names->list = arena_grow(
	    &table->arena, names->list, names->n, sizeof(*names->list));
	names->list[names->n++] = name;
}

void
table_add_prefix(struct table *table, struct table_index *index,
    const char *column, int length)
{
	index->prefixes = arena_grow(&table->arena, index->prefixes,
	    index->n_prefixes, sizeof(*index->prefixes));
	index->prefixes[index->n_prefixes++] =
	    (struct table_prefix){ index->columns.n, column, length };
	table_add_name(table, &index->columns, NULL);
}

struct table_column *
table_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (strcmp(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

const char *
table_label(struct table *table)
{
	size_t size;
	char *label;

	if (!table->schema)
		return table->name;
	size = strlen(table->schema) + strlen(table->name) + 2;
	label = arena_alloc(&table->arena, size, 1);
	(void)snprintf(label, size, "%s.%s", table->schema, table->name);
	return label;
}

/* --- writing it --- */

static void
write_names(
    struct buf *out, const char *member, const struct table_names *names)
{
	jsonw_name(out, member);
	buf_addc(out, '[');
	for (size_t i = 0; i < names->n; i++) {
		jsonw_item(out);
		jsonw_string(out, names->list[i]);
	}
	buf_addc(out, ']');
}

static void
write_number(struct buf *out, const char *member, int value)
{
	if (value == TABLE_UNSAID)
		jsonw_null(out, member);
	else
		jsonw_int(out, member, value);
}

static void
write_default(struct buf *out, const struct table_column *column)
{
	if (column->has_default == TABLE_NO_DEFAULT) {
		jsonw_null(out, "default");
		return;
	}
	jsonw_name(out, "default");
	buf_addc(out, '{');
	jsonw_text(out,
	    column->has_default == TABLE_LITERAL ? "literal" : "expression",
	    column->initial);
	buf_addc(out, '}');
}

static void
write_checks(struct buf *out, const struct table_checks *checks)
{
	jsonw_name(out, "checks");
	buf_addc(out, '[');
	for (size_t i = 0; i < checks->n; i++) {
		jsonw_item(out);
		buf_addc(out, '{');
		jsonw_text(out, "name", checks->list[i].name);
		jsonw_text(out, "expression", checks->list[i].expression);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void
write_column(
    struct buf *out, const struct table_column *column, size_t position)
{
	const struct table_type *type = &column->type;

	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "name", column->name);
	jsonw_int(out, "position", (int64_t)position);
	jsonw_text(out, "type", column->declared);
	jsonw_text(out, "kind", type->kind);
	write_number(out, "length", type->length);
	write_number(out, "precision", type->precision);
	write_number(out, "scale", type->scale);
	jsonw_bool(out, "unsigned", type->is_unsigned);
	jsonw_bool(out, "nullable", column->is_nullable);
	write_default(out, column);
	jsonw_bool(out, "autoIncrement", column->is_auto_increment);
	jsonw_text(out, "generated", column->generated);
	if (column->is_invisible)
		jsonw_bool(out, "invisible", true);
	jsonw_text(out, "comment", column->comment);
	write_names(out, "values", &column->values);
	if (column->base_type)
		jsonw_text(out, "baseType", column->base_type);
	if (column->fields)
		jsonw_int(out, "fields", column->fields);
	if (column->srid != TABLE_UNSAID)
		jsonw_int(out, "srid", column->srid);
	if (column->checks.n)
		write_checks(out, &column->checks);
	buf_addc(out, '}');
}

static void
write_columns(struct buf *out, const struct table *table)
{
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	for (size_t i = 0; i < table->n_columns; i++)
		write_column(out, &table->columns[i], i + 1);
	buf_addc(out, ']');
}

static void
write_primary_key(struct buf *out, const struct table *table)
{
	if (!table->key.n) {
		jsonw_null(out, "primaryKey");
		return;
	}
	jsonw_name(out, "primaryKey");
	buf_addc(out, '{');
	jsonw_text(out, "name", table->key_name);
	write_names(out, "columns", &table->key);
	buf_addc(out, '}');
}

static bool
has_expression(const struct table_names *columns)
{
	for (size_t i = 0; i < columns->n; i++)
		if (!columns->list[i])
			return true;
	return false;
}

/* Whether an index makes sure that some columns find one row. */
static bool
is_unique_key(const struct table_index *index)
{
	return index->is_unique && !index->is_partial &&
	       !has_expression(&index->columns);
}

static void
write_prefixes(struct buf *out, const struct table_index *index)
{
	jsonw_name(out, "prefixes");
	buf_addc(out, '[');
	for (size_t i = 0; i < index->n_prefixes; i++) {
		const struct table_prefix *prefix = &index->prefixes[i];

		jsonw_item(out);
		buf_addc(out, '{');
		jsonw_int(out, "position", (int64_t)prefix->place + 1);
		jsonw_text(out, "column", prefix->column);
		jsonw_int(out, "length", prefix->length);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void
write_index(struct buf *out, const struct table_index *index, bool is_key)
{
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "name", index->name);
	write_names(out, "columns", &index->columns);
	if (!is_key) {
		jsonw_bool(out, "unique", index->is_unique);
		jsonw_bool(out, "partial", index->is_partial);
	}
	if (index->are_nulls_alike)
		jsonw_bool(out, "nullsNotDistinct", true);
	if (index->method)
		jsonw_text(out, "method", index->method);
	if (index->n_prefixes)
		write_prefixes(out, index);
	buf_addc(out, '}');
}

/* The unique keys, or all other indexes. */
static void
write_indexes(struct buf *out, const struct table *table, bool keys)
{
	jsonw_name(out, keys ? "uniqueKeys" : "indexes");
	buf_addc(out, '[');
	for (size_t i = 0; i < table->n_indexes; i++)
		if (is_unique_key(&table->indexes[i]) == keys)
			write_index(out, &table->indexes[i], keys);
	buf_addc(out, ']');
}

static void
write_foreign(struct buf *out, const struct table_foreign *foreign)
{
	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "name", foreign->name);
	write_names(out, "columns", &foreign->columns);
	jsonw_name(out, "references");
	buf_addc(out, '{');
	jsonw_text(out, "schema", foreign->schema);
	jsonw_text(out, "table", foreign->table);
	write_names(out, "columns", &foreign->targets);
	buf_addc(out, '}');
	jsonw_text(out, "onUpdate", foreign->on_update);
	jsonw_text(out, "onDelete", foreign->on_delete);
	buf_addc(out, '}');
}

static void
write_foreigns(struct buf *out, const struct table *table)
{
	jsonw_name(out, "foreignKeys");
	buf_addc(out, '[');
	for (size_t i = 0; i < table->n_foreigns; i++)
		write_foreign(out, &table->foreigns[i]);
	buf_addc(out, ']');
}

void
table_write(struct buf *out, const struct table *table)
{
	buf_addc(out, '{');
	jsonw_text(out, "schema", table->schema);
	jsonw_text(out, "name", table->name);
	jsonw_text(out, "kind", table->is_view ? "view" : "table");
	jsonw_text(out, "comment", table->comment);
	write_columns(out, table);
	write_primary_key(out, table);
	write_indexes(out, table, true);
	write_indexes(out, table, false);
	write_foreigns(out, table);
	write_checks(out, &table->checks);
	if (table->partition)
		jsonw_text(out, "partition", table->partition);
	buf_addc(out, '}');
}
