/* classes_warn - classes of tables that there are not (classes.h). */
#include "classes.h"
#include "listed.h"

void
classes_warn(const struct settings *settings, const struct jsonv *data)
{
	json_t *classes = json_deep_copy(settings_map(settings, "classes"));
	struct listed listed = LISTED_INIT;
	const char *table;
	json_t *class;

	if (json_object_size(classes) > 0)
		listed_read(&listed, data);
	json_object_foreach (classes, table, class)
		if (listed_is_missing(&listed, table))
			die_warn("class %s=%s: there is no table %s%s", table,
			    json_string_value(class), table,
			    listed_hint(&listed, table));
	listed_clear(&listed);
	json_decref(classes);
}
