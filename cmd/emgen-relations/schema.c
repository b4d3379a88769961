/* schema - the tables of one analysis (schema.h). */
#include "schema.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "mem.h"
#include "uniqueid.h"

bool
key_is(const struct key *key, size_t column)
{
	return key->count == 1 && key->columns[0] == column;
}

bool
key_is_pair(const struct key *key, size_t a, size_t b)
{
	return key->count == 2 &&
	       ((key->columns[0] == a && key->columns[1] == b) ||
		   (key->columns[0] == b && key->columns[1] == a));
}

bool
table_is_unique(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->unique_count; i++)
		if (key_is(&table->uniques[i], column))
			return true;
	return key_is(&table->primary, column);
}

bool
table_is_unique_pair(const struct table *table, size_t a, size_t b)
{
	for (size_t i = 0; i < table->unique_count; i++)
		if (key_is_pair(&table->uniques[i], a, b))
			return true;
	return key_is_pair(&table->primary, a, b);
}

size_t
table_column(const struct table *table, const char *name)
{
	size_t i = 0;

	while (i < table->column_count &&
	       strcmp(table->columns[i].name, name) != 0)
		i++;
	return i;
}

bool
table_is_user(const struct table *table)
{
	return table_column(table, "password") < table->column_count &&
	       table_column(table, "remember_token") < table->column_count;
}

/* The positions of named columns; count 0 when one of them is not there. */
static struct key
read_key(struct arena *arena, const struct table *table, const json_t *names)
{
	size_t n = json_array_size(names);
	size_t *columns = arena_alloc(arena, n, sizeof(*columns));

	for (size_t i = 0; i < n; i++) {
		const char *name = json_string_value(json_array_get(names, i));

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
is_filled(const json_t *column)
{
	return json_is_true(json_object_get(column, "autoIncrement")) ||
	       json_is_object(json_object_get(column, "default"));
}

static const char *
read_columns(struct arena *arena, struct table *table, const json_t *columns)
{
	const json_t *column;
	size_t i;

	table->columns = arena_alloc(
	    arena, json_array_size(columns), sizeof(*table->columns));
	json_array_foreach (columns, i, column) {
		const char *name =
		    json_string_value(json_object_get(column, "name"));

		if (!name)
			return "a column without a name";
		table->columns[i] = (struct column){
			.name = arena_strdup(arena, name),
			.type = arena_strdup(arena, ev_str(column, "type")),
			.nullable =
			    json_is_true(json_object_get(column, "nullable")),
			.time = time_of(ev_str(column, "kind")),
			.filled = is_filled(column),
			.invented = uniqueid_of(column) != NULL,
		};
		table->column_count++;
	}
	return NULL;
}

static void
read_keys(struct arena *arena, struct table *table, const json_t *facts)
{
	const json_t *uniques = json_object_get(facts, "uniqueKeys");
	const json_t *key;
	size_t i;

	key = json_object_get(facts, "primaryKey");
	table->primary =
	    read_key(arena, table, json_object_get(key, "columns"));
	table->uniques = arena_alloc(
	    arena, json_array_size(uniques), sizeof(*table->uniques));
	json_array_foreach (uniques, i, key)
		table->uniques[table->unique_count++] =
		    read_key(arena, table, json_object_get(key, "columns"));
}

static const char *
qualified(struct arena *arena, const char *schema, const char *name)
{
	size_t size = strlen(schema) + strlen(name) + 2;
	char *text = arena_alloc(arena, size, 1);

	(void)snprintf(text, size, "%s%s%s", schema, *schema ? "." : "", name);
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
read_names(struct arena *arena, const json_t *names, size_t count)
{
	const char **list = arena_alloc(arena, count, sizeof(*list));

	if (json_array_size(names) != count)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const char *name = json_string_value(json_array_get(names, i));

		list[i] = arena_strdup(arena, name ? name : "");
	}
	return list;
}

static int
by_column(const void *a, const void *b)
{
	const struct foreign_key *one = a, *other = b;
	size_t i = one->from.columns[0], k = other->from.columns[0];

	return i != k ? (i > k) - (i < k)
		      : strcmp(one->to_label, other->to_label);
}

static const char *
read_foreign_keys(
    struct schema *schema, struct table *table, const json_t *list)
{
	struct arena *arena = &schema->arena;
	const json_t *fk;
	size_t i;

	table->foreign_keys = arena_alloc(
	    arena, json_array_size(list), sizeof(*table->foreign_keys));
	json_array_foreach (list, i, fk) {
		struct foreign_key *to = &table->foreign_keys[i];
		const json_t *target = json_object_get(fk, "references");

		to->on = table;
		to->from =
		    read_key(arena, table, json_object_get(fk, "columns"));
		if (to->from.count == 0)
			return "a foreign key without columns of the table";
		to->to_label = label(
		    schema, ev_str(target, "schema"), ev_str(target, "table"));
		to->to_names = read_names(
		    arena, json_object_get(target, "columns"), to->from.count);
		table->foreign_key_count++;
	}
	/* A server's order says nothing, and may change. */
	if (table->foreign_key_count)
		qsort(table->foreign_keys, table->foreign_key_count,
		    sizeof(*table->foreign_keys), by_column);
	return NULL;
}

static const char *
read_table(struct schema *schema, struct table *table, const json_t *facts)
{
	struct arena *arena = &schema->arena;
	const char *wrong;

	if (!*ev_str(facts, "name"))
		return "no table.name";
	if (!json_is_array(json_object_get(facts, "columns")))
		return "no table.columns";
	if (*ev_str(facts, "schema"))
		table->schema = arena_strdup(arena, ev_str(facts, "schema"));
	table->name = arena_strdup(arena, ev_str(facts, "name"));
	table->label = label(schema, ev_str(facts, "schema"), table->name);
	table->subject = qualified(arena, ev_str(facts, "schema"), table->name);
	table->is_view = strcmp(ev_str(facts, "kind"), "table") != 0;
	if (json_object_get(schema->index, table->label))
		return "the table comes twice";
	wrong = read_columns(arena, table, json_object_get(facts, "columns"));
	if (wrong)
		return wrong;
	read_keys(arena, table, facts);
	return read_foreign_keys(
	    schema, table, json_object_get(facts, "foreignKeys"));
}

const char *
schema_add(
    struct schema *schema, const json_t *ev, const char *line, size_t len)
{
	struct table *table = arena_alloc(&schema->arena, 1, sizeof(*table));
	const char *wrong;

	if (!schema->index)
		schema->index = json_object();
	wrong =
	    read_table(schema, table, json_object_get(ev_data(ev), "table"));
	if (wrong)
		return wrong;
	table->line = mem_strndup(line, len);
	table->len = len;
	schema->tables = mem_grow(schema->tables, &schema->cap, schema->count,
	    sizeof(*schema->tables));
	schema->tables[schema->count++] = table;
	(void)json_object_set_new(schema->index, table->label,
	    json_integer((json_int_t)schema->count - 1));
	return NULL;
}

void
schema_start(struct schema *schema, const json_t *ev)
{
	const char *name = ev_str(ev_data(ev), "defaultSchema");

	schema_clear(schema);
	if (*name)
		schema->default_schema = mem_strdup(name);
}

void
schema_clear(struct schema *schema)
{
	for (size_t i = 0; i < schema->count; i++)
		free(schema->tables[i]->line);
	free(schema->tables);
	free(schema->default_schema);
	json_decref(schema->index);
	arena_clear(&schema->arena);
	*schema = (struct schema)SCHEMA_INIT;
}
