/*
 * request - the view of a form request: rules that follow from a table
 * (model.h).
 */
#include "request.h"

#include <stdlib.h>
#include <string.h>

#include "inflect.h"
#include "kind.h"
#include "list.h"
#include "php.h"
#include "source.h"

#define CLASS_FORM_REQUEST "Illuminate\\Foundation\\Http\\FormRequest"

static bool
lists(const struct jsonv *texts, const char *text)
{
	const struct jsonv *item;
	size_t i;

	jsonv_each (texts, i, item)
		if (strcmp(jsonv_string(item), text) == 0)
			return true;
	return false;
}

/* A dot or a star in a name would mean members of a list to the validator. */
static bool
is_input(const struct definition *def, const struct column *column)
{
	static const char *const opaque[] = { "binary", "geometry", NULL };

	return lists(def->fillable, column->name) && !column->read_only &&
	       !strpbrk(column->name, ".*") && !list_has(opaque, column->kind);
}

/* What a foreign key of the column alone, to a table with a model, refers to.
 */
static const struct jsonv *
reference_of(const struct definition *def, const struct column *column)
{
	const struct jsonv *key;
	size_t i;

	jsonv_each (jsonv_get(def->json, "foreignKeys"), i, key) {
		const struct jsonv *columns = jsonv_get(key, "columns");
		const struct jsonv *to = jsonv_get(key, "references");

		if (jsonv_size(columns) == 1 && lists(columns, column->name) &&
		    jsonv_size(jsonv_get(to, "columns")) == 1 &&
		    php_is_namespace(jsonv_str(to, "class")))
			return to;
	}
	return NULL;
}

static void
add_imports(struct request *request, const char *namespace, const char *class)
{
	struct imports *imports = &request->imports;
	const struct definition *def = request->def;

	imports_init(imports, request->arena, namespace, class);
	imports_add(imports, CLASS_FORM_REQUEST);
	for (size_t i = 0; i < def->column_count; i++) {
		const struct column *column = &def->columns[i];
		const struct jsonv *to = reference_of(def, column);

		if (!is_input(def, column))
			continue;
		if (column_takes_enum(column))
			imports_add_enum(imports, column->cast);
		if (to)
			imports_add(imports, jsonv_str(to, "class"));
		if (column->unique)
			imports_add(imports, def->full_name);
		if (column->cast_enum || to || column->unique ||
		    column_is_listed(column))
			imports_add(imports, CLASS_RULE);
	}
	imports_resolve(imports);
}

/*
 * Rows that are there already; these come last, and ask the database.  A row
 * without a key of one column is known by the value that no other has.
 */
static void
add_rows(struct request *request, struct buf *out, const struct column *column)
{
	const struct definition *def = request->def;
	const struct jsonv *to = reference_of(def, column);
	const char *rule = to || column->unique
			       ? imports_name(&request->imports, CLASS_RULE)
			       : NULL;
	const char *name = source_literal(request->arena, column->name);

	if (to)
		buf_addf(out, ", %s::exists(%s::class, %s)", rule,
		    imports_name(&request->imports, jsonv_str(to, "class")),
		    source_literal(request->arena,
			jsonv_string(jsonv_at(jsonv_get(to, "columns"), 0))));
	if (!column->unique)
		return;
	buf_addf(out, ", %s::unique(%s::class, %s)->ignore(", rule,
	    imports_name(&request->imports, def->full_name), name);
	if (def->key_kind == KEY_SINGLE)
		buf_adds(out, "$row)");
	else
		buf_addf(out, "$row?->getRawOriginal(%s), %s)", name, name);
	request->unique = true;
}

static void
add_columns(struct request *request, struct view *root)
{
	struct view *list =
	    view_add(request->arena, root, "columns", VIEW_LIST);

	for (size_t i = 0; i < request->def->column_count; i++) {
		const struct column *column = &request->def->columns[i];
		struct buf rules = BUF_INIT;
		struct view *item;

		if (!is_input(request->def, column))
			continue;
		request_rules(request, &rules, column);
		add_rows(request, &rules, column);
		item = view_add(request->arena, list, NULL, VIEW_OBJECT);
		view_text(request->arena, item, "name", column->name);
		view_text(request->arena, item, "rules",
		    arena_strdup(request->arena, rules.data));
		buf_clear(&rules);
	}
}

struct view *
request_view(struct arena *arena, const struct definition *def,
    const struct style *style)
{
	struct request request = { .arena = arena, .def = def };
	struct view *root = view_new(arena, VIEW_OBJECT);
	char *class = source_printf(arena, "%sRequest", def->class);
	char *route = inflect_snake(def->class);

	add_imports(&request, style->requests_namespace, class);
	add_columns(&request, root);
	view_flag(arena, root, "strictTypes", style->strict_types);
	view_text(arena, root, "namespace", style->requests_namespace);
	view_text(arena, root, "class", class);
	imports_view(&request.imports, root);
	view_text(arena, root, "parent",
	    imports_name(&request.imports, CLASS_FORM_REQUEST));
	view_text(arena, root, "model",
	    request.unique ? imports_name(&request.imports, def->full_name)
			   : NULL);
	view_text(arena, root, "route", arena_strdup(arena, route));
	view_flag(arena, root, "required", request.required);
	view_flag(arena, root, "unique", request.unique);
	view_flag(arena, root, "preamble", request.required || request.unique);
	free(route);
	return root;
}
