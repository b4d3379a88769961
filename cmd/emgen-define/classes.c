/* classes - what tables and enums are called (classes.h). */
#include "classes.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ev.h"
#include "mem.h"
#include "php.h"
#include "written.h"

/* The schema where it must be named, else NULL. */
static const char *
needed(const struct classes *classes, const char *schema)
{
	if (!schema || !*schema ||
	    (classes->default_schema &&
		strcmp(classes->default_schema, schema) == 0))
		return NULL;
	return schema;
}

char *
classes_label(
    const struct classes *classes, const char *schema, const char *name)
{
	schema = needed(classes, schema);
	return schema ? mem_printf("%s.%s", schema, name) : mem_strdup(name);
}

/* The user's class for a table, and the one in emgen.lock. */
static void
find_given(struct names_table *table, const char *label,
    const struct settings *settings)
{
	const json_t *locked =
	    json_object_get(settings_lock(settings), "classes");
	const char *class = ev_str(locked, label);

	table->override = settings_lookup(settings, "classes", label);
	table->locked = *class ? class : NULL;
}

/* Lists the tables of the analysis. */
static size_t
list_tables(struct classes *classes, struct names_table *list,
    const struct jsonv *tables, const struct settings *settings)
{
	const struct jsonv *table;
	const json_t *model;
	size_t i, n = 0;

	jsonv_each (tables, i, table) {
		const char *schema = jsonv_str(table, "schema"), *class;
		const char *name = jsonv_str(table, "name");
		char *key = classes_label(classes, schema, name);

		list[n].schema = needed(classes, schema);
		list[n].name = name;
		find_given(&list[n], key, settings);
		model = json_object_get(classes->written, key);
		class = model ? written_among_ours(model, settings) : NULL;
		if (class)
			list[n].override = class;
		*map_at(&classes->of_table, key) = &list[n++];
		free(key);
	}
	return n;
}

/* Then those that only the lock has. */
static size_t
list_locked(struct names_table *list, size_t n, const struct map *index,
    const struct settings *settings)
{
	json_t *locked = json_object_get(settings_lock(settings), "classes");
	const char *label;
	json_t *class;

	json_object_foreach (locked, label, class) {
		if (map_has(index, label))
			continue;
		list[n].name = label;
		find_given(&list[n++], label, settings);
	}
	return n;
}

/* And those of hand-written models that only keep their class from others. */
static size_t
list_written(struct names_table *list, size_t n, json_t *models,
    const struct settings *settings)
{
	const char *table;
	json_t *model;

	json_object_foreach (models, table, model) {
		list[n].name = table;
		list[n].locked = written_among_ours(model, settings);
		n += list[n].locked != NULL;
	}
	return n;
}

/* Replaces the tables in the index by their classes, with the namespace. */
static void
fill_index(struct classes *classes, const struct settings *settings)
{
	struct map *index = &classes->of_table;
	struct buf full = BUF_INIT;
	size_t len;

	buf_adds(&full, settings_string(settings, "namespace"));
	buf_addc(&full, '\\');
	len = full.len;
	for (size_t i = 0; i < index->n; i++) {
		struct map_entry *entry = &index->entries[i];
		const struct names_table *table = entry->value;
		const json_t *model =
		    json_object_get(classes->written, entry->key);

		buf_truncate(&full, len);
		buf_adds(&full, table->class);
		entry->value = arena_strdup(
		    &index->arena, model ? ev_str(model, "class") : full.data);
	}
	buf_clear(&full);
}

/* Enums that share a namespace with models stay out of their way. */
static void
reserve_models(struct classes *classes, const struct names_table *list,
    size_t n, const struct settings *settings)
{
	const char *models = settings_string(settings, "namespace");
	char *enums = settings_enums_namespace(settings);
	char *bases = mem_printf("%s\\" NAMES_BASES, models);

	if (strcasecmp(enums, models) == 0 || strcasecmp(enums, bases) == 0)
		for (size_t i = 0; i < n; i++)
			(void)names_set_add(classes->enums, list[i].class);
	free(enums);
	free(bases);
}

int
classes_open(struct classes *classes, const struct jsonv *data,
    const struct settings *settings, struct em_err *err)
{
	json_t *locked = json_object_get(settings_lock(settings), "classes");
	const struct jsonv *tables = jsonv_get(data, "tables");
	const char *schema = jsonv_str(data, "defaultSchema");
	size_t room = jsonv_size(tables) + json_object_size(locked) +
		      json_object_size(settings_models(settings));
	struct names_table *list = mem_zalloc(room, sizeof(*list));
	json_t *others;
	size_t n;
	int result;

	classes_close(classes);
	classes->of_type = json_object();
	classes->enums = names_set_open();
	classes->default_schema = *schema ? mem_strdup(schema) : NULL;
	classes->written = written_find(classes, tables, settings, &others);
	n = list_tables(classes, list, tables, settings);
	n = list_locked(list, n, &classes->of_table, settings);
	n = list_written(list, n, others, settings);
	result =
	    names_classes(list, n, settings_string(settings, "prefix"), err);
	if (result == 0) {
		fill_index(classes, settings);
		reserve_models(classes, list, n, settings);
		names_classes_clear(list, n);
	}
	json_decref(others);
	free(list);
	return result;
}

void
classes_close(struct classes *classes)
{
	if (!classes->enums)
		return;
	map_clear(&classes->of_table);
	json_decref(classes->written);
	json_decref(classes->of_type);
	free(classes->default_schema);
	names_set_close(classes->enums);
	*classes = (struct classes)CLASSES_INIT;
}

/* A bare name is its own label. */
const char *
classes_full(
    const struct classes *classes, const char *schema, const char *name)
{
	const char *full;
	char *label;

	if (!needed(classes, schema))
		return map_get(&classes->of_table, name);
	label = classes_label(classes, schema, name);
	full = map_get(&classes->of_table, label);
	free(label);
	return full;
}

const char *
classes_find(
    const struct classes *classes, const char *schema, const char *name)
{
	const char *class = classes_full(classes, schema, name);

	return class ? php_short_name(class) : NULL;
}

const json_t *
classes_written(
    const struct classes *classes, const char *schema, const char *name)
{
	const json_t *written;
	char *label;

	if (json_object_size(classes->written) == 0)
		return NULL;
	label = classes_label(classes, schema, name);
	written = json_object_get(classes->written, label);
	free(label);
	return written;
}
