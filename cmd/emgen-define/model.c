/* model - what is known of a table as a whole (define.h). */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boolean.h"
#include "define.h"
#include "ev.h"
#include "kind.h"
#include "mem.h"
#include "rowkey.h"

void
model_warn(struct model *model, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	die_warn("%s: %s", model->name, text);
	(void)json_array_append_new(model->warnings, json_string(text));
}

const struct jsonv *
model_column(const struct model *model, const char *name)
{
	const struct jsonv *column;
	size_t i;

	jsonv_each (model->columns, i, column)
		if (strcmp(jsonv_str(column, "name"), name) == 0)
			return column;
	return NULL;
}

bool
model_is_key(const struct model *model, const char *column)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (model->key, i, name)
		if (strcmp(jsonv_string(name), column) == 0)
			return true;
	return false;
}

bool
model_is_managed(const struct model *model, const char *column)
{
	return (model->created && strcmp(model->created, column) == 0) ||
	       (model->updated && strcmp(model->updated, column) == 0) ||
	       (model->soft_deletes && strcmp(column, "deleted_at") == 0);
}

/* Integers hold timestamps only where no other date needs its own format. */
static bool
has_integer_times(const struct model *model)
{
	const struct jsonv *created = model_column(model, "created_at");
	const struct jsonv *updated = model_column(model, "updated_at");
	const struct jsonv *column;
	size_t i;

	if (!created || !updated || !kind_is_integer(created) ||
	    !kind_is_integer(updated))
		return false;
	jsonv_each (model->columns, i, column)
		if (kind_is_datetime(column) || kind_is(column, "date"))
			return false;
	return true;
}

/* One format serves all dates of a model: the most precise one. */
static void
find_date_format(struct model *model)
{
	const struct jsonv *column;
	int64_t least = 6, most = 0;
	size_t i, zoned = 0, n = 0;

	jsonv_each (model->columns, i, column) {
		int64_t digits;

		if (!kind_is_datetime(column))
			continue;
		digits = jsonv_integer(jsonv_get(column, "precision"));
		least = digits < least ? digits : least;
		most = digits > most ? digits : most;
		zoned += kind_is(column, "datetimetz");
		n++;
	}
	if (n == 0)
		return;
	if (least == 0 && most > 0)
		model_warn(model, "dates with and without sub-seconds: all are "
				  "written with them");
	if (zoned > 0 && zoned < n)
		model_warn(model, "dates with and without a time zone: all are "
				  "written with it");
	if (zoned > 0)
		model->date_format =
		    most > 0 ? "Y-m-d H:i:s.uP" : "Y-m-d H:i:sP";
	else if (most > 0)
		model->date_format = "Y-m-d H:i:s.u";
}

bool
model_is_foreign(const struct model *model, const char *column)
{
	const struct jsonv *keys =
	    jsonv_get(model->source->table, "foreignKeys");
	const struct jsonv *key, *name;
	size_t i, k;

	jsonv_each (keys, i, key)
		jsonv_each (jsonv_get(key, "columns"), k, name)
			if (strcmp(jsonv_string(name), column) == 0)
				return true;
	return false;
}

/* Whether children are found by the column, as a relation says. */
static bool
is_local_key(const struct model *model, const char *column)
{
	const struct jsonv *list =
	    jsonv_get(model->source->relations, "relationships");
	const struct jsonv *relation;
	size_t i;

	jsonv_each (list, i, relation) {
		const char *key =
		    jsonv_string(jsonv_at(jsonv_get(relation, "localKey"), 0));

		if (key && strcmp(key, column) == 0)
			return true;
	}
	return false;
}

bool
model_is_joined(const struct model *model, const char *column)
{
	return (jsonv_size(model->key) == 1 && model_is_key(model, column)) ||
	       model_is_foreign(model, column) || is_local_key(model, column);
}

static const char *
find_time(const struct model *model, const char *name, bool integers)
{
	const struct jsonv *column = model_column(model, name);

	return column && (integers || kind_is_datetime(column)) &&
		       !jsonv_is(
			   jsonv_get(column, "generated"), JSONV_STRING) &&
		       !model_is_joined(model, name)
		   ? jsonv_str(column, "name")
		   : NULL;
}

static void
find_times(struct model *model)
{
	const struct jsonv *deleted = model_column(model, "deleted_at");
	const char *kind = jsonv_str(model->source->table, "kind");
	bool integers = has_integer_times(model);

	model->created = find_time(model, "created_at", integers);
	model->updated = find_time(model, "updated_at", integers);
	model->soft_deletes = deleted && kind_is_datetime(deleted) &&
			      jsonv_flag(deleted, "nullable") &&
			      !kind_is_beyond_dates(deleted) && !model->pivot &&
			      strcmp(kind, "table") == 0;
	if (integers)
		model->date_format = "U";
}

void
model_open(struct model *model, const struct source *source)
{
	const char *schema = jsonv_str(source->table, "schema");
	const char *name = jsonv_str(source->table, "name");

	*model = (struct model){
		.source = source,
		.columns = jsonv_get(source->table, "columns"),
		.schema = *schema ? schema : NULL,
		.name = name,
		.class = classes_find(source->classes, schema, name),
		.key = rowkey_of(source->table),
		.pivot = strcmp(jsonv_str(source->relations, "role"),
			     "pivotModel") == 0,
		.warnings = json_array(),
	};
	model->joins = model_is_joint(model);
	model->columns = boolean_settle(model, &model->arena);
	model->user = model_column(model, "password") &&
		      model_column(model, "remember_token");
	find_times(model);
	find_date_format(model);
	model_find_key_maker(model);
	if (!names_can_be_queried(name))
		model_warn(model, "the name is none to Eloquent: use raw SQL");
}

void
model_clear(struct model *model)
{
	arena_clear(&model->arena);
	json_decref(model->warnings);
}

char *
model_table_name(
    const struct model *model, const char *schema, const char *name)
{
	const char *prefix = settings_string(model->source->settings, "prefix");

	return classes_label(
	    model->source->classes, schema, names_unprefixed(name, prefix));
}

/* Whether a relation leads to a table of this name in another schema. */
static bool
has_namesake(const struct model *model)
{
	const struct jsonv *list =
	    jsonv_get(model->source->relations, "relationships");
	const struct jsonv *relation;
	size_t i;

	jsonv_each (list, i, relation) {
		const struct jsonv *related = jsonv_get(relation, "related");

		if (strcmp(jsonv_str(related, "name"), model->name) == 0 &&
		    strcmp(jsonv_str(related, "schema"), model->schema) != 0)
			return true;
	}
	return false;
}

char *
model_own_table(const struct model *model)
{
	const char *prefix = settings_string(model->source->settings, "prefix");

	if (model->schema && has_namesake(model))
		return mem_printf("%s.%s", model->schema,
		    names_unprefixed(model->name, prefix));
	return model_table_name(model, model->schema, model->name);
}
