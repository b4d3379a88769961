/* definition - reading what a model is (definition.h). */
#include "definition.h"

#include <string.h>

#include "ev.h"
#include "id.h"
#include "list.h"
#include "php.h"
#include "reader.h"
#include "source.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* In the order in which emgen-define writes them. */
static const struct field column_fields[] = {
	{ "name", FIELD_TEXT, offsetof(struct column, name) },
	{ "type", FIELD_TEXT, offsetof(struct column, type) },
	{ "kind", FIELD_TEXT, offsetof(struct column, kind) },
	{ "databaseType", FIELD_MAYBE_TEXT,
	    offsetof(struct column, database_type) },
	{ "baseType", FIELD_MAYBE_TEXT, offsetof(struct column, base_type) },
	{ "fields", FIELD_NUMBER, offsetof(struct column, fields) },
	{ "srid", FIELD_NUMBER, offsetof(struct column, srid) },
	{ "nullable", FIELD_FLAG, offsetof(struct column, nullable) },
	{ "enum", FIELD_FLAG, offsetof(struct column, is_enum) },
	{ "readOnly", FIELD_FLAG, offsetof(struct column, read_only) },
	{ "invisible", FIELD_FLAG, offsetof(struct column, invisible) },
	{ "cast", FIELD_MAYBE_TEXT, offsetof(struct column, cast) },
	{ "castEnum", FIELD_FLAG, offsetof(struct column, cast_enum) },
	{ "comment", FIELD_MAYBE_TEXT, offsetof(struct column, comment) },
	{ "length", FIELD_NUMBER, offsetof(struct column, length) },
	{ "precision", FIELD_NUMBER, offsetof(struct column, precision) },
	{ "scale", FIELD_NUMBER, offsetof(struct column, scale) },
	{ "default", FIELD_IS_SET, offsetof(struct column, has_default) },
	{ "values", FIELD_TEXTS, offsetof(struct column, values) },
	{ "checks", FIELD_TEXTS, offsetof(struct column, checks) },
	{ "unsigned", FIELD_FLAG, offsetof(struct column, is_unsigned) },
	{ "unique", FIELD_FLAG, offsetof(struct column, unique) },
	{ "required", FIELD_FLAG, offsetof(struct column, required) },
};

static void
read_column(struct reader *r, const struct jsonv *json, struct column *column)
{
	reader_fields(r, json, column_fields, COUNT(column_fields), column);
	if (column->base_type)
		column->database_type = column->base_type;
	if (column->is_enum)
		reader_check_class_name(r, column->type, "type");
	if (column->cast_enum && !column->cast)
		reader_fail(r, "is missing", "cast");
	else if (column->cast_enum)
		reader_check_class_name(r, column->cast, "cast");
}

static void
read_pivot(
    struct reader *r, const struct jsonv *json, struct relation *relation)
{
	relation->table = reader_text(r, json, "table");
	relation->foreign_pivot_key = reader_text(r, json, "foreignPivotKey");
	relation->related_pivot_key = reader_text(r, json, "relatedPivotKey");
	relation->parent_key = reader_maybe_text(r, json, "parentKey");
	relation->related_key = reader_maybe_text(r, json, "relatedKey");
	relation->pivot_columns = reader_texts(r, json, "columns");
	relation->pivot_timestamps = jsonv_flag(json, "timestamps");
	relation->pivot_accessor = reader_maybe_text(r, json, "accessor");
	relation->pivot_soft_deletes = jsonv_flag(json, "softDeletes");
	if (reader_maybe_text(r, json, "class"))
		relation->using = reader_class_name(r, json, "class");
}

static void
read_morph(
    struct reader *r, const struct jsonv *json, struct relation *relation)
{
	relation->morph = reader_text(r, json, "name");
	relation->morph_type = reader_text(r, json, "type");
	if (reader_maybe_text(r, json, "class"))
		relation->morph_class = reader_class_name(r, json, "class");
}

static void
read_through(
    struct reader *r, const struct jsonv *json, struct relation *relation)
{
	relation->through = reader_class_name(r, json, "class");
	relation->through_foreign_key = reader_text(r, json, "foreignKey");
	relation->through_local_key = reader_maybe_text(r, json, "localKey");
}

static void
read_relation(
    struct reader *r, const struct jsonv *json, struct relation *relation)
{
	static const struct field fields[] = {
		{ "name", FIELD_NAME, offsetof(struct relation, name) },
		{ "kind", FIELD_TEXT, offsetof(struct relation, kind) },
		{ "class", FIELD_CLASS_NAME, offsetof(struct relation, class) },
		{ "nullable", FIELD_FLAG, offsetof(struct relation, nullable) },
		{ "cycle", FIELD_FLAG, offsetof(struct relation, cycle) },
		{ "many", FIELD_FLAG, offsetof(struct relation, many) },
		{ "lockKey", FIELD_MAYBE_TEXT,
		    offsetof(struct relation, lock_key) },
	};
	static const char *const kinds[] = { "belongsTo", "hasOne", "hasMany",
		"belongsToMany", "morphTo", "morphOne", "morphMany",
		"hasOneThrough", "hasManyThrough", NULL };

	reader_fields(r, json, fields, COUNT(fields), relation);
	if (!list_has(kinds, relation->kind))
		reader_fail(r, "is no relation", relation->kind);
	relation->other_key = reader_maybe_text(r, json,
	    strcmp(relation->kind, "belongsTo") == 0 ? "ownerKey" : "localKey");
	relation->nullable |= strncmp(relation->kind, "hasOne", 6) == 0;
	if (strncmp(relation->kind, "morph", 5) == 0)
		read_morph(r, jsonv_get(json, "morph"), relation);
	if (strstr(relation->kind, "Through"))
		read_through(r, jsonv_get(json, "through"), relation);
	if (strcmp(relation->kind, "belongsToMany") == 0)
		read_pivot(r, jsonv_get(json, "pivot"), relation);
	else
		relation->foreign_key = reader_text(r, json, "foreignKey");
}

static void
read_enum(struct reader *r, const struct jsonv *json, struct enumeration *e)
{
	const struct jsonv *cases = jsonv_get(json, "cases");

	e->class = reader_class_name(r, json, "class");
	e->name = reader_name(r, json, "name");
	e->source = reader_text(r, json, "source");
	e->cases =
	    reader_items(r, cases, "cases", sizeof(*e->cases), &e->count);
	for (size_t i = 0; i < e->count; i++) {
		const struct jsonv *it = jsonv_at(cases, i);

		e->cases[i].name = reader_name(r, it, "name");
		e->cases[i].value = reader_text(r, it, "value");
	}
	if (strcmp(php_short_name(e->class), e->name) != 0 ||
	    e->class == php_short_name(e->class))
		reader_fail(r, "is not the class of the enum", e->name);
}

static void
read_key(struct reader *r, const struct jsonv *json, struct definition *def)
{
	const char *kind = reader_text(r, json, "kind");

	def->key = reader_texts(r, json, "columns");
	if (strcmp(kind, "single") == 0)
		def->key_kind = KEY_SINGLE;
	else if (strcmp(kind, "composite") == 0)
		def->key_kind = KEY_COMPOSITE;
	else if (strcmp(kind, "none") == 0)
		def->key_kind = KEY_NONE;
	else
		reader_fail(r, "is no kind of key", kind);
	if ((def->key_kind != KEY_NONE) != (jsonv_size(def->key) > 0))
		reader_fail(r, "does not fit its kind", "key");
	def->key_is_string = strcmp(jsonv_str(json, "type"), "string") == 0;
	def->key_incrementing = jsonv_flag(json, "incrementing");
	def->key_default = jsonv_flag(json, "default");
	def->key_made = reader_maybe_text(r, json, "made");
}

static void
read_attribute(struct reader *r, const struct jsonv *json, struct attribute *it)
{
	it->column = reader_text(r, json, "column");
	it->kind = reader_text(r, json, "kind");
	it->value = jsonv_get(json, "value");
}

static void
read_lists(struct reader *r, const struct jsonv *json, struct definition *def)
{
	const struct jsonv *list = jsonv_get(json, "columns");

	def->columns = reader_items(
	    r, list, "columns", sizeof(*def->columns), &def->column_count);
	for (size_t i = 0; i < def->column_count; i++)
		read_column(r, jsonv_at(list, i), &def->columns[i]);
	list = jsonv_get(json, "relations");
	def->relations = reader_items(r, list, "relations",
	    sizeof(*def->relations), &def->relation_count);
	for (size_t i = 0; i < def->relation_count; i++)
		read_relation(r, jsonv_at(list, i), &def->relations[i]);
	list = jsonv_get(json, "enums");
	def->enums = reader_items(
	    r, list, "enums", sizeof(*def->enums), &def->enum_count);
	for (size_t i = 0; i < def->enum_count; i++)
		read_enum(r, jsonv_at(list, i), &def->enums[i]);
	list = jsonv_get(json, "defaults");
	def->defaults = reader_items(
	    r, list, "defaults", sizeof(*def->defaults), &def->default_count);
	for (size_t i = 0; i < def->default_count; i++)
		read_attribute(r, jsonv_at(list, i), &def->defaults[i]);
}

static void
read_facts(struct reader *r, const struct jsonv *json, struct definition *def)
{
	const struct jsonv *times = jsonv_get(json, "timestamps");
	const struct jsonv *pivot = jsonv_get(json, "pivot");

	def->class = reader_name(r, json, "class");
	def->namespace = reader_class_name(r, json, "namespace");
	def->written = reader_maybe_text(r, json, "written");
	def->pivot = strcmp(reader_text(r, json, "artifact"), "pivot") == 0;
	def->connection = reader_maybe_text(r, json, "connection");
	def->table = reader_text(r, jsonv_get(json, "table"), "name");
	def->is_table = strcmp(reader_text(r, jsonv_get(json, "table"), "kind"),
			    "table") == 0;
	def->table_name = reader_text(r, json, "tableName");
	def->table_default = jsonv_flag(json, "tableDefault");
	def->comment = reader_maybe_text(r, json, "comment");
	def->created = reader_maybe_text(r, times, "created");
	def->updated = reader_maybe_text(r, times, "updated");
	def->soft_deletes = jsonv_flag(json, "softDeletes");
	def->uuid = reader_maybe_text(r, json, "uuid");
	def->authenticatable = jsonv_flag(json, "authenticatable");
	def->date_format = reader_maybe_text(r, json, "dateFormat");
	def->fillable = reader_texts(r, json, "fillable");
	def->hidden = reader_texts(r, json, "hidden");
	def->lock_key = reader_text(r, json, "lockKey");
	def->checks = reader_texts(r, json, "checks");
	def->partition = reader_maybe_text(r, json, "partition");
	def->joins = def->pivot || jsonv_is(pivot, JSONV_OBJECT);
	if (def->joins) {
		def->pivot_foreign_key = reader_text(r, pivot, "foreignKey");
		def->pivot_related_key = reader_text(r, pivot, "relatedKey");
	}
}

int
definition_read(struct definition *def, struct arena *arena,
    const struct jsonv *ev, struct em_err *err)
{
	const struct jsonv *json =
	    jsonv_get(jsonv_get(ev, "data"), "attributes");
	const char *id = jsonv_str(jsonv_get(ev, "data"), "modelId");
	struct reader r = { arena, err, false };

	*def = (struct definition){ .json = json,
		.model_id = id_valid(id) ? id : NULL };
	if (!jsonv_is(json, JSONV_OBJECT) || !def->model_id)
		return err_set(err, EM_PERM, "no modelId, or no attributes");
	read_facts(&r, json, def);
	read_key(&r, jsonv_get(json, "key"), def);
	read_lists(&r, json, def);
	def->full_name = source_join(arena, def->namespace, "\\", def->class);
	return r.failed ? -1 : 0;
}

size_t
definition_column(const struct definition *def, const char *name)
{
	size_t i = 0;

	while (i < def->column_count && strcmp(def->columns[i].name, name) != 0)
		i++;
	return i;
}

bool
definition_has(const struct definition *def, const char *name)
{
	return definition_column(def, name) < def->column_count;
}
