/* model - the view of a model or a pivot (model.h). */
#include "model.h"

#include <string.h>

#include "imports.h"
#include "model_parts.h"
#include "names.h"
#include "php.h"
#include "source.h"

/* --- the classes that the file names --- */

static const char *
parent_class(const struct definition *def)
{
	if (def->joins)
		return CLASS_PIVOT;
	return def->authenticatable ? CLASS_USER : CLASS_MODEL;
}

static void
add_parent(struct model_parts *m)
{
	const struct definition *def = m->def;

	if (def->authenticatable && !def->pivot) {
		imports_add_as(&m->imports, CLASS_USER, "Authenticatable");
		imports_add(&m->imports, CLASS_NOTIFIABLE);
	} else {
		imports_add(&m->imports, parent_class(def));
	}
	if (def->uuid)
		imports_add(&m->imports, model_key_trait(def));
	if (def->pivot)
		return;
	if (def->soft_deletes)
		imports_add(&m->imports, CLASS_SOFT_DELETES);
	if (def->key_kind == KEY_COMPOSITE || def->key_made)
		imports_add(&m->imports, CLASS_BUILDER);
	if (def->key_kind == KEY_NONE)
		imports_add(&m->imports, CLASS_LOGIC_EXCEPTION);
}

/* HasFactory<OrderFactory>, from Laravel 11 on. */
static bool
has_factory_type(const struct model_parts *m)
{
	return m->factory && m->style->laravel > 10;
}

/*
 * Where Laravel looks for a model's: Factory::resolveFactoryName() takes the
 * name below the models, or else below the application.
 */
static const char *
guessed_factory(const struct model_parts *m)
{
	const char *models = m->style->app_models;
	size_t len = strlen(models), app_len = len - strlen("Models");
	const char *app = source_printf(m->arena, "%.*s", (int)app_len, models);
	const char *model = m->def->full_name, *found = strstr(model, app);

	if (strncmp(model, models, len) == 0 && model[len] == '\\')
		model += len + 1;
	else if (found)
		model = found + app_len;
	return source_join(m->arena, "Database\\Factories\\", model, "Factory");
}

static void
add_factory(struct model_parts *m)
{
	const struct definition *def = m->def;

	if (!m->style->has_factory || def->pivot)
		return;
	imports_add(&m->imports, CLASS_HAS_FACTORY);
	m->factory = source_join(m->arena, m->style->factories_namespace, "\\",
	    def->class, "Factory");
	m->guesses_factory = strcmp(m->factory, guessed_factory(m)) == 0;
	if (has_factory_type(m) || !m->guesses_factory)
		imports_add(&m->imports, m->factory);
}

static void
add_type(struct model_parts *m, const struct column *column)
{
	bool is_date = strcmp(column->type, "date") == 0;

	if ((!column->is_enum && !is_date) || !model_has_property(column))
		return;
	if (column->is_enum)
		imports_add_enum(&m->imports, column->type);
	else
		imports_add(&m->imports, model_date_class(column));
}

static void
add_columns(struct model_parts *m)
{
	for (size_t i = 0; i < m->def->column_count; i++) {
		const struct column *column = &m->def->columns[i];

		add_type(m, column);
		if (column->cast_enum)
			imports_add_enum(&m->imports, column->cast);
	}
}

static void
add_relations(struct model_parts *m)
{
	for (size_t i = 0; i < m->def->relation_count; i++) {
		const struct relation *relation = &m->def->relations[i];

		imports_add(&m->imports, relation->class);
		imports_add(&m->imports, model_relation_class(relation));
		if (relation->many)
			imports_add(&m->imports, CLASS_COLLECTION);
		if (relation->through)
			imports_add(&m->imports, relation->through);
		if (relation->using)
			imports_add(&m->imports, relation->using);
		else if (relation->pivot_accessor && m->style->laravel >= 12)
			imports_add(&m->imports, CLASS_PIVOT);
	}
}

static void
add_php_attributes(struct model_parts *m)
{
	if (!model_has_php_attributes(m->style))
		return;
	if (m->def->date_format)
		imports_add(&m->imports, CLASS_DATE_FORMAT);
	if (model_has_fillable(m->def))
		imports_add(&m->imports, CLASS_FILLABLE);
	if (jsonv_size(m->def->hidden) > 0)
		imports_add(&m->imports, CLASS_HIDDEN);
}

static void
add_imports(struct model_parts *m)
{
	imports_init(&m->imports, m->arena, m->namespace, m->def->class);
	add_parent(m);
	if (!m->style->split)
		add_factory(m);
	add_columns(m);
	add_relations(m);
	add_php_attributes(m);
	imports_resolve(&m->imports);
}

/* --- the head of the class --- */

/* "HasFactory, SoftDeletes": by name, as Laravel's formatter sorts them. */
static char *
trait_list(struct model_parts *m)
{
	static const char *const traits[] = { CLASS_HAS_FACTORY,
		CLASS_HAS_ULIDS, CLASS_HAS_UUIDS, CLASS_NOTIFIABLE,
		CLASS_SOFT_DELETES };
	const char *names[sizeof(traits) / sizeof(*traits)] = { NULL }, *name;
	size_t count = 0, i;
	char *list = NULL;

	for (size_t t = 0; t < sizeof(traits) / sizeof(*traits); t++) {
		if (!imports_has(&m->imports, traits[t]))
			continue;
		name = imports_name(&m->imports, traits[t]);
		for (i = count++; i && strcasecmp(names[i - 1], name) > 0; i--)
			names[i] = names[i - 1];
		names[i] = name;
	}
	for (i = 0; i < count; i++)
		list = list ? source_join(m->arena, list, ", ", names[i])
			    : arena_strdup(m->arena, names[i]);
	return list;
}

static void
add_head(struct model_parts *m, const char *parent)
{
	struct view *factory;

	view_flag(m->arena, m->root, "strictTypes", m->style->strict_types);
	view_text(m->arena, m->root, "namespace", m->namespace);
	view_text(m->arena, m->root, "class", m->def->class);
	view_text(m->arena, m->root, "table", m->def->table);
	imports_view(&m->imports, m->root);
	view_text(m->arena, m->root, "parent", parent);
	view_text(m->arena, m->root, "traits", trait_list(m));
	if (has_factory_type(m)) {
		factory = view_add(m->arena, m->root, "factory", VIEW_OBJECT);
		view_text(m->arena, factory, "trait",
		    imports_name(&m->imports, CLASS_HAS_FACTORY));
		view_text(m->arena, factory, "name",
		    imports_name(&m->imports, m->factory));
	}
	if (m->factory && !m->guesses_factory)
		view_text(m->arena, m->root, "newFactory",
		    imports_name(&m->imports, m->factory));
}

static void
add_base(struct model_parts *m)
{
	struct view *base = view_add(m->arena, m->root, "base", VIEW_OBJECT);

	const char *table = source_doc(m->arena, m->def->table);

	view_text(m->arena, base, "source", table ? table : "");
	view_text(m->arena, base, "model", m->def->full_name);
}

struct view *
model_view(struct arena *arena, const struct definition *def,
    const struct style *style)
{
	struct model_parts m = { .arena = arena,
		.def = def,
		.style = style,
		.namespace = def->namespace,
		.root = view_new(arena, VIEW_OBJECT) };

	if (style->split) {
		m.namespace =
		    source_join(arena, style->namespace, "\\" NAMES_BASES);
		add_base(&m);
	}
	add_imports(&m);
	add_head(&m, imports_name(&m.imports, parent_class(def)));
	model_add_docblock(&m);
	model_add_properties(&m);
	model_add_relations(&m);
	model_add_casts(&m);
	return m.root;
}

struct view *
user_view(struct arena *arena, const struct definition *def,
    const struct style *style)
{
	struct model_parts m = { .arena = arena,
		.def = def,
		.style = style,
		.namespace = def->namespace,
		.root = view_new(arena, VIEW_OBJECT) };

	imports_init(&m.imports, arena, m.namespace, def->class);
	add_factory(&m);
	imports_resolve(&m.imports);
	add_head(&m, source_join(arena, NAMES_BASES "\\", def->class));
	return m.root;
}

/* A member that is there even if it is empty: none of the model's is seen. */
static void
add_text(
    struct arena *arena, struct view *item, const char *key, const char *text)
{
	if (text)
		view_text(arena, item, key, text);
	else
		view_add(arena, item, key, VIEW_NULL);
}

static void
add_flag(struct arena *arena, struct view *item, const char *key, bool flag)
{
	view_add(arena, item, key, flag ? VIEW_TRUE : VIEW_FALSE);
}

void
model_add_columns(
    struct arena *arena, struct view *model, const struct definition *def)
{
	struct view *list = view_add(arena, model, "columns", VIEW_LIST);

	for (size_t i = 0; i < def->column_count; i++) {
		const struct column *column = &def->columns[i];
		struct view *item = view_add(arena, list, NULL, VIEW_OBJECT);

		add_text(arena, item, "name", column->name);
		add_text(arena, item, "kind", column->kind);
		add_text(arena, item, "type", column->type);
		add_text(arena, item, "cast", column->cast);
		add_text(
		    arena, item, "comment", source_doc(arena, column->comment));
		add_flag(arena, item, "nullable", column->nullable);
		add_flag(arena, item, "unique", column->unique);
		add_flag(arena, item, "required", column->required);
		add_flag(arena, item, "readOnly", column->read_only);
	}
}
