/* model_body - what stands in the class of a model (model_parts.h). */
#include <string.h>

#include "model_parts.h"
#include "source.h"

enum { INDENT = 4 };

const char *
model_key_trait(const struct definition *def)
{
	return strcmp(def->uuid, "ulid") == 0 ? CLASS_HAS_ULIDS
					      : CLASS_HAS_UUIDS;
}

bool
model_has_fillable(const struct definition *def)
{
	return !def->pivot && jsonv_size(def->fillable) > 0;
}

static const char *
literal(struct model_parts *m, const char *text)
{
	return text ? source_literal(m->arena, text) : NULL;
}

/* The literals of a list behind head, which starts its line. */
static char *
text_list(struct model_parts *m, const struct jsonv *texts, const char *head,
    unsigned behind)
{
	size_t count;
	char **items = source_literals(m->arena, texts, &count);

	return source_list(m->arena, items, count,
	    (struct source_place){ .column = (unsigned)strlen(head),
		.indent = *head == ' ' ? INDENT : 0,
		.behind = behind });
}

/* A Pivot's id is none that the database makes, unless it says so. */
static bool
is_numbered_pivot(const struct definition *def)
{
	return def->joins && def->key_kind == KEY_SINGLE &&
	       def->key_incrementing && !def->uuid;
}

static void
add_key_name(struct model_parts *m)
{
	const struct jsonv *column = jsonv_at(m->def->key, 0);

	if (!m->def->key_default)
		view_text(m->arena, m->root, "primaryKey",
		    literal(m, jsonv_string(column)));
}

static void
add_made_key(struct model_parts *m)
{
	struct view *made = view_add(m->arena, m->root, "madeKey", VIEW_OBJECT);

	view_text(m->arena, made, "column",
	    literal(m, jsonv_string(jsonv_at(m->def->key, 0))));
	view_text(m->arena, made, "sql",
	    source_literal(
		m->arena, source_join(m->arena, "select ", m->def->key_made)));
	view_text(m->arena, made, "builder",
	    imports_name(&m->imports, CLASS_BUILDER));
}

static void
add_key(struct model_parts *m)
{
	const struct definition *def = m->def;
	bool single = def->key_kind == KEY_SINGLE;

	if (def->key_kind == KEY_COMPOSITE)
		view_text(m->arena, m->root, "key",
		    text_list(m, def->key, "    public const KEY = ", 1));
	view_flag(m->arena, m->root, "notIncrementing",
	    !single || (!def->uuid && !def->key_incrementing));
	if (!single)
		view_text(m->arena, m->root, "primaryKey", "null");
	else
		add_key_name(m);
	if (single && def->key_made)
		add_made_key(m);
	view_flag(m->arena, m->root, "primaryKeyIsNull", !single);
	view_flag(m->arena, m->root, "stringKey",
	    single && def->key_is_string && !def->uuid);
}

/* Constants for timestamps that are not where Eloquent looks for them. */
static void
add_timestamps(struct model_parts *m)
{
	const char *created = m->def->created, *updated = m->def->updated;
	struct view *own;

	view_flag(m->arena, m->root, "noTimestamps", !created && !updated);
	if (!created && !updated) {
		view_flag(m->arena, m->root, "falseTimestamp",
		    m->def->joins && definition_has(m->def, "created_at"));
		return;
	}
	if (m->def->joins && (!created || !updated)) {
		own = view_add(m->arena, m->root, "ownTimestamps", VIEW_OBJECT);
		if (!m->def->pivot)
			view_text(m->arena, own, "attached",
			    literal(m, created ? created : updated));
	}
	if (!created || strcmp(created, "created_at") != 0)
		view_text(m->arena, m->root, "createdAt",
		    created ? literal(m, created) : "null");
	if (!updated || strcmp(updated, "updated_at") != 0)
		view_text(m->arena, m->root, "updatedAt",
		    updated ? literal(m, updated) : "null");
}

static void
add_defaults(struct model_parts *m)
{
	size_t count = m->def->default_count;
	char **items = arena_alloc(m->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++) {
		const struct attribute *it = &m->def->defaults[i];

		items[i] =
		    source_join(m->arena, source_literal(m->arena, it->column),
			" => ", source_value(m->arena, it->kind, it->value));
	}
	if (count)
		view_text(m->arena, m->root, "attributes",
		    source_list(m->arena, items, count,
			(struct source_place){
			    .column = strlen("    protected $attributes = "),
			    .indent = INDENT,
			    .behind = 1 }));
}

bool
model_has_php_attributes(const struct style *style)
{
	return style->laravel >= 13 && !style->split;
}

/* Name(['a', 'b']) */
static void
add_list_attribute(struct model_parts *m, struct view *list, const char *class,
    const struct jsonv *texts)
{
	const char *name = imports_name(&m->imports, class);
	const char *head = source_join(m->arena, "#[", name, "(");

	view_text(m->arena, list, NULL,
	    source_join(m->arena, name, "(",
		text_list(m, texts, head, strlen(")]")), ")"));
}

static void
add_php_attributes(struct model_parts *m)
{
	const struct definition *def = m->def;
	struct view *list =
	    view_add(m->arena, m->root, "phpAttributes", VIEW_LIST);

	if (def->date_format)
		view_text(m->arena, list, NULL,
		    source_join(m->arena,
			imports_name(&m->imports, CLASS_DATE_FORMAT), "(",
			literal(m, def->date_format), ")"));
	if (model_has_fillable(def))
		add_list_attribute(m, list, CLASS_FILLABLE, def->fillable);
	if (jsonv_size(def->hidden) > 0)
		add_list_attribute(m, list, CLASS_HIDDEN, def->hidden);
}

/* The same as properties. */
static void
add_list_properties(struct model_parts *m)
{
	const struct definition *def = m->def;

	view_text(
	    m->arena, m->root, "dateFormat", literal(m, def->date_format));
	if (model_has_fillable(def))
		view_text(m->arena, m->root, "fillable",
		    text_list(
			m, def->fillable, "    protected $fillable = ", 1));
	if (jsonv_size(def->hidden) > 0)
		view_text(m->arena, m->root, "hidden",
		    text_list(m, def->hidden, "    protected $hidden = ", 1));
}

void
model_add_properties(struct model_parts *m)
{
	const struct definition *def = m->def;
	struct view *pivot;

	view_flag(m->arena, m->root, "incrementing", is_numbered_pivot(def));
	if (!def->pivot || is_numbered_pivot(def))
		add_key(m);
	else if (def->uuid)
		add_key_name(m);
	add_timestamps(m);
	if (def->joins || m->style->split || !def->table_default)
		view_text(m->arena, m->root, "tableName",
		    literal(m, def->table_name));
	if (def->joins) {
		pivot = view_add(m->arena, m->root, "pivot", VIEW_OBJECT);
		view_text(m->arena, pivot, "foreignKey",
		    literal(m, def->pivot_foreign_key));
		view_text(m->arena, pivot, "relatedKey",
		    literal(m, def->pivot_related_key));
	}
	view_text(m->arena, m->root, "connection", literal(m, def->connection));
	add_defaults(m);
	if (model_has_php_attributes(m->style))
		add_php_attributes(m);
	else
		add_list_properties(m);
}

static char *
cast_item(struct model_parts *m, const struct column *column)
{
	const char *name = source_literal(m->arena, column->name);

	if (column->cast_enum)
		return source_join(m->arena, name, " => ",
		    imports_name(&m->imports, column->cast), "::class");
	return source_join(
	    m->arena, name, " => ", source_literal(m->arena, column->cast));
}

void
model_add_casts(struct model_parts *m)
{
	const struct definition *def = m->def;
	bool property = m->style->laravel == 10;
	char **items = arena_alloc(m->arena, def->column_count, sizeof(*items));
	size_t count = 0;

	for (size_t i = 0; i < def->column_count; i++)
		if (def->columns[i].cast)
			items[count++] = cast_item(m, &def->columns[i]);
	if (count)
		view_text(m->arena, m->root,
		    property ? "castsProperty" : "casts",
		    source_list(m->arena, items, count,
			(struct source_place){
			    .indent = property ? INDENT : 2 * INDENT,
			    .lines = true }));
}
