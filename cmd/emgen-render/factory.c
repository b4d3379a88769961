/* factory - the view of a model's factory (model.h). */
#include "factory.h"

#include <string.h>

#include "kind.h"
#include "model_parts.h"
#include "names.h"
#include "source.h"

static void
add_imports(struct factory *f, const struct style *style, const char *class)
{
	imports_init(&f->imports, f->arena, style->factories_namespace, class);
	imports_add(&f->imports, CLASS_FACTORY);
	imports_add(&f->imports, f->def->full_name);
	for (size_t i = 0; i < f->def->column_count; i++) {
		const struct column *column = &f->def->columns[i];
		const struct parent *parent = &f->parents[i];
		struct sql_values found;

		if (!column->required || parent->circular)
			continue;
		if (parent->key)
			imports_add(
			    &f->imports, factory_key_class(parent->key));
		else if (parent->relation)
			imports_add(&f->imports, parent->relation->class);
		else if (factory_is_listed(f, i, &found))
			continue;
		else if (column_takes_enum(column))
			imports_add_enum(&f->imports, column->cast);
		else if (factory_morph_class(f, i))
			imports_add(&f->imports, factory_morph_class(f, i));
		else if (column_is(column, "ulid"))
			imports_add(&f->imports, CLASS_STR);
	}
	imports_resolve(&f->imports);
}

static bool
has_name(const struct jsonv *names, const char *wanted)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (names, i, name)
		if (jsonv_is(name, JSONV_STRING) &&
		    strcmp(jsonv_string(name), wanted) == 0)
			return true;
	return false;
}

bool
factory_refers(const struct definition *def, const char *column)
{
	const struct jsonv *key;
	size_t i;

	jsonv_each (jsonv_get(def->json, "foreignKeys"), i, key)
		if (has_name(jsonv_get(key, "columns"), column))
			return true;
	return false;
}

bool
factory_may_give(const struct factory *f, const struct column *column)
{
	return has_name(f->def->fillable, column->name);
}

bool
factory_is_nulled(const struct definition *def, const struct column *column)
{
	return column->nullable && !column->required && !column->read_only &&
	       column->has_default && names_can_be_attribute(column->name) &&
	       factory_refers(def, column->name);
}

static void
add_column(struct factory *f, struct view *list, size_t i, const char *value)
{
	struct view *item = view_add(f->arena, list, NULL, VIEW_OBJECT);

	view_text(f->arena, item, "name", f->def->columns[i].name);
	view_text(f->arena, item, "value", value);
}

/*
 * Columns of keys of several: each is read by what those before it led to.  The
 * last comes first, since the first may be a number that the database makes.
 */
static void
add_together(struct factory *f, struct view *list)
{
	const struct jsonv *key = NULL;
	size_t k;

	jsonv_each (jsonv_get(f->def->json, "foreignKeys"), k, key) {
		const struct jsonv *columns = jsonv_get(key, "columns");

		for (size_t at = jsonv_size(columns); at-- > 0;) {
			size_t i =
			    factory_column(f->def, jsonv_at(columns, at));

			if (i < f->def->column_count &&
			    f->parents[i].key == key && !f->parents[i].circular)
				add_column(
				    f, list, i, factory_parent_value(f, i));
		}
	}
}

/* Whether save() has something to insert when the factory gives nothing. */
static bool
saves_without_values(const struct definition *def)
{
	return def->uuid || def->key_made || def->default_count ||
	       def->created || def->updated ||
	       (def->key_kind == KEY_SINGLE && def->key_incrementing);
}

/* A writable column that may be null, or may not; the count of all for none. */
static size_t
first_writable(const struct definition *def, bool nullable)
{
	size_t i = 0;

	while (
	    i < def->column_count &&
	    (def->columns[i].read_only || def->columns[i].nullable != nullable))
		i++;
	return i;
}

/*
 * Eloquent inserts no row for a model without attributes: one that is null, or
 * where none may be, the value of one that the database would have filled.
 */
static void
add_one(struct factory *f, struct view *list)
{
	size_t i = first_writable(f->def, true);

	if (i < f->def->column_count) {
		add_column(f, list, i, "null");
		return;
	}
	i = first_writable(f->def, false);
	if (i < f->def->column_count)
		add_column(f, list, i, factory_value(f, i));
}

static void
add_columns(struct factory *f, struct view *root)
{
	struct view *list = view_add(f->arena, root, "columns", VIEW_LIST);
	struct view *callers = view_add(f->arena, root, "callers", VIEW_LIST);
	struct view *orphans = view_add(f->arena, root, "orphans", VIEW_LIST);

	for (size_t i = 0; i < f->def->column_count; i++) {
		const struct column *column = &f->def->columns[i];
		const struct parent *parent = &f->parents[i];

		if (factory_is_nulled(f->def, column))
			add_column(f, list, i, "null");
		if (!column->required || (parent->key && !parent->circular))
			continue;
		if (parent->circular)
			view_text(f->arena, parent->unknown ? orphans : callers,
			    NULL, source_doc(f->arena, column->name));
		else
			add_column(f, list, i,
			    parent->relation ? factory_parent_value(f, i)
					     : factory_value(f, i));
	}
	add_together(f, list);
	if (!list->first && !callers->first && !orphans->first &&
	    !saves_without_values(f->def)) {
		view_flag(f->arena, root, "onlyNull", true);
		add_one(f, list);
	}
	view_flag(f->arena, root, "hasColumns", list->first);
}

static bool
is_foreign(const struct definition *def, const char *column)
{
	for (size_t i = 0; i < def->relation_count; i++)
		if (strcmp(def->relations[i].kind, "belongsTo") == 0 &&
		    strcmp(def->relations[i].foreign_key, column) == 0)
			return true;
	return false;
}

/* The column beside the primary key by which other rows find this one. */
static const char *
found_by(const struct relation *relation)
{
	if (strcmp(relation->kind, "belongsTo") == 0)
		return NULL;
	return relation->table ? relation->parent_key : relation->other_key;
}

/* A row is found again, to be read, by its key. */
static void
fill_key(struct factory *f, struct column *column)
{
	if (!factory_may_give(f, column))
		f->is_read_again = f->def->key_kind != KEY_NONE;
	else if (!is_foreign(f->def, column->name))
		column->required = true;
}

/* What others refer to is not null in a row that is made for them. */
static void
fill_keys(struct factory *f)
{
	for (size_t i = 0; i < f->def->relation_count; i++) {
		const char *key = found_by(&f->def->relations[i]);

		for (size_t k = 0; key && k < f->def->column_count; k++)
			if (strcmp(f->columns[k].name, key) == 0)
				fill_key(f, &f->columns[k]);
	}
}

/* A definition that differs in what is required. */
static struct definition
with_own_columns(struct arena *arena, const struct definition *def)
{
	struct definition own = *def;
	size_t size = def->column_count * sizeof(*own.columns);

	own.columns =
	    arena_alloc(arena, def->column_count + 1, sizeof(*own.columns));
	if (size)
		memcpy(own.columns, def->columns, size);
	return own;
}

#define EACH_COLUMN(p) arena_alloc(arena, def->column_count, sizeof(*(p)))

struct view *
factory_view(struct arena *arena, const struct definition *def,
    const struct style *style)
{
	struct definition own = with_own_columns(arena, def);
	struct factory f = { .arena = arena,
		.def = &own,
		.columns = own.columns,
		.parents = EACH_COLUMN(f.parents),
		.distinct = EACH_COLUMN(f.distinct),
		.within = EACH_COLUMN(f.within),
		.later = EACH_COLUMN(f.later),
		.order = EACH_COLUMN(f.order) };
	struct view *root = view_new(arena, VIEW_OBJECT);
	char *class = source_printf(arena, "%sFactory", def->class);

	f.checks = factory_rules(&f);
	fill_keys(&f);
	factory_find_parents(&f);
	factory_find_distinct(&f);
	factory_find_checks(&f);
	factory_find_later(&f);
	factory_find_order(&f);
	add_imports(&f, style, class);
	view_flag(arena, root, "strictTypes", style->strict_types);
	view_text(arena, root, "namespace", style->factories_namespace);
	view_text(arena, root, "class", class);
	imports_view(&f.imports, root);
	view_text(
	    arena, root, "parent", imports_name(&f.imports, CLASS_FACTORY));
	view_text(
	    arena, root, "model", imports_name(&f.imports, def->full_name));
	view_text(
	    arena, root, "modelType", imports_type(&f.imports, def->full_name));
	add_columns(&f, root);
	view_flag(arena, root, "readAgain", f.is_read_again);
	factory_add_strangers(
	    &f, view_add(arena, root, "strangers", VIEW_LIST));
	factory_add_checks(&f, view_add(arena, root, "checks", VIEW_LIST));
	return root;
}
