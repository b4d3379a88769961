/* classes_enum - what enums are called (classes.h). */
#include <stdlib.h>

#include "buf.h"
#include "classes.h"
#include "mem.h"

char *
classes_take_enum(
    struct classes *classes, const char *table, const char *column)
{
	char *wanted = names_enum_class(table, column);
	char *class = names_set_take(classes->enums, wanted);

	free(wanted);
	return class;
}

/* The type's own name and, before the dot, its schema; without quotes. */
static char *
type_words(const char *type, bool with_schema)
{
	struct buf words = BUF_INIT;
	size_t last = 0;
	bool quoted = false;

	for (const char *p = type; *p; p++) {
		if (*p == '"' && quoted && p[1] == '"')
			buf_addc(&words, *p++);
		else if (*p == '"')
			quoted = !quoted;
		else if (*p == '.' && !quoted)
			buf_addc(&words, '_'), last = words.len;
		else
			buf_addc(&words, *p);
	}
	if (!with_schema) {
		char *name = mem_strdup(buf_peek(&words) + last);

		buf_clear(&words);
		return name;
	}
	return buf_detach(&words);
}

static char *
take_type(struct classes *classes, const char *type)
{
	char *words = type_words(type, false), *class = names_enum_type(words);

	free(words);
	if (names_set_add(classes->enums, class))
		return class;
	free(class);
	words = type_words(type, true);
	class = names_enum_type(words);
	free(words);
	words = names_set_take(classes->enums, class);
	free(class);
	return words;
}

const char *
classes_enum_type(struct classes *classes, const char *type, bool *is_new)
{
	const json_t *known = json_object_get(classes->of_type, type);
	char *class;

	*is_new = !known;
	if (known)
		return json_string_value(known);
	class = take_type(classes, type);
	(void)json_object_set_new(classes->of_type, type, json_string(class));
	free(class);
	return json_string_value(json_object_get(classes->of_type, type));
}
