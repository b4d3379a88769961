/* foreign - rules about foreign keys (rules.h). */
#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "morph.h"
#include "rules.h"
#include "sqltype.h"
#include "words.h"

void
check_foreign_key_type(struct lint *lint, const struct model *model)
{
	const json_t *key;
	size_t i;

	json_array_foreach (model->foreign_keys, i, key) {
		const json_t *to = json_object_get(key, "references");
		const json_t *columns = key_columns(key);
		const char *name =
		    json_string_value(json_array_get(columns, 0));
		const json_t *column = name ? model_column(model, name) : NULL;
		const char *type = ev_str(column, "databaseType");

		if (json_array_size(columns) != 1 || !*ev_str(to, "type") ||
		    !sqltypes_differ(model->driver, type, ev_str(to, "type")))
			continue;
		lint_report(lint,
		    &(struct place){ .columns = columns, .key = key_name(key) },
		    "%s is %s, what it refers to in %s is %s", name, type,
		    ev_str(to, "table"), ev_str(to, "type"));
	}
}

/* --- what becomes of rows --- */

/* Whether all columns of a key can be null, or none of them. */
static bool
all_nullable(const struct model *model, const json_t *columns, bool nullable)
{
	const json_t *name;
	size_t i;

	json_array_foreach (columns, i, name)
		if (column_is_nullable(model_column(
			model, json_string_value(name))) != nullable)
			return false;
	return true;
}

static void
check_set_null_on(struct lint *lint, const struct model *model,
    const json_t *key, const char *event, const char *words)
{
	const json_t *columns = key_columns(key);
	char *names;

	if (strcmp(ev_str(key, event), "SET NULL") != 0)
		return;
	names = names_join(columns);
	if (all_nullable(model, columns, false))
		lint_report(lint,
		    &(struct place){ .columns = columns, .key = key_name(key) },
		    "%s is NOT NULL, and %s SET NULL", names, words);
	free(names);
}

void
check_set_null(struct lint *lint, const struct model *model)
{
	const json_t *key;
	size_t i;

	json_array_foreach (model->foreign_keys, i, key) {
		check_set_null_on(lint, model, key, "onDelete", "ON DELETE");
		check_set_null_on(lint, model, key, "onUpdate", "ON UPDATE");
	}
}

void
check_nullable_cascade(struct lint *lint, const struct model *model)
{
	const json_t *key;
	size_t i;

	json_array_foreach (model->foreign_keys, i, key) {
		const json_t *columns = key_columns(key);
		char *names;

		if (strcmp(ev_str(key, "onDelete"), "CASCADE") != 0 ||
		    !all_nullable(model, columns, true))
			continue;
		names = names_join(columns);
		lint_report(lint,
		    &(struct place){ .columns = columns, .key = key_name(key) },
		    "%s can be null, and rows are deleted with their %s", names,
		    ev_str(json_object_get(key, "references"), "table"));
		free(names);
	}
}

void
check_composite_foreign(struct lint *lint, const struct model *model)
{
	const json_t *key;
	size_t i;

	json_array_foreach (model->foreign_keys, i, key) {
		const json_t *columns = key_columns(key);
		char *names;

		if (json_array_size(columns) < 2)
			continue;
		names = names_join(columns);
		lint_report(lint,
		    &(struct place){ .columns = columns, .key = key_name(key) },
		    "(%s) refers to %s together", names,
		    ev_str(json_object_get(key, "references"), "table"));
		free(names);
	}
}

/* --- keys that are not there --- */

static bool
is_id_kind(const json_t *column)
{
	return column_is_integer(column) || column_is(column, "uuid") ||
	       column_is(column, "ulid");
}

void
check_missing_foreign(struct lint *lint, const struct model *model)
{
	static const char *const id[] = { "id", NULL };
	const json_t *column;
	size_t i;

	if (model->is_view || !*model->driver)
		return;
	json_array_foreach (model->columns, i, column) {
		const char *name = ev_str(column, "name");
		char *stem = words_but_last(name);

		if (stem && words_end(name, id) && is_id_kind(column) &&
		    !model_is_key(model, name) &&
		    !model_is_foreign(model, name) &&
		    !morph_sibling(model, name, "type"))
			lint_report(lint, &(struct place){ .column = name },
			    "%s is no foreign key", name);
		free(stem);
	}
}

void
check_required_cycle(struct lint *lint, const struct model *model)
{
	const json_t *relation;
	size_t i;

	json_array_foreach (model->relations, i, relation) {
		const char *name = ev_str(relation, "name");
		const char *column = ev_str(relation, "foreignKey");

		if (json_is_true(json_object_get(relation, "cycle")))
			lint_report(lint,
			    &(struct place){
				.column = column, .relation = name },
			    "%s needs a row that needs one of %s", column,
			    model->table);
	}
}
