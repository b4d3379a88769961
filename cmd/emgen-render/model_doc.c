/* model_doc - the docblock of a model (model_parts.h). */
#include <string.h>

#include "buf.h"
#include "kind.h"
#include "model_parts.h"
#include "names.h"
#include "php.h"
#include "source.h"

const char *
model_date_class(const struct column *column)
{
	return column->cast && strncmp(column->cast, "immutable_", 10) == 0
		   ? CLASS_IMMUTABLE
		   : CLASS_CARBON;
}

/* The type in PHPDoc; one that is not known is mixed. */
static const char *
column_type(const struct model_parts *m, const struct column *column)
{
	static const char *const known[] = { "string", "int", "float", "bool",
		"numeric-string", "int|float|numeric-string" };

	if (column->is_enum)
		return imports_type(&m->imports, column->type);
	if (strcmp(column->type, "date") == 0)
		return imports_name(&m->imports, model_date_class(column));
	if (strcmp(column->type, "array") == 0)
		return "array<array-key, mixed>";
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(column->type, known[i]) == 0)
			return known[i];
	return "mixed";
}

static void
add_property(struct model_parts *m, struct view *list, bool read_only,
    const char *type, const char *name, const char *text)
{
	struct view *item = view_add(m->arena, list, NULL, VIEW_OBJECT);

	view_text(
	    m->arena, item, "tag", read_only ? "property-read" : "property");
	view_text(m->arena, item, "type", type);
	view_text(m->arena, item, "name", name);
	view_text(m->arena, item, "text", text);
}

static const char *
nullable(struct model_parts *m, const char *type, bool is_nullable)
{
	return is_nullable ? source_join(m->arena, type, "|null") : type;
}

static const char *
relation_type(struct model_parts *m, const struct relation *relation)
{
	const char *class = imports_type(&m->imports, relation->class);

	if (!relation->many)
		return nullable(m, class, relation->nullable);
	return source_join(m->arena,
	    imports_name(&m->imports, CLASS_COLLECTION), "<int, ", class, ">");
}

bool
model_has_property(const struct column *column)
{
	return php_is_name(column->name) && strcmp(column->name, "this") != 0;
}

/* Whether the name is one of the key's. */
static bool
is_key(const struct definition *def, const char *name)
{
	for (size_t i = 0; i < jsonv_size(def->key); i++)
		if (strcmp(jsonv_string(jsonv_at(def->key, i)), name) == 0)
			return true;
	return false;
}

/* Whether the database numbers rows with it: none needs a value for it. */
static bool
is_made(const struct definition *def, const struct column *column)
{
	return !column->required && !column->read_only &&
	       column_is_integer(column) &&
	       names_can_be_attribute(column->name) &&
	       is_key(def, column->name) &&
	       (!def->created || strcmp(def->created, column->name) != 0) &&
	       (!def->updated || strcmp(def->updated, column->name) != 0);
}

/* The column of a key of several that the database fills, NULL for none. */
static const char *
made_column(const struct definition *def)
{
	for (size_t i = 0; i < def->column_count; i++)
		if (is_made(def, &def->columns[i]))
			return def->columns[i].name;
	return NULL;
}

/* Whether the key may hold what is no text, and so not in JSON. */
static bool
has_bytes(const struct definition *def)
{
	for (size_t i = 0; i < def->column_count; i++)
		if (column_is(&def->columns[i], "binary") &&
		    is_key(def, def->columns[i].name))
			return true;
	return false;
}

static void
add_paragraphs(struct model_parts *m)
{
	const struct definition *def = m->def;
	const char *made;
	struct view *key;
	struct buf columns = BUF_INIT;

	if (def->pivot || def->key_kind == KEY_SINGLE)
		return;
	if (def->key_kind == KEY_NONE) {
		key = view_add(m->arena, m->root, "keyless", VIEW_OBJECT);
		view_text(m->arena, key, "exception",
		    imports_name(&m->imports, CLASS_LOGIC_EXCEPTION));
		return;
	}
	for (size_t i = 0; i < jsonv_size(def->key); i++) {
		buf_adds(&columns, i ? ", " : "");
		buf_adds(&columns, jsonv_string(jsonv_at(def->key, i)));
	}
	key = view_add(m->arena, m->root, "compositeKey", VIEW_OBJECT);
	view_text(m->arena, key, "columns", source_doc(m->arena, columns.data));
	view_text(
	    m->arena, key, "builder", imports_name(&m->imports, CLASS_BUILDER));
	view_flag(m->arena, key, "bytes", has_bytes(def));
	view_flag(m->arena, key, "joins", def->joins);
	made = made_column(def);
	if (made)
		view_text(
		    m->arena, key, "made", source_literal(m->arena, made));
	buf_clear(&columns);
}

/* What is said of a column: that it may be missing, then its comment. */
static const char *
column_text(struct model_parts *m, const struct column *column)
{
	const char *comment = source_doc(m->arena, column->comment);

	if (!column->invisible)
		return comment;
	return source_join(m->arena, "Invisible: select it by name.",
	    comment ? " " : "", comment ? comment : "");
}

static void
add_column(
    struct model_parts *m, struct view *list, const struct column *column)
{
	const char *type = column_type(m, column);
	bool is_nullable = column->nullable || column->invisible;

	if (model_has_property(column))
		add_property(m, list, column->read_only,
		    nullable(
			m, type, is_nullable && strcmp(type, "mixed") != 0),
		    column->name, column_text(m, column));
}

void
model_add_docblock(struct model_parts *m)
{
	const struct definition *def = m->def;
	struct view *list =
	    view_add(m->arena, m->root, "properties", VIEW_LIST);

	for (size_t i = 0; i < def->column_count; i++)
		add_column(m, list, &def->columns[i]);
	for (size_t i = 0; i < def->relation_count; i++)
		add_property(m, list, true,
		    relation_type(m, &def->relations[i]),
		    def->relations[i].name, NULL);
	view_text(
	    m->arena, m->root, "comment", source_doc(m->arena, def->comment));
	add_paragraphs(m);
	view_flag(m->arena, m->root, "documented",
	    list->first || def->comment || m->style->split ||
		(!def->pivot && def->key_kind != KEY_SINGLE));
}
