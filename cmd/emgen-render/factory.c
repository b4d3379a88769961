/* factory - the view of a model's factory (model.h). */
#include <string.h>

#include "factory_form.h"
#include "factory_type.h"
#include "imports.h"
#include "model.h"
#include "model_parts.h"
#include "php.h"
#include "source.h"

enum {
	STRING_MAX = 200,  /* characters of a text that nobody will read */
	SHORTEST_TEXT = 5, /* that Faker's text() can make */
	BYTES_MAX = 16,
};

struct factory {
	struct arena *arena;
	const struct definition *def;
	struct imports imports;
};

/* The relation that fills a column, or NULL. */
static const struct relation *
relation_of(const struct definition *def, const struct column *column)
{
	for (size_t i = 0; i < def->relation_count; i++) {
		const struct relation *relation = &def->relations[i];

		if (strcmp(relation->kind, "belongsTo") == 0 &&
		    strcmp(relation->foreign_key, column->name) == 0)
			return relation;
	}
	return NULL;
}

/* Whether making the parent would take a row of this very table. */
static bool
is_circular(const struct definition *def, const struct relation *relation)
{
	return relation->cycle ||
	       strcasecmp(relation->class, def->full_name) == 0;
}

static bool
is_kind(const struct column *column, const char *kind)
{
	return strcmp(column->kind, kind) == 0;
}

static void
add_imports(struct factory *f, const struct style *style, const char *class)
{
	imports_init(&f->imports, f->arena, style->factories_namespace, class);
	imports_add(&f->imports, CLASS_FACTORY);
	imports_add(&f->imports, f->def->full_name);
	for (size_t i = 0; i < f->def->column_count; i++) {
		const struct column *column = &f->def->columns[i];
		const struct relation *relation = relation_of(f->def, column);

		if (!column->required ||
		    (relation && is_circular(f->def, relation)))
			continue;
		if (relation)
			imports_add(&f->imports, relation->class);
		else if (column->cast_enum)
			imports_add_enum(&f->imports, column->cast);
		else if (is_kind(column, "ulid"))
			imports_add(&f->imports, CLASS_STR);
	}
	imports_resolve(&f->imports);
}

/* --- values --- */

/* A new parent; its key, or another column of it that the key refers to. */
static char *
related_value(struct factory *f, const struct relation *relation)
{
	const char *class = imports_name(&f->imports, relation->class);
	const char *column = relation->other_key;

	if (!column)
		return source_printf(f->arena, "%s::factory()", class);
	if (php_is_name(column))
		return source_printf(f->arena,
		    "fn () => %s::factory()->create()->%s", class, column);
	return source_printf(f->arena,
	    "fn () => %s::factory()->create()->getAttribute(%s)", class,
	    source_literal(f->arena, column));
}

/* 99999 as 99_999 */
static char *
grouped(struct arena *arena, long n)
{
	if (n < 1000)
		return source_printf(arena, "%ld", n);
	return source_printf(
	    arena, "%s_%03ld", grouped(arena, n / 1000), n % 1000);
}

static char *
repeat(struct arena *arena, char c, int count)
{
	char *text = arena_alloc(arena, (size_t)count + 1, 1);

	memset(text, c, (size_t)count);
	return text;
}

static char *
string_value(struct factory *f, const struct column *column, const char *fake)
{
	int length = column->length == NO_NUMBER ? STRING_MAX : column->length;
	int half = length / 2 < 8 ? length / 2 : 8;

	if (length == 0)
		return source_printf(f->arena, "''");
	if (column->unique && half)
		return source_printf(f->arena, "%s->bothify('%s%s')", fake,
		    repeat(f->arena, '?', half), repeat(f->arena, '#', half));
	if (length < SHORTEST_TEXT)
		return source_printf(f->arena, "%s->lexify('%s')", fake,
		    repeat(f->arena, '?', length));
	return source_printf(f->arena, "%s->text(%d)", fake,
	    length < STRING_MAX ? length : STRING_MAX);
}

static char *
decimal_value(struct factory *f, const struct column *column, const char *fake)
{
	int scale = column->scale == NO_NUMBER ? 2 : column->scale;
	int digits =
	    column->precision == NO_NUMBER ? 5 : column->precision - scale;
	long most = 1;

	for (int i = 0; i < digits && i < 5; i++)
		most *= 10;
	return source_printf(f->arena, "%s->randomFloat(%d, 0, %s)", fake,
	    scale, grouped(f->arena, most - 1));
}

/* The smallest integer of any server holds 127; distinct ones need more. */
static char *
integer_value(struct factory *f, const struct column *column, const char *fake)
{
	return source_printf(f->arena, "%s->numberBetween(1, %s)", fake,
	    grouped(f->arena, column->unique ? 2147483647 : 127));
}

/* One of the values that the column is restricted to. */
static char *
listed_value(struct factory *f, const struct column *column, const char *fake)
{
	size_t count;
	char **items = source_literals(f->arena, column->values, &count);
	bool integers = strcmp(column->type, "int") == 0;

	for (size_t i = 0; i < count && integers; i++)
		items[i] = source_value(
		    f->arena, "integer", json_array_get(column->values, i));
	return source_printf(f->arena, "%s->randomElement(%s)", fake,
	    source_list(
		f->arena, items, count, (struct source_place){ .column = 0 }));
}

static char *
column_value(struct factory *f, const struct column *column)
{
	const char *fake = column->unique ? "fake()->unique()" : "fake()";
	char *form = factory_form(f->arena, column, fake);
	char *simple = factory_type_value(f->arena, column, fake);

	if (column->cast_enum)
		return source_printf(f->arena, "%s->randomElement(%s::cases())",
		    fake, imports_name(&f->imports, column->cast));
	if (json_array_size(column->values) > 0)
		return listed_value(f, column, fake);
	if (form)
		return form;
	if (simple)
		return simple;
	if (is_kind(column, "integer") || is_kind(column, "bigint"))
		return integer_value(f, column, fake);
	if (is_kind(column, "decimal"))
		return decimal_value(f, column, fake);
	if (is_kind(column, "json"))
		return source_printf(f->arena, "[]");
	if (is_kind(column, "ulid"))
		return source_printf(f->arena, "(string) %s::ulid()",
		    imports_name(&f->imports, CLASS_STR));
	if (is_kind(column, "binary"))
		return source_printf(f->arena, "random_bytes(%d)",
		    column->length > 0 && column->length < BYTES_MAX
			? column->length
			: BYTES_MAX);
	return string_value(f, column, fake);
}

/* Whether save() has something to insert when the factory gives nothing. */
static bool
saves_without_values(const struct definition *def)
{
	return def->uuid || def->default_count || def->created ||
	       def->updated ||
	       (def->key_kind == KEY_SINGLE && def->key_incrementing);
}

/* Eloquent inserts no row for a model without attributes: one that is null. */
static void
add_null(struct factory *f, struct view *list)
{
	const struct column *column = f->def->columns;
	size_t left = f->def->column_count;
	struct view *item;

	for (; left && column->read_only; left--)
		column++;
	if (!left)
		return;
	item = view_add(f->arena, list, NULL, VIEW_OBJECT);
	view_text(f->arena, item, "name", column->name);
	view_text(f->arena, item, "value", "null");
}

static void
add_columns(struct factory *f, struct view *root)
{
	struct view *list = view_add(f->arena, root, "columns", VIEW_LIST);
	struct view *callers = view_add(f->arena, root, "callers", VIEW_LIST);

	for (size_t i = 0; i < f->def->column_count; i++) {
		const struct column *column = &f->def->columns[i];
		const struct relation *relation = relation_of(f->def, column);
		struct view *item;

		if (!column->required)
			continue;
		if (relation && is_circular(f->def, relation)) {
			view_text(f->arena, callers, NULL,
			    source_doc(f->arena, column->name));
			continue;
		}
		item = view_add(f->arena, list, NULL, VIEW_OBJECT);
		view_text(f->arena, item, "name", column->name);
		view_text(f->arena, item, "value",
		    relation ? related_value(f, relation)
			     : column_value(f, column));
	}
	if (!list->first && !callers->first && !saves_without_values(f->def)) {
		view_flag(f->arena, root, "onlyNull", true);
		add_null(f, list);
	}
	view_flag(f->arena, root, "hasColumns", list->first);
}

struct view *
factory_view(struct arena *arena, const struct definition *def,
    const struct style *style)
{
	struct factory f = { .arena = arena, .def = def };
	struct view *root = view_new(arena, VIEW_OBJECT);
	char *class = source_printf(arena, "%sFactory", def->class);

	add_imports(&f, style, class);
	view_flag(arena, root, "strictTypes", style->strict_types);
	view_text(arena, root, "namespace", style->factories_namespace);
	view_text(arena, root, "class", class);
	imports_view(&f.imports, root);
	view_text(
	    arena, root, "parent", imports_name(&f.imports, CLASS_FACTORY));
	view_text(
	    arena, root, "model", imports_name(&f.imports, def->full_name));
	add_columns(&f, root);
	return root;
}
