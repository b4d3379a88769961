/* enum - the enums that the columns of a model hold (define.h). */
#include <stdlib.h>
#include <string.h>

#include "cast.h"
#include "define.h"
#include "jsonw.h"
#include "mem.h"

static bool
is_enum(const struct model *model, const struct column *column)
{
	return column->kind == KIND_ENUM && !cast_is_raw_key(column) &&
	       jsonv_size(column->values) > 0 &&
	       settings_bool(model->source->settings, "enumCasts");
}

static void
add_cases(struct buf *out, const struct jsonv *values)
{
	size_t n = jsonv_size(values);
	const char **texts = mem_zalloc(n, sizeof(*texts));
	char **names;

	for (size_t i = 0; i < n; i++)
		texts[i] = jsonv_string(jsonv_at(values, i));
	names = names_enum_cases((const char *const *)texts, n);
	jsonw_name(out, "cases");
	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		jsonw_item(out);
		buf_addc(out, '{');
		jsonw_text(out, "name", names[i]);
		jsonw_text(out, "value", texts[i]);
		buf_addc(out, '}');
		free(names[i]);
	}
	buf_addc(out, ']');
	free(names);
	free(texts);
}

void
enum_add(struct buf *out, const struct model *model,
    const struct column *column, const char *class)
{
	char *label =
	    classes_label(model->source->classes, model->schema, model->name);
	char *source = mem_printf("%s.%s", label, column->name);

	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "class", class);
	jsonw_text(out, "name", strrchr(class, '\\') + 1);
	add_cases(out, column->values);
	jsonw_text(out, "source", source);
	buf_addc(out, '}');
	free(source);
	free(label);
}

/*
 * PostgreSQL has types of which several columns can be, and which have a name;
 * on others, and for its own types of text, the values are the column's.
 */
static bool
has_enum_type(const struct model *model, const struct column *column)
{
	static const char *const texts[] = { "character", "text", "citext",
		"name", "\"char\"" };
	const char *type = column->type;
	size_t len = strcspn(type, " (");
	const char *bare = memrchr(type, '.', len);

	if (strcmp(model->source->driver, "pgsql") != 0)
		return false;
	len -= bare ? (size_t)(bare + 1 - type) : 0;
	type = bare ? bare + 1 : type;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (strlen(texts[i]) == len &&
		    strncmp(texts[i], type, len) == 0)
			return false;
	return true;
}

/* The class of a column's enum; *is_new as it may be another's, too. */
static char *
take_class(const struct model *model, const struct column *column, bool *is_new)
{
	struct classes *classes = model->source->classes;
	const char *prefix = settings_string(model->source->settings, "prefix");

	if (has_enum_type(model, column))
		return mem_strdup(
		    classes_enum_type(classes, column->type, is_new));
	*is_new = true;
	return classes_take_enum(
	    classes, names_unprefixed(model->name, prefix), column->name);
}

char *
enum_class(const struct model *model, const struct column *column, bool *is_new)
{
	char *namespace, *class, *full;

	*is_new = false;
	if (!is_enum(model, column))
		return NULL;
	namespace = settings_enums_namespace(model->source->settings);
	class = take_class(model, column, is_new);
	full = mem_printf("%s\\%s", namespace, class);
	free(namespace);
	free(class);
	return full;
}
