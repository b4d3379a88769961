/* unique - rules about unique keys, and about pairs that need one (rules.h). */
#include <stdlib.h>
#include <string.h>

#include "ev.h"
#include "rules.h"

/* The first of the columns that can be null, or NULL. */
static const char *
first_nullable(const struct model *model, const json_t *columns)
{
	const json_t *item;
	size_t i;

	json_array_foreach (columns, i, item) {
		const char *name = json_string_value(item);

		if (name && column_is_nullable(model_column(model, name)))
			return name;
	}
	return NULL;
}

void
check_nullable_unique(struct lint *lint, const struct model *model)
{
	const json_t *index;
	size_t i;

	json_array_foreach (model->indexes, i, index) {
		const json_t *columns = key_columns(index);
		const char *nullable = first_nullable(model, columns);
		char *names;

		if (!index_is_unique(index) || index_is_partial(index) ||
		    index_nulls_are_alike(index) ||
		    json_array_size(columns) < 2 || !nullable)
			continue;
		names = names_join(columns);
		lint_report(lint,
		    &(struct place){
			.columns = columns, .key = key_name(index) },
		    "(%s) is unique, but %s can be null", names, nullable);
		free(names);
	}
}

/* Whether deleted rows keep a value of these columns from being used again. */
static bool
blocks_values(const struct model *model, const json_t *columns)
{
	const json_t *item;
	size_t i;

	json_array_foreach (columns, i, item) {
		const char *name = json_string_value(item);
		const json_t *column = name ? model_column(model, name) : NULL;

		/* What is made at random does not come again. */
		if (!column || strcmp(name, "deleted_at") == 0 ||
		    column_is(column, "uuid") || column_is(column, "ulid"))
			return false;
	}
	return true;
}

void
check_soft_delete_unique(struct lint *lint, const struct model *model)
{
	const json_t *index;
	size_t i;

	if (!json_is_true(json_object_get(model->facts, "softDeletes")))
		return;
	json_array_foreach (model->indexes, i, index) {
		const json_t *columns = key_columns(index);
		char *names;

		if (!index_is_unique(index) || index_is_partial(index) ||
		    !blocks_values(model, columns))
			continue;
		names = names_join(columns);
		lint_report(lint,
		    &(struct place){
			.columns = columns, .key = key_name(index) },
		    "(%s) is unique among deleted rows, too", names);
		free(names);
	}
}

/* --- pivots --- */

static bool
is_within(const json_t *columns, const char *a, const char *b)
{
	const json_t *item;
	size_t i;

	json_array_foreach (columns, i, item) {
		const char *name = json_string_value(item);

		if (!name || (strcmp(name, a) != 0 && strcmp(name, b) != 0))
			return false;
	}
	return json_array_size(columns) > 0;
}

static bool
is_pair_unique(const struct model *model, const char *a, const char *b)
{
	const json_t *index;
	size_t i;

	json_array_foreach (model->indexes, i, index)
		if (index_is_unique(index) && !index_is_partial(index) &&
		    is_within(key_columns(index), a, b))
			return true;
	return is_within(model->key, a, b);
}

/* A pivot with a class, which is this model. */
static void
check_own_pair(struct lint *lint, const struct model *model)
{
	const json_t *pivot = json_object_get(model->facts, "pivot");
	const char *a = ev_str(pivot, "foreignKey");
	const char *b = ev_str(pivot, "relatedKey");
	json_t *columns;

	if (!*model->driver || is_pair_unique(model, a, b))
		return;
	columns = json_pack("[ss]", a, b);
	lint_report(lint, &(struct place){ .columns = columns },
	    "no key keeps (%s, %s) from being there twice", a, b);
	json_decref(columns);
}

/* A pivot without one: both sides know of it, and one says so. */
static void
check_relation_pair(struct lint *lint, const json_t *relation)
{
	const json_t *pivot = json_object_get(relation, "pivot");
	const char *a = ev_str(pivot, "foreignPivotKey");
	const char *b = ev_str(pivot, "relatedPivotKey");

	if (!json_is_true(json_object_get(pivot, "repeats")) ||
	    json_is_string(json_object_get(pivot, "class")) || strcmp(a, b) > 0)
		return;
	lint_report(lint,
	    &(struct place){ .relation = ev_str(relation, "name") },
	    "no key keeps (%s, %s) from being in %s twice", a, b,
	    ev_str(pivot, "table"));
}

void
check_pivot_unique(struct lint *lint, const struct model *model)
{
	const json_t *relation;
	size_t i;

	if (model->is_pivot)
		check_own_pair(lint, model);
	json_array_foreach (model->relations, i, relation)
		check_relation_pair(lint, relation);
}
