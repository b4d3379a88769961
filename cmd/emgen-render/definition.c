/* definition - reading what a model is (definition.h). */
#include "definition.h"

#include <string.h>

#include "ev.h"
#include "id.h"
#include "php.h"
#include "reader.h"
#include "source.h"

static void
read_column(struct reader *r, const struct jsonv *json, struct column *column)
{
	*column = (struct column){
		.name = reader_text(r, json, "name"),
		.is_enum = jsonv_flag(json, "enum"),
		.cast_enum = jsonv_flag(json, "castEnum"),
		.kind = reader_text(r, json, "kind"),
		.comment = reader_maybe_text(r, json, "comment"),
		.database_type = reader_maybe_text(r, json, "databaseType"),
		.nullable = jsonv_flag(json, "nullable"),
		.read_only = jsonv_flag(json, "readOnly"),
		.invisible = jsonv_flag(json, "invisible"),
		.unique = jsonv_flag(json, "unique"),
		.required = jsonv_flag(json, "required"),
		.has_default = jsonv_get(json, "default"),
		.is_unsigned = jsonv_flag(json, "unsigned"),
		.length = reader_number(json, "length"),
		.precision = reader_number(json, "precision"),
		.scale = reader_number(json, "scale"),
		.values = reader_texts(r, json, "values"),
		.checks = reader_texts(r, json, "checks"),
	};
	column->type = column->is_enum ? reader_class_name(r, json, "type")
				       : reader_text(r, json, "type");
	column->cast = column->cast_enum ? reader_class_name(r, json, "cast")
					 : reader_maybe_text(r, json, "cast");
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
	if (reader_maybe_text(r, json, "class"))
		relation->using = reader_class_name(r, json, "class");
}

static void
read_morph(
    struct reader *r, const struct jsonv *json, struct relation *relation)
{
	relation->morph = reader_text(r, json, "name");
	relation->morph_type = reader_text(r, json, "type");
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
	static const char *const kinds[] = { "belongsTo", "hasOne", "hasMany",
		"belongsToMany", "morphTo", "morphOne", "morphMany",
		"hasOneThrough", "hasManyThrough" };
	bool known = false;

	relation->kind = reader_text(r, json, "kind");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		known |= strcmp(relation->kind, kinds[i]) == 0;
	if (!known)
		reader_fail(r, "is no relation", relation->kind);
	relation->name = reader_name(r, json, "name");
	relation->class = reader_class_name(r, json, "class");
	relation->other_key = reader_maybe_text(r, json,
	    strcmp(relation->kind, "belongsTo") == 0 ? "ownerKey" : "localKey");
	relation->nullable = jsonv_flag(json, "nullable") ||
			     strncmp(relation->kind, "hasOne", 6) == 0;
	if (strncmp(relation->kind, "morph", 5) == 0)
		read_morph(r, jsonv_get(json, "morph"), relation);
	if (strstr(relation->kind, "Through"))
		read_through(r, jsonv_get(json, "through"), relation);
	relation->cycle = jsonv_flag(json, "cycle");
	relation->many = jsonv_flag(json, "many");
	relation->lock_key = reader_maybe_text(r, json, "lockKey");
	if (strcmp(relation->kind, "belongsToMany") == 0)
		read_pivot(r, jsonv_get(json, "pivot"), relation);
	else
		relation->foreign_key = reader_text(r, json, "foreignKey");
}

static void
read_enum(struct reader *r, const struct jsonv *json, struct enumeration *e)
{
	e->class = reader_class_name(r, json, "class");
	e->name = reader_name(r, json, "name");
	e->source = reader_text(r, json, "source");
	e->cases = reader_items(r, json, "cases", sizeof(*e->cases), &e->count);
	for (size_t i = 0; i < e->count; i++) {
		e->cases[i].name =
		    reader_name(r, reader_item(json, "cases", i), "name");
		e->cases[i].value =
		    reader_text(r, reader_item(json, "cases", i), "value");
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
read_lists(struct reader *r, const struct jsonv *json, struct definition *def)
{
	def->columns = reader_items(
	    r, json, "columns", sizeof(*def->columns), &def->column_count);
	for (size_t i = 0; i < def->column_count; i++)
		read_column(
		    r, reader_item(json, "columns", i), &def->columns[i]);
	def->relations = reader_items(r, json, "relations",
	    sizeof(*def->relations), &def->relation_count);
	for (size_t i = 0; i < def->relation_count; i++)
		read_relation(
		    r, reader_item(json, "relations", i), &def->relations[i]);
	def->enums = reader_items(
	    r, json, "enums", sizeof(*def->enums), &def->enum_count);
	for (size_t i = 0; i < def->enum_count; i++)
		read_enum(r, reader_item(json, "enums", i), &def->enums[i]);
	def->defaults = reader_items(
	    r, json, "defaults", sizeof(*def->defaults), &def->default_count);
	for (size_t i = 0; i < def->default_count; i++) {
		const struct jsonv *it = reader_item(json, "defaults", i);

		def->defaults[i].column = reader_text(r, it, "column");
		def->defaults[i].kind = reader_text(r, it, "kind");
		def->defaults[i].value = jsonv_get(it, "value");
	}
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
	struct reader r = { arena, err, false };

	*def = (struct definition){ .json = json };
	if (!jsonv_is(json, JSONV_OBJECT) ||
	    !id_valid(jsonv_str(jsonv_get(ev, "data"), "modelId")))
		return err_set(err, EM_PERM, "no modelId, or no attributes");
	read_facts(&r, json, def);
	read_key(&r, jsonv_get(json, "key"), def);
	read_lists(&r, json, def);
	def->full_name =
	    source_printf(arena, "%s\\%s", def->namespace, def->class);
	return r.failed ? -1 : 0;
}
