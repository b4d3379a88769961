/* factory_key - columns that come from rows of other tables (factory.h). */
#include <string.h>
#include <strings.h>

#include "ev.h"
#include "factory.h"
#include "php.h"
#include "source.h"

size_t
factory_column(const struct definition *def, const struct jsonv *name)
{
	return jsonv_is(name, JSONV_STRING)
		   ? definition_column(def, jsonv_string(name))
		   : def->column_count;
}

static const struct jsonv *
columns_of(const struct jsonv *key)
{
	return jsonv_get(key, "columns");
}

static const struct jsonv *
target_of(const struct jsonv *key)
{
	return jsonv_get(key, "references");
}

const char *
factory_key_class(const struct jsonv *key)
{
	const char *class = jsonv_str(target_of(key), "class");

	return php_is_namespace(class) ? class : "";
}

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

/* Whether no relation stands for the key: several columns, or odd ones. */
static bool
is_alone(const struct definition *def, const struct jsonv *columns)
{
	size_t at = factory_column(def, jsonv_at(columns, 0));

	return jsonv_size(columns) > 1 ||
	       (at < def->column_count && !relation_of(def, &def->columns[at]));
}

/*
 * Whether every row has a row of the key's table: columns of which one is null
 * refer to nothing.
 */
static bool
is_required(const struct definition *def, const struct jsonv *key)
{
	const struct jsonv *columns = columns_of(key), *name;
	size_t i;

	jsonv_each (columns, i, name) {
		size_t at = factory_column(def, name);

		if (at == def->column_count || !def->columns[at].required)
			return false;
	}
	return is_alone(def, columns);
}

/* Whether nobody here can make a row of the key's table: it was not read. */
static bool
is_unknown(const struct jsonv *key)
{
	return jsonv_size(columns_of(target_of(key))) !=
		   jsonv_size(columns_of(key)) ||
	       !*factory_key_class(key);
}

/*
 * Columns that have no parent of their own come with the key; if all have, the
 * last one does, of a row whose other columns fit.
 */
static void
take_key(struct factory *f, const struct jsonv *key)
{
	const struct jsonv *columns = columns_of(key), *name;
	size_t n = jsonv_size(columns), free_columns = 0, i;
	bool unknown = is_unknown(key);
	bool circular =
	    strcasecmp(factory_key_class(key), f->def->full_name) == 0;

	jsonv_each (columns, i, name) {
		struct parent *parent =
		    &f->parents[factory_column(f->def, name)];

		free_columns += !parent->relation && !parent->key;
	}
	if (unknown && free_columns == 0)
		return;
	jsonv_each (columns, i, name) {
		struct parent *parent =
		    &f->parents[factory_column(f->def, name)];

		if (parent->key ||
		    (parent->relation && (free_columns > 0 || i + 1 < n)))
			continue;
		*parent = (struct parent){
			.key = key,
			.at = i,
			.circular = circular || unknown,
			.unknown = unknown,
		};
	}
}

void
factory_find_parents(struct factory *f)
{
	const struct definition *def = f->def;
	const struct jsonv *key;
	size_t i;

	for (i = 0; i < def->column_count; i++) {
		const struct relation *relation =
		    relation_of(def, &def->columns[i]);

		if (!relation)
			continue;
		f->parents[i].relation = relation;
		f->parents[i].circular =
		    relation->cycle ||
		    strcasecmp(relation->class, def->full_name) == 0;
	}
	jsonv_each (jsonv_get(def->json, "foreignKeys"), i, key)
		if (is_required(def, key))
			take_key(f, key);
}

/* A new parent; its key, or another column of it that the key refers to. */
static char *
related_value(struct factory *f, const struct relation *relation)
{
	const char *class = imports_name(&f->imports, relation->class);

	if (!relation->other_key)
		return source_printf(f->arena, "%s::factory()", class);
	return source_printf(f->arena, "fn () => %s::factory()->create()%s",
	    class, factory_member(f->arena, relation->other_key));
}

/*
 * The columns of the key that come before the one at this place, or behind it;
 * NULL for none.  A column that comes with the key does so from the last on.
 */
static char *
others_of(struct factory *f, const struct jsonv *key, size_t at, bool behind)
{
	const struct jsonv *columns = columns_of(key), *name;
	char *text = NULL;
	size_t i;

	jsonv_each (columns, i, name) {
		const struct parent *parent =
		    &f->parents[factory_column(f->def, name)];
		const struct jsonv *target =
		    jsonv_at(columns_of(target_of(key)), i);

		if (i == at || behind != (parent->key == key && i < at))
			continue;
		text = source_printf(f->arena, "%s%s%s => $attributes[%s]",
		    text ? text : "", text ? ", " : "",
		    source_literal(f->arena, jsonv_string(target)),
		    source_literal(f->arena, jsonv_string(name)));
	}
	return text;
}

/* Those that are there when the one at this place comes. */
static char *
given(struct factory *f, const struct jsonv *key, size_t at)
{
	return others_of(f, key, at, false);
}

/* Those that only a caller can have given: until their turn they are closures.
 */
static char *
by_caller(struct factory *f, const struct jsonv *key, size_t at)
{
	return others_of(f, key, at, true);
}

/* Whether the row that the key refers to was made for an earlier column. */
static bool
is_made(struct factory *f, const struct jsonv *key, size_t at)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (columns_of(key), i, name) {
		const struct parent *parent =
		    &f->parents[factory_column(f->def, name)];

		if (parent->key == key && parent->at > at)
			return true;
	}
	return false;
}

/* Whether the row is one that a key of its own has led another column to. */
static bool
is_named(struct factory *f, const struct jsonv *key, size_t at)
{
	const struct jsonv *name;
	size_t i;

	jsonv_each (columns_of(key), i, name) {
		const struct parent *parent =
		    &f->parents[factory_column(f->def, name)];

		if (i != at && !parent->key && parent->relation &&
		    strcasecmp(
			parent->relation->class, factory_key_class(key)) == 0)
			return true;
	}
	return false;
}

/* The column that is filled by the parent. */
static size_t
own_column(const struct factory *f, const struct parent *parent)
{
	return factory_column(
	    f->def, jsonv_at(columns_of(parent->key), parent->at));
}

/* The first of the key to come makes the row, by what the others are. */
static char *
made_value(struct factory *f, const struct parent *parent, const char *class,
    const char *column)
{
	char *others = given(f, parent->key, parent->at);
	char *may_be = by_caller(f, parent->key, parent->at);
	char *all = source_printf(f->arena, "%s%s%s", others ? others : "",
	    others && may_be ? ", " : "", may_be ? may_be : "");

	if (!*all)
		return source_printf(f->arena,
		    "fn () => %s::factory()->create()%s", class,
		    factory_stored(f, own_column(f, parent), column));
	return source_printf(f->arena,
	    "fn (array $attributes) => %s::factory()->create(%s%s%s)%s", class,
	    may_be ? "array_filter([" : "[", all,
	    may_be ? "], 'is_scalar')" : "]",
	    factory_stored(f, own_column(f, parent), column));
}

static char *
key_value(struct factory *f, const struct parent *parent)
{
	const char *class =
	    imports_name(&f->imports, factory_key_class(parent->key));
	const char *column = jsonv_string(
	    jsonv_at(columns_of(target_of(parent->key)), parent->at));

	if (is_made(f, parent->key, parent->at) ||
	    is_named(f, parent->key, parent->at))
		return source_printf(f->arena,
		    "fn (array $attributes) => "
		    "%s::query()->where([%s])->value(%s)",
		    class, given(f, parent->key, parent->at),
		    source_literal(f->arena, column));
	return made_value(f, parent, class, column);
}

char *
factory_parent_value(struct factory *f, size_t column)
{
	const struct parent *parent = &f->parents[column];

	return parent->key ? key_value(f, parent)
			   : related_value(f, parent->relation);
}
