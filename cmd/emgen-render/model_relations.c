/* model_relations - the methods of a model (model_parts.h). */
#include <string.h>
#include <strings.h>

#include "model_parts.h"
#include "names.h"
#include "source.h"

const char *
model_relation_class(const struct relation *relation)
{
	static const char *const classes[][2] = {
		{ "belongsTo", ELOQUENT "Relations\\BelongsTo" },
		{ "hasOne", ELOQUENT "Relations\\HasOne" },
		{ "hasMany", ELOQUENT "Relations\\HasMany" },
		{ "hasOneThrough", ELOQUENT "Relations\\HasOneThrough" },
		{ "hasManyThrough", ELOQUENT "Relations\\HasManyThrough" },
		{ "morphTo", ELOQUENT "Relations\\MorphTo" },
		{ "morphOne", ELOQUENT "Relations\\MorphOne" },
		{ "morphMany", ELOQUENT "Relations\\MorphMany" },
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (strcmp(classes[i][0], relation->kind) == 0)
			return classes[i][1];
	return ELOQUENT "Relations\\BelongsToMany";
}

static const char *
literal(struct model_parts *m, const char *text)
{
	return text ? source_literal(m->arena, text) : NULL;
}

/* The types between the angle brackets, as each Laravel knows them. */
static const char *
generics(struct model_parts *m, const struct relation *relation)
{
	const char *class = imports_type(&m->imports, relation->class);

	if (m->style->laravel == 10)
		return strstr(relation->kind, "To") && !relation->table
			   ? source_join(m->arena, class, ", self")
			   : class;
	if (relation->through)
		return source_join(m->arena, class, ", ",
		    imports_type(&m->imports, relation->through), ", $this");
	if (relation->pivot_accessor && m->style->laravel >= 12)
		return source_join(m->arena, class, ", $this, ",
		    imports_type(&m->imports,
			relation->using ? relation->using : CLASS_PIVOT),
		    ", ", literal(m, relation->pivot_accessor));
	if (relation->using && m->style->laravel >= 12)
		return source_join(m->arena, class, ", $this, ",
		    imports_type(&m->imports, relation->using));
	return source_join(m->arena, class, ", $this");
}

static void
add_pivot_arguments(
    struct model_parts *m, struct view *list, const struct relation *relation)
{
	view_text(m->arena, list, NULL, literal(m, relation->table));
	view_text(
	    m->arena, list, NULL, literal(m, relation->foreign_pivot_key));
	view_text(
	    m->arena, list, NULL, literal(m, relation->related_pivot_key));
	if (!relation->parent_key && !relation->related_key)
		return;
	view_text(m->arena, list, NULL,
	    relation->parent_key ? literal(m, relation->parent_key) : "null");
	view_text(m->arena, list, NULL, literal(m, relation->related_key));
}

static char *
with_pivot(struct model_parts *m, const struct jsonv *columns)
{
	size_t count;
	char **items = source_literals(m->arena, columns, &count);
	char *list = items[0];

	for (size_t i = 1; i < count; i++)
		list = source_join(m->arena, list, ", ", items[i]);
	return source_join(m->arena, "withPivot(", list, ")");
}

/* The columns are called as those of the parent, if it has both. */
static const char *
with_timestamps(const struct definition *parent)
{
	return !parent->created == !parent->updated
		   ? "withTimestamps()"
		   : "withTimestamps('created_at', 'updated_at')";
}

static void
add_calls(
    struct model_parts *m, struct view *list, const struct relation *relation)
{
	if (relation->using)
		view_text(m->arena, list, NULL,
		    source_join(m->arena, "using(",
			imports_name(&m->imports, relation->using),
			"::class)"));
	if (relation->pivot_accessor)
		view_text(m->arena, list, NULL,
		    source_join(m->arena, "as(",
			literal(m, relation->pivot_accessor), ")"));
	if (jsonv_size(relation->pivot_columns) > 0)
		view_text(m->arena, list, NULL,
		    with_pivot(m, relation->pivot_columns));
	if (relation->pivot_timestamps)
		view_text(m->arena, list, NULL, with_timestamps(m->def));
	if (relation->pivot_soft_deletes)
		view_text(m->arena, list, NULL, "wherePivotNull('deleted_at')");
}

/* morphTo has its own name for an argument, the inverse that of the columns. */
static void
add_key_arguments(
    struct model_parts *m, struct view *list, const struct relation *relation)
{
	bool any = strcmp(relation->kind, "morphTo") == 0;

	if (relation->morph && !any)
		view_text(m->arena, list, NULL, literal(m, relation->morph));
	if (relation->morph)
		view_text(
		    m->arena, list, NULL, literal(m, relation->morph_type));
	view_text(m->arena, list, NULL, literal(m, relation->foreign_key));
	view_text(m->arena, list, NULL, literal(m, relation->other_key));
}

static void
add_through_arguments(
    struct model_parts *m, struct view *list, const struct relation *relation)
{
	view_text(m->arena, list, NULL,
	    source_join(m->arena, imports_name(&m->imports, relation->through),
		"::class"));
	view_text(
	    m->arena, list, NULL, literal(m, relation->through_foreign_key));
	view_text(m->arena, list, NULL, literal(m, relation->foreign_key));
	if (!relation->other_key && !relation->through_local_key)
		return;
	view_text(m->arena, list, NULL,
	    relation->other_key ? literal(m, relation->other_key) : "null");
	view_text(
	    m->arena, list, NULL, literal(m, relation->through_local_key));
}

static void
add_relation(
    struct model_parts *m, struct view *list, const struct relation *relation)
{
	struct view *item = view_add(m->arena, list, NULL, VIEW_OBJECT);
	struct view *arguments, *calls;

	view_text(m->arena, item, "name", relation->name);
	view_text(m->arena, item, "kind", relation->kind);
	view_text(m->arena, item, "type",
	    imports_name(&m->imports, model_relation_class(relation)));
	view_text(m->arena, item, "generics", generics(m, relation));
	view_text(m->arena, item, "related",
	    imports_name(&m->imports, relation->class));
	view_flag(
	    m->arena, item, "morphTo", strcmp(relation->kind, "morphTo") == 0);
	arguments = view_add(m->arena, item, "arguments", VIEW_LIST);
	calls = view_add(m->arena, item, "calls", VIEW_LIST);
	if (relation->table) {
		add_pivot_arguments(m, arguments, relation);
		add_calls(m, calls, relation);
		return;
	}
	if (relation->through)
		add_through_arguments(m, arguments, relation);
	else
		add_key_arguments(m, arguments, relation);
}

static bool
has_relation(const struct definition *def, const char *name)
{
	for (size_t i = 0; i < def->relation_count; i++)
		if (strcasecmp(def->relations[i].name, name) == 0)
			return true;
	return false;
}

static unsigned
parts_of(const struct model_parts *m)
{
	const struct definition *def = m->def;

	return (m->style->has_factory && !def->pivot ? NAMES_FACTORY : 0U) |
	       (def->uuid ? NAMES_IDS : 0U) |
	       (def->soft_deletes && !def->pivot ? NAMES_SOFT : 0U) |
	       (def->authenticatable && !def->pivot ? NAMES_USER : 0U);
}

/*
 * Eloquent asks PHP whether a column that is not loaded is a method, and PHP
 * finds reportsTo() for ReportsTo: reading the key would call the relation, and
 * reading trashed that of SoftDeletes.
 */
static void
add_same_names(struct model_parts *m)
{
	const struct definition *def = m->def;
	unsigned parts = parts_of(m);
	char *list = NULL;

	for (size_t i = 0; i < def->column_count; i++) {
		const char *name = def->columns[i].name;

		if (has_relation(def, name) ||
		    (parts && names_column_calls(name, parts)))
			list = source_join(m->arena, list ? list : "",
			    list ? ", " : "", literal(m, name));
	}
	view_text(m->arena, m->root, "columnsLikeRelations", list);
}

void
model_add_relations(struct model_parts *m)
{
	struct view *list = view_add(m->arena, m->root, "relations", VIEW_LIST);

	for (size_t i = 0; i < m->def->relation_count; i++)
		add_relation(m, list, &m->def->relations[i]);
	add_same_names(m);
}
