/* classes - what tables and enums are called (classes.h). */
#include "classes.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "mem.h"

char *
classes_label(const char *schema, const char *name)
{
	return schema && *schema ? mem_printf("%s.%s", schema, name)
				 : mem_strdup(name);
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

/* Lists the tables of the analysis, then those that only the lock has. */
static size_t
list_tables(struct names_table *list, const json_t *tables, json_t *index,
    const struct settings *settings)
{
	json_t *locked = json_object_get(settings_lock(settings), "classes");
	const json_t *table;
	const char *label;
	size_t i, n = 0;

	json_array_foreach (tables, i, table) {
		const char *schema = ev_str(table, "schema");
		char *key = classes_label(schema, ev_str(table, "name"));

		list[n].schema = *schema ? schema : NULL;
		list[n].name = ev_str(table, "name");
		find_given(&list[n], key, settings);
		(void)json_object_set_new(
		    index, key, json_integer((json_int_t)n++));
		free(key);
	}
	for (void *it = json_object_iter(locked); it;
	     it = json_object_iter_next(locked, it)) {
		label = json_object_iter_key(it);
		if (json_object_get(index, label))
			continue;
		list[n].name = label;
		find_given(&list[n++], label, settings);
	}
	return n;
}

/* Replaces the positions in the index by the classes found. */
static void
fill_index(json_t *index, const struct names_table *list)
{
	for (void *it = json_object_iter(index); it;
	     it = json_object_iter_next(index, it)) {
		json_int_t at = json_integer_value(json_object_iter_value(it));

		(void)json_object_iter_set_new(
		    index, it, json_string(list[at].class));
	}
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
classes_open(struct classes *classes, const json_t *tables,
    const struct settings *settings, struct em_err *err)
{
	json_t *locked = json_object_get(settings_lock(settings), "classes");
	size_t room = json_array_size(tables) + json_object_size(locked);
	struct names_table *list = mem_zalloc(room, sizeof(*list));
	size_t n;
	int result;

	classes_close(classes);
	classes->of_table = json_object();
	classes->enums = names_set_open();
	n = list_tables(list, tables, classes->of_table, settings);
	result =
	    names_classes(list, n, settings_string(settings, "prefix"), err);
	if (result == 0) {
		fill_index(classes->of_table, list);
		reserve_models(classes, list, n, settings);
		names_classes_clear(list, n);
	}
	free(list);
	return result;
}

void
classes_close(struct classes *classes)
{
	if (!classes->of_table)
		return;
	json_decref(classes->of_table);
	names_set_close(classes->enums);
	*classes = (struct classes)CLASSES_INIT;
}

const char *
classes_find(
    const struct classes *classes, const char *schema, const char *name)
{
	char *label = classes_label(schema, name);
	const char *class =
	    json_string_value(json_object_get(classes->of_table, label));

	free(label);
	return class;
}

char *
classes_take_enum(
    struct classes *classes, const char *table, const char *column)
{
	char *wanted = names_enum_class(table, column);
	char *class = names_set_take(classes->enums, wanted);

	free(wanted);
	return class;
}
