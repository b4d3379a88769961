/* factory_morph - the columns of polymorphic relations (factory.h). */
#include <string.h>
#include <strings.h>

#include "factory.h"
#include "kind.h"
#include "source.h"

static bool
has_type(const struct relation *relation, const struct column *column)
{
	return strcmp(relation->morph_type, column->name) == 0;
}

/* The polymorphic relation of a column, or NULL. */
static const struct relation *
relation_of(const struct factory *f, size_t i)
{
	const struct column *column = &f->def->columns[i];

	for (size_t k = 0; k < f->def->relation_count; k++) {
		const struct relation *relation = &f->def->relations[k];

		if (strcmp(relation->kind, "morphTo") == 0 &&
		    (has_type(relation, column) ||
			strcmp(relation->foreign_key, column->name) == 0))
			return relation;
	}
	return NULL;
}

/* Whether the row would have to be made first to make it. */
static bool
is_own(const struct factory *f, const char *class)
{
	return strcasecmp(class, f->def->full_name) == 0;
}

/* That of the row it is made for, or its own: of that there is no such row. */
static const char *
class_of(const struct factory *f, const struct relation *relation)
{
	return relation->morph_class ? relation->morph_class
				     : f->def->full_name;
}

/* Whether a check has the name of the column in it. */
static bool
is_checked(const struct factory *f, const char *name)
{
	const struct jsonv *check;
	size_t i;

	jsonv_each (f->checks, i, check)
		if (strstr(jsonv_string(check), name))
			return true;
	return false;
}

/* Whether a column takes the name of any class, or that of this one. */
static bool
takes(const struct factory *f, const struct column *column, const char *class)
{
	return column_is_text(column) && !column->unique &&
	       !column->cast_enum && jsonv_size(column->values) == 0 &&
	       (column->length == NO_NUMBER ||
		   (int)strlen(class) <= column->length) &&
	       !is_checked(f, column->name);
}

/* The relation if the factory knows what to say of it, or NULL. */
static const struct relation *
settled(const struct factory *f, size_t column)
{
	const struct relation *relation = relation_of(f, column);
	size_t type;

	if (!relation)
		return NULL;
	type = definition_column(f->def, relation->morph_type);
	return type < f->def->column_count &&
		       takes(f, &f->def->columns[type], class_of(f, relation))
		   ? relation
		   : NULL;
}

bool
factory_is_morph_type(const struct factory *f, size_t column)
{
	const struct relation *relation = settled(f, column);

	return relation && has_type(relation, &f->def->columns[column]);
}

const char *
factory_morph_class(const struct factory *f, size_t column)
{
	const struct relation *relation = settled(f, column);
	const char *class = relation ? class_of(f, relation) : NULL;

	return class && (factory_is_morph_type(f, column) || !is_own(f, class))
		   ? class
		   : NULL;
}

char *
factory_morph_value(struct factory *f, size_t column)
{
	const char *class = factory_morph_class(f, column);

	return class ? source_printf(f->arena,
			   factory_is_morph_type(f, column)
			       ? "(new %s)->getMorphClass()"
			       : "%s::factory()",
			   imports_name(&f->imports, class))
		     : NULL;
}

void
factory_add_strangers(const struct factory *f, struct view *list)
{
	for (size_t i = 0; i < f->def->column_count; i++)
		if (f->def->columns[i].required &&
		    factory_is_morph_type(f, i) &&
		    is_own(f, factory_morph_class(f, i)))
			view_text(
			    f->arena, list, NULL, relation_of(f, i)->name);
}
