/* model - what is known of a table as a whole (define.h). */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boolean.h"
#include "define.h"
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
	said_add(model->source->said, model->name, text);
	(void)json_array_append_new(model->warnings, json_string(text));
}

struct column *
model_column(const struct model *model, const char *name)
{
	for (size_t i = 0; name && i < model->column_count; i++)
		if (strcmp(model->columns[i].name, name) == 0)
			return &model->columns[i];
	return NULL;
}

static bool
is_integer(const struct column *column)
{
	return column && kind_is_integer(column);
}

/* Integers hold timestamps only where no other date needs its own format. */
static int
count_integer_times(const struct model *model)
{
	for (size_t i = 0; i < model->column_count; i++)
		if (kind_is_date(&model->columns[i]))
			return 0;
	return is_integer(model_column(model, "created_at")) +
	       is_integer(model_column(model, "updated_at"));
}

/* One format serves all dates of a model: the most precise one. */
static void
find_date_format(struct model *model)
{
	int64_t least = 6, most = 0;
	size_t zoned = 0, n = 0;

	for (size_t i = 0; i < model->column_count; i++) {
		const struct column *column = &model->columns[i];
		int64_t digits = jsonv_integer(column->precision);

		if (!kind_is_datetime(column))
			continue;
		least = digits < least ? digits : least;
		most = digits > most ? digits : most;
		zoned += column->kind == KIND_DATETIMETZ;
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

/* --- columns --- */

static void
read_columns(struct model *model)
{
	const struct jsonv *list = jsonv_get(model->source->table, "columns");
	size_t n = jsonv_size(list);

	model->columns =
	    arena_alloc(model->source->arena, n, sizeof(*model->columns));
	model->column_count = n;
	for (size_t i = 0; i < n; i++)
		model->columns[i] = column_read(jsonv_at(list, i));
}

static void
mark_hidden(struct model *model)
{
	const json_t *globs = settings_list(model->source->settings, "hidden");

	for (size_t i = 0; i < model->column_count; i++)
		column_hide(&model->columns[i], globs);
}

/* --- timestamps --- */

static const char *
find_time(const struct model *model, const char *name, bool integers)
{
	struct column *column = model_column(model, name);

	if (!column || (!integers && !kind_is_datetime(column)) ||
	    column->is_generated || column->is_joined)
		return NULL;
	column->is_managed = true;
	return column->name;
}

static void
find_times(struct model *model)
{
	struct column *deleted = model_column(model, "deleted_at");
	const char *kind = jsonv_str(model->source->table, "kind");
	int count = count_integer_times(model);
	bool integers = count == 2;

	model->created = find_time(model, "created_at", integers);
	model->updated = find_time(model, "updated_at", integers);
	model->soft_deletes = deleted && kind_is_datetime(deleted) &&
			      deleted->is_nullable &&
			      !kind_is_beyond_dates(deleted) && !model->pivot &&
			      strcmp(kind, "table") == 0;
	if (model->soft_deletes)
		deleted->is_managed = true;
	/* attach() writes one of them as well, and asks for no kind. */
	if (integers || (model->joins && count > 0))
		model->date_format = "U";
}

void
model_open(struct model *model, const struct source *source)
{
	const char *schema = jsonv_str(source->table, "schema");
	const char *name = jsonv_str(source->table, "name");

	*model = (struct model){
		.source = source,
		.schema = *schema ? schema : NULL,
		.name = name,
		.class = classes_find(source->classes, schema, name),
		.key = rowkey_of(source->table),
		.pivot = strcmp(jsonv_str(source->relations, "role"),
			     "pivotModel") == 0,
		.warnings = json_array(),
	};
	model->joins = model_is_joint(model);
	read_columns(model);
	model_mark_keys(model);
	mark_hidden(model);
	boolean_settle(model);
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
