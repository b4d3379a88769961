/* doc - views of the documentation (doc.h). */
#include "doc.h"

#include <string.h>

#include "diagram.h"
#include "ev.h"
#include "php.h"
#include "source.h"

static const char *
yes_no(bool flag)
{
	return flag ? "yes" : "no";
}

static const char *
enum_or(const struct column *column, const char *text)
{
	return text && (column->is_enum || column->cast_enum)
		   ? php_short_name(text)
		   : text;
}

/* Text of a default, as it is; NULL for none. */
static const char *
default_text(struct arena *arena, const struct definition *def,
    const struct column *column)
{
	for (size_t i = 0; i < def->default_count; i++) {
		const struct jsonv *value = def->defaults[i].value;

		if (strcmp(def->defaults[i].column, column->name) == 0)
			return jsonv_is(value, JSONV_STRING)
				   ? jsonv_string(value)
				   : source_value(arena, "", value);
	}
	return NULL;
}

static const char *
key_of(const struct definition *def, const struct column *column)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (def->key, i, name)
		if (strcmp(jsonv_string(name), column->name) == 0)
			return "primary";
	return column->unique ? "unique" : NULL;
}

/* "decimal 12,2", "string 20" */
static const char *
kind_text(struct arena *arena, const struct column *column)
{
	if (column->length != NO_NUMBER)
		return source_printf(
		    arena, "%s %d", column->kind, column->length);
	if (column->precision != NO_NUMBER && column->scale != NO_NUMBER)
		return source_printf(arena, "%s %d,%d", column->kind,
		    column->precision, column->scale);
	return column->kind;
}

static void
add_columns(
    struct arena *arena, struct view *root, const struct definition *def)
{
	struct view *list = view_add(arena, root, "columns", VIEW_LIST), *item;

	for (size_t i = 0; i < def->column_count; i++) {
		const struct column *column = &def->columns[i];

		item = view_add(arena, list, NULL, VIEW_OBJECT);
		view_text(arena, item, "name", column->name);
		view_text(arena, item, "kind", kind_text(arena, column));
		view_text(arena, item, "role", key_of(def, column));
		view_text(
		    arena, item, "default", default_text(arena, def, column));
		view_text(arena, item, "type", enum_or(column, column->type));
		view_text(arena, item, "nullable", yes_no(column->nullable));
		view_text(arena, item, "cast", enum_or(column, column->cast));
		view_text(
		    arena, item, "text", source_doc(arena, column->comment));
	}
}

/* A model of a person's has none, but for the base that is ours. */
static bool
has_page(const struct settings *settings, const char *class)
{
	bool split = strcmp(settings_string(settings, "mode"), "split") == 0;
	const char *ours = settings_string(settings, "namespace"), *table;
	size_t len = strlen(ours);
	const json_t *model;

	if (split && strncasecmp(class, ours, len) == 0 &&
	    php_short_name(class) == class + len + 1)
		return true;
	json_object_foreach (settings_models(settings), table, model)
		if (strcasecmp(ev_str(model, "class"), class) == 0)
			return false;
	return true;
}

static void
add_relations(struct arena *arena, struct view *root,
    const struct definition *def, const struct settings *settings)
{
	struct view *list = view_add(arena, root, "relations", VIEW_LIST);

	for (size_t i = 0; i < def->relation_count; i++) {
		const struct relation *relation = &def->relations[i];
		struct view *item = view_add(arena, list, NULL, VIEW_OBJECT);

		view_text(arena, item, "name", relation->name);
		view_text(arena, item, "kind", relation->kind);
		view_text(
		    arena, item, "related", php_short_name(relation->class));
		if (strcmp(relation->kind, "morphTo") == 0)
			view_text(arena, item, "by", relation->morph_type);
		else
			view_flag(arena, item, "page",
			    has_page(settings, relation->class));
		view_text(arena, item, "key", relation->foreign_key);
		view_text(arena, item, "pivot", relation->table);
	}
}

static void
add_enums(struct arena *arena, struct view *root, const struct definition *def)
{
	struct view *list = view_add(arena, root, "enums", VIEW_LIST);

	for (size_t i = 0; i < def->enum_count; i++) {
		const struct enumeration *e = &def->enums[i];
		struct view *item = view_add(arena, list, NULL, VIEW_OBJECT);
		struct view *cases;

		view_text(arena, item, "name", e->name);
		cases = view_add(arena, item, "cases", VIEW_LIST);
		for (size_t k = 0; k < e->count; k++) {
			struct view *value =
			    view_add(arena, cases, NULL, VIEW_OBJECT);

			view_text(arena, value, "name", e->cases[k].name);
			view_text(arena, value, "value", e->cases[k].value);
		}
	}
}

static char *
key_text(struct arena *arena, const struct definition *def)
{
	char *text = NULL;
	const struct jsonv *name;
	size_t i;

	jsonv_each (def->key, i, name)
		text = source_printf(arena, "%s%s%s", text ? text : "",
		    text ? ", " : "", jsonv_string(name));
	return text;
}

struct view *
doc_view(
    struct arena *arena, const struct definition *def, struct doc_index *index)
{
	struct view *root = view_new(arena, VIEW_OBJECT);

	view_text(arena, root, "class", def->class);
	if (index->svg)
		view_text(arena, root, "node", doc_node(arena, def->class));
	view_text(arena, root, "table", def->table);
	view_text(arena, root, "comment", source_doc(arena, def->comment));
	view_text(arena, root, "primaryKey", key_text(arena, def));
	add_columns(arena, root, def);
	add_relations(arena, root, def, index->settings);
	add_enums(arena, root, def);
	doc_index_add(index, def);
	return root;
}
