/* definition - reading what a model is (definition.h). */
#include "definition.h"

#include <limits.h>
#include <string.h>

#include "ev.h"
#include "id.h"
#include "php.h"
#include "source.h"

struct reader {
	struct arena *arena;
	struct em_err *err;
	bool failed;
};

static void
fail(struct reader *r, const char *what, const char *key)
{
	if (!r->failed)
		err_set(r->err, EM_PERM, "%s: %s", key, what);
	r->failed = true;
}

/* A text, or NULL when it is missing or null. */
static const char *
maybe_text(struct reader *r, const struct jsonv *object, const char *key)
{
	const struct jsonv *value = jsonv_get(object, key);

	if (!value || value->type == JSONV_NULL)
		return NULL;
	if (!jsonv_is(value, JSONV_STRING))
		fail(r, "is no text", key);
	return jsonv_string(value);
}

static const char *
text(struct reader *r, const struct jsonv *object, const char *key)
{
	const char *value = maybe_text(r, object, key);

	if (!value)
		fail(r, "is missing", key);
	return value ? value : "";
}

/* A name that PHP takes without quotes. */
static const char *
name(struct reader *r, const struct jsonv *object, const char *key)
{
	const char *value = text(r, object, key);

	if (!r->failed && !php_is_name(value))
		fail(r, "is no name in PHP", key);
	return value;
}

static const char *
class_name(struct reader *r, const struct jsonv *object, const char *key)
{
	const char *value = text(r, object, key);

	if (!r->failed && !php_is_namespace(value))
		fail(r, "is no class name in PHP", key);
	return value;
}

static int
number(const struct jsonv *object, const char *key)
{
	const struct jsonv *value = jsonv_get(object, key);
	int64_t n = jsonv_is(value, JSONV_INTEGER) ? jsonv_integer(value) : -1;

	return n >= 0 && n <= INT_MAX ? (int)n : NO_NUMBER;
}

/* An array of texts; NULL when it is missing. */
static const struct jsonv *
texts(struct reader *r, const struct jsonv *object, const char *key)
{
	const struct jsonv *list = jsonv_get(object, key);

	if (list && !jsonv_is(list, JSONV_ARRAY) && list->type != JSONV_NULL)
		fail(r, "is no list", key);
	for (size_t i = 0; i < jsonv_size(list); i++)
		if (!jsonv_is(jsonv_at(list, i), JSONV_STRING))
			fail(r, "holds what is no text", key);
	return jsonv_is(list, JSONV_ARRAY) ? list : NULL;
}

/* Room for the items of an array of objects, whose number goes to count. */
static void *
items(struct reader *r, const struct jsonv *object, const char *key,
    size_t size, size_t *count)
{
	const struct jsonv *list = jsonv_get(object, key);

	*count = jsonv_size(list);
	if (list && !jsonv_is(list, JSONV_ARRAY))
		fail(r, "is no list", key);
	for (size_t i = 0; i < *count; i++)
		if (!jsonv_is(jsonv_at(list, i), JSONV_OBJECT))
			fail(r, "holds what is no object", key);
	return arena_alloc(r->arena, *count, size);
}

static const struct jsonv *
item(const struct jsonv *object, const char *key, size_t i)
{
	return jsonv_at(jsonv_get(object, key), i);
}

static void
read_column(struct reader *r, const struct jsonv *json, struct column *column)
{
	*column = (struct column){
		.name = text(r, json, "name"),
		.is_enum = jsonv_flag(json, "enum"),
		.cast_enum = jsonv_flag(json, "castEnum"),
		.kind = text(r, json, "kind"),
		.comment = maybe_text(r, json, "comment"),
		.database_type = maybe_text(r, json, "databaseType"),
		.nullable = jsonv_flag(json, "nullable"),
		.read_only = jsonv_flag(json, "readOnly"),
		.invisible = jsonv_flag(json, "invisible"),
		.unique = jsonv_flag(json, "unique"),
		.required = jsonv_flag(json, "required"),
		.has_default = jsonv_get(json, "default"),
		.is_unsigned = jsonv_flag(json, "unsigned"),
		.length = number(json, "length"),
		.precision = number(json, "precision"),
		.scale = number(json, "scale"),
		.values = texts(r, json, "values"),
		.checks = texts(r, json, "checks"),
	};
	column->type = column->is_enum ? class_name(r, json, "type")
				       : text(r, json, "type");
	column->cast = column->cast_enum ? class_name(r, json, "cast")
					 : maybe_text(r, json, "cast");
}

static void
read_pivot(
    struct reader *r, const struct jsonv *json, struct relation *relation)
{
	relation->table = text(r, json, "table");
	relation->foreign_pivot_key = text(r, json, "foreignPivotKey");
	relation->related_pivot_key = text(r, json, "relatedPivotKey");
	relation->parent_key = maybe_text(r, json, "parentKey");
	relation->related_key = maybe_text(r, json, "relatedKey");
	relation->pivot_columns = texts(r, json, "columns");
	relation->pivot_timestamps = jsonv_flag(json, "timestamps");
	if (maybe_text(r, json, "class"))
		relation->using = class_name(r, json, "class");
}

static void
read_relation(
    struct reader *r, const struct jsonv *json, struct relation *relation)
{
	static const char *const kinds[] = { "belongsTo", "hasOne", "hasMany",
		"belongsToMany" };
	bool known = false;

	relation->kind = text(r, json, "kind");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		known |= strcmp(relation->kind, kinds[i]) == 0;
	if (!known)
		fail(r, "is no relation", relation->kind);
	relation->name = name(r, json, "name");
	relation->class = class_name(r, json, "class");
	relation->other_key = maybe_text(r, json,
	    strcmp(relation->kind, "belongsTo") == 0 ? "ownerKey" : "localKey");
	relation->nullable = jsonv_flag(json, "nullable") ||
			     strcmp(relation->kind, "hasOne") == 0;
	relation->cycle = jsonv_flag(json, "cycle");
	relation->many = jsonv_flag(json, "many");
	relation->lock_key = maybe_text(r, json, "lockKey");
	if (strcmp(relation->kind, "belongsToMany") == 0)
		read_pivot(r, jsonv_get(json, "pivot"), relation);
	else
		relation->foreign_key = text(r, json, "foreignKey");
}

static void
read_enum(struct reader *r, const struct jsonv *json, struct enumeration *e)
{
	e->class = class_name(r, json, "class");
	e->name = name(r, json, "name");
	e->source = text(r, json, "source");
	e->cases = items(r, json, "cases", sizeof(*e->cases), &e->count);
	for (size_t i = 0; i < e->count; i++) {
		e->cases[i].name = name(r, item(json, "cases", i), "name");
		e->cases[i].value = text(r, item(json, "cases", i), "value");
	}
	if (strcmp(php_short_name(e->class), e->name) != 0 ||
	    e->class == php_short_name(e->class))
		fail(r, "is not the class of the enum", e->name);
}

static void
read_key(struct reader *r, const struct jsonv *json, struct definition *def)
{
	const char *kind = text(r, json, "kind");

	def->key = texts(r, json, "columns");
	if (strcmp(kind, "single") == 0)
		def->key_kind = KEY_SINGLE;
	else if (strcmp(kind, "composite") == 0)
		def->key_kind = KEY_COMPOSITE;
	else if (strcmp(kind, "none") == 0)
		def->key_kind = KEY_NONE;
	else
		fail(r, "is no kind of key", kind);
	if ((def->key_kind != KEY_NONE) != (jsonv_size(def->key) > 0))
		fail(r, "does not fit its kind", "key");
	def->key_is_string = strcmp(jsonv_str(json, "type"), "string") == 0;
	def->key_incrementing = jsonv_flag(json, "incrementing");
	def->key_default = jsonv_flag(json, "default");
	def->key_made = maybe_text(r, json, "made");
}

static void
read_lists(struct reader *r, const struct jsonv *json, struct definition *def)
{
	def->columns = items(
	    r, json, "columns", sizeof(*def->columns), &def->column_count);
	for (size_t i = 0; i < def->column_count; i++)
		read_column(r, item(json, "columns", i), &def->columns[i]);
	def->relations = items(r, json, "relations", sizeof(*def->relations),
	    &def->relation_count);
	for (size_t i = 0; i < def->relation_count; i++)
		read_relation(
		    r, item(json, "relations", i), &def->relations[i]);
	def->enums =
	    items(r, json, "enums", sizeof(*def->enums), &def->enum_count);
	for (size_t i = 0; i < def->enum_count; i++)
		read_enum(r, item(json, "enums", i), &def->enums[i]);
	def->defaults = items(
	    r, json, "defaults", sizeof(*def->defaults), &def->default_count);
	for (size_t i = 0; i < def->default_count; i++) {
		const struct jsonv *it = item(json, "defaults", i);

		def->defaults[i].column = text(r, it, "column");
		def->defaults[i].kind = text(r, it, "kind");
		def->defaults[i].value = jsonv_get(it, "value");
	}
}

static void
read_facts(struct reader *r, const struct jsonv *json, struct definition *def)
{
	const struct jsonv *times = jsonv_get(json, "timestamps");
	const struct jsonv *pivot = jsonv_get(json, "pivot");

	def->class = name(r, json, "class");
	def->namespace = class_name(r, json, "namespace");
	def->written = maybe_text(r, json, "written");
	def->pivot = strcmp(text(r, json, "artifact"), "pivot") == 0;
	def->connection = maybe_text(r, json, "connection");
	def->table = text(r, jsonv_get(json, "table"), "name");
	def->is_table =
	    strcmp(text(r, jsonv_get(json, "table"), "kind"), "table") == 0;
	def->table_name = text(r, json, "tableName");
	def->table_default = jsonv_flag(json, "tableDefault");
	def->comment = maybe_text(r, json, "comment");
	def->created = maybe_text(r, times, "created");
	def->updated = maybe_text(r, times, "updated");
	def->soft_deletes = jsonv_flag(json, "softDeletes");
	def->uuid = maybe_text(r, json, "uuid");
	def->authenticatable = jsonv_flag(json, "authenticatable");
	def->date_format = maybe_text(r, json, "dateFormat");
	def->fillable = texts(r, json, "fillable");
	def->hidden = texts(r, json, "hidden");
	def->lock_key = text(r, json, "lockKey");
	if (def->pivot) {
		def->pivot_foreign_key = text(r, pivot, "foreignKey");
		def->pivot_related_key = text(r, pivot, "relatedKey");
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
