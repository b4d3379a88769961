/* schema - the tables of one analysis (schema.h). */
#include "schema.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "mem.h"
#include "rowkey.h"
#include "uniqueid.h"

/* The positions of named columns; count 0 when one of them is not there. */
static struct key
read_key(
    struct arena *arena, const struct table *table, const struct jsonv *names)
{
	size_t n = jsonv_size(names);
	size_t *columns = arena_alloc(arena, n, sizeof(*columns));

	for (size_t i = 0; i < n; i++) {
		const char *name = jsonv_string(jsonv_at(names, i));

		columns[i] = table_column(table, name ? name : "");
		if (columns[i] >= table->column_count)
			return (struct key){ 0, NULL };
	}
	return (struct key){ n, columns };
}

static enum time
time_of(const char *kind)
{
	if (strncmp(kind, "datetime", 8) == 0)
		return TIME_MOMENT;
	if (strcmp(kind, "date") == 0)
		return TIME_DATE;
	if (strcmp(kind, "integer") == 0 || strcmp(kind, "bigint") == 0)
		return TIME_SECONDS;
	return TIME_NONE;
}

static bool
is_filled(const struct jsonv *column)
{
	return jsonv_flag(column, "autoIncrement") ||
	       jsonv_is(jsonv_get(column, "default"), JSONV_OBJECT);
}

static const char *
read_columns(
    struct arena *arena, struct table *table, const struct jsonv *columns)
{
	const struct jsonv *column;
	size_t i;

	table->columns =
	    arena_alloc(arena, jsonv_size(columns), sizeof(*table->columns));
	jsonv_each (columns, i, column) {
		const char *name = jsonv_string(jsonv_get(column, "name"));
		const char *kind = jsonv_str(column, "kind");
		const char *type = jsonv_str(column, "type");
		const char *base = jsonv_str(column, "baseType");

		if (!name)
			return "a column without a name";
		table->columns[i] = (struct column){
			.name = arena_strdup(arena, name),
			.type = arena_strdup(arena, type),
			.nullable = jsonv_flag(column, "nullable"),
			.time = time_of(kind),
			.exact =
			    strcmp(kind, "datetimetz") == 0 ||
			    jsonv_integer(jsonv_get(column, "precision")) > 0,
			.filled = is_filled(column),
			.invented = uniqueid_of(column) != NULL,
			.invisible = jsonv_flag(column, "invisible"),
			.padded = strstr(type, "zerofill"),
			.findable = rowkey_can_hold(column),
		};
		table->columns[i].base =
		    *base ? arena_strdup(arena, base) : table->columns[i].type;
		table->column_count++;
	}
	return NULL;
}

static void
read_keys(struct arena *arena, struct table *table, const struct jsonv *facts)
{
	const struct jsonv *uniques = jsonv_get(facts, "uniqueKeys");
	const struct jsonv *key;
	size_t i;

	table->primary = read_key(arena, table, rowkey_of(facts));
	table->uniques =
	    arena_alloc(arena, jsonv_size(uniques), sizeof(*table->uniques));
	jsonv_each (uniques, i, key)
		table->uniques[table->unique_count++] =
		    read_key(arena, table, jsonv_get(key, "columns"));
}

static const char *
qualified(struct arena *arena, const char *schema, const char *name)
{
	size_t len = strlen(schema), size = strlen(name) + 1;
	char *text = arena_alloc(arena, len + 1 + size, 1);

	memcpy(text, schema, len);
	if (len > 0)
		text[len++] = '.';
	memcpy(text + len, name, size);
	return text;
}

/*
 * The same, but a table of the default schema needs none: unique, and good for
 * messages; the lock's keys are made of it.
 */
static const char *
label(struct schema *schema, const char *in, const char *name)
{
	bool is_default =
	    schema->default_schema && strcmp(schema->default_schema, in) == 0;

	return qualified(&schema->arena, is_default ? "" : in, name);
}

/* The names of the columns that a foreign key of count columns points to. */
static const char **
read_names(struct arena *arena, const struct jsonv *names, size_t count)
{
	const char **list = arena_alloc(arena, count, sizeof(*list));

	if (jsonv_size(names) != count)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const char *name = jsonv_string(jsonv_at(names, i));

		list[i] = arena_strdup(arena, name ? name : "");
	}
	return list;
}

struct names_role
key_role(struct arena *arena, const char *column, const char *referenced)
{
	struct names_role role = names_role(column, referenced);
	char *text = role.text;

	role.text = arena_strdup(arena, text);
	free(text);
	return role;
}

static const char *
read_foreign_keys(
    struct schema *schema, struct table *table, const struct jsonv *list)
{
	struct arena *arena = &schema->arena;
	const struct jsonv *fk;
	size_t i;

	table->foreign_keys =
	    arena_alloc(arena, jsonv_size(list), sizeof(*table->foreign_keys));
	jsonv_each (list, i, fk) {
		struct foreign_key *to = &table->foreign_keys[i];
		const struct jsonv *target = jsonv_get(fk, "references");

		to->on = table;
		to->confidence = CERTAIN;
		to->from = read_key(arena, table, jsonv_get(fk, "columns"));
		if (to->from.count == 0)
			return "a foreign key without columns of the table";
		to->to_label = label(schema, jsonv_str(target, "schema"),
		    jsonv_str(target, "table"));
		to->to_names = read_names(
		    arena, jsonv_get(target, "columns"), to->from.count);
		if (to->from.count == 1 && to->to_names)
			to->role = key_role(arena,
			    table->columns[to->from.columns[0]].name,
			    to->to_names[0]);
		table->foreign_key_count++;
	}
	return NULL;
}

static const char *
read_table(
    struct schema *schema, struct table *table, const struct jsonv *facts)
{
	struct arena *arena = &schema->arena;
	const char *wrong;

	if (!*jsonv_str(facts, "name"))
		return "no table.name";
	if (!jsonv_is(jsonv_get(facts, "columns"), JSONV_ARRAY))
		return "no table.columns";
	if (*jsonv_str(facts, "schema"))
		table->schema = arena_strdup(arena, jsonv_str(facts, "schema"));
	table->name = arena_strdup(arena, jsonv_str(facts, "name"));
	table->label = label(schema, jsonv_str(facts, "schema"), table->name);
	table->subject =
	    qualified(arena, jsonv_str(facts, "schema"), table->name);
	table->is_view = strcmp(jsonv_str(facts, "kind"), "table") != 0;
	if (json_object_get(schema->index, table->label))
		return "the table comes twice";
	wrong = read_columns(arena, table, jsonv_get(facts, "columns"));
	if (wrong)
		return wrong;
	read_keys(arena, table, facts);
	wrong =
	    read_foreign_keys(schema, table, jsonv_get(facts, "foreignKeys"));
	if (!wrong)
		morphs_read(table, facts, arena);
	return wrong;
}

const char *
schema_add(struct schema *schema, const struct jsonv *ev, const char *line,
    size_t len, const char *prefix)
{
	struct table *table = arena_alloc(&schema->arena, 1, sizeof(*table));
	const char *wrong;

	if (!schema->index)
		schema->index = json_object();
	wrong = read_table(
	    schema, table, jsonv_get(jsonv_get(ev, "data"), "table"));
	if (wrong)
		return wrong;
	table->id = arena_strdup(&schema->arena, jsonv_str(ev, "id"));
	table->run =
	    arena_strdup(&schema->arena, jsonv_str(ev, "correlationid"));
	table->line = mem_strndup(line, len);
	table->len = len;
	table->noun = names_noun(names_unprefixed(table->name, prefix));
	schema->tables = mem_grow(schema->tables, &schema->cap, schema->count,
	    sizeof(*schema->tables));
	schema->tables[schema->count++] = table;
	(void)json_object_set_new(schema->index, table->label,
	    json_integer((int64_t)schema->count - 1));
	return NULL;
}

void
schema_set_prefix(struct schema *schema, const char *prefix)
{
	for (size_t i = 0; i < schema->count; i++) {
		struct table *table = schema->tables[i];

		names_noun_clear(&table->noun);
		table->noun = names_noun(names_unprefixed(table->name, prefix));
	}
}

void
schema_start(struct schema *schema, const struct jsonv *ev)
{
	const char *name = jsonv_str(jsonv_get(ev, "data"), "defaultSchema");

	schema_clear(schema);
	if (*name)
		schema->default_schema = mem_strdup(name);
}

/* What of a table is not the arena's. */
static void
clear_table(struct table *table)
{
	free(table->line);
	names_noun_clear(&table->noun);
	for (size_t i = 0; i < table->pair_count; i++)
		names_noun_clear(&table->pairs[i].noun);
}

void
schema_clear(struct schema *schema)
{
	for (size_t i = 0; i < schema->count; i++)
		clear_table(schema->tables[i]);
	free(schema->tables);
	free(schema->default_schema);
	json_decref(schema->index);
	listed_clear(&schema->listed);
	arena_clear(&schema->arena);
	*schema = (struct schema)SCHEMA_INIT;
}
