/* written - models that a person has written (written.h). */
#include "written.h"

#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "php.h"

static bool
is_model(const json_t *model)
{
	const char *class = ev_str(model, "class");

	return strchr(class, '\\') && php_is_namespace(class) &&
	       *ev_str(model, "path");
}

/*
 * A model whose $table says no schema is of the default one; when none is
 * known, of the first table that fits.
 */
static json_t *
take(const struct classes *classes, json_t *models, const struct jsonv *table,
    const char *prefix)
{
	const char *name = names_unprefixed(jsonv_str(table, "name"), prefix);
	char *label = classes_label(classes, jsonv_str(table, "schema"), name);
	const char *key =
	    classes->default_schema || json_object_get(models, label) ? label
								      : name;
	json_t *model = json_incref(json_object_get(models, key));

	(void)json_object_del(models, key);
	free(label);
	if (is_model(model))
		return model;
	json_decref(model);
	return NULL;
}

json_t *
written_find(const struct classes *classes, const struct jsonv *tables,
    const struct settings *settings, json_t **others)
{
	const char *prefix = settings_string(settings, "prefix");
	json_t *found = json_object(), *model;
	const struct jsonv *table;
	size_t i;

	*others = json_copy(settings_models(settings));
	jsonv_each (tables, i, table) {
		char *label = classes_label(classes, jsonv_str(table, "schema"),
		    jsonv_str(table, "name"));

		model = take(classes, *others, table, prefix);
		if (model)
			(void)json_object_set_new(found, label, model);
		free(label);
	}
	return found;
}

const char *
written_among_ours(const json_t *model, const struct settings *settings)
{
	const char *class = ev_str(model, "class");
	const char *name = php_short_name(class);
	const char *ours = settings_string(settings, "namespace");
	size_t len = strlen(ours);

	return (size_t)(name - class) == len + 1 &&
		       strncasecmp(class, ours, len) == 0
		   ? name
		   : NULL;
}
