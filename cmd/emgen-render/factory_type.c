/* factory_type - values of types with a syntax of their own (factory_type.h).
 */
#include "factory_type.h"

#include <string.h>

#include "list.h"
#include "source.h"

/* What follows fake(), or with a quote in front a constant. */
static const char *const values[][2] = {
	{ "box", "'(1,1),(0,0)'" },
	{ "cidr", "ipv4()" },
	{ "circle", "'<(0,0),1>'" },
	{ "geography", "'POINT(0 0)'" },
	{ "geometry", "'POINT(0 0)'" },
	{ "hstore", "'\"a\"=>\"1\"'" },
	{ "interval", "numberBetween(1, 9_999).' seconds'" },
	{ "jsonpath", "'$'" },
	{ "line", "'{1,1,0}'" },
	{ "lseg", "'[(0,0),(1,1)]'" },
	{ "ltree", "word()" },
	{ "macaddr", "macAddress()" },
	{ "macaddr8", "macAddress()" },
	{ "money", "randomFloat(2, 0, 999)" },
	{ "oid", "numberBetween(1, 999_999)" },
	{ "path", "'[(0,0),(1,1)]'" },
	{ "pg_lsn", "'0/0'" },
	{ "pg_snapshot", "'1:1:'" },
	{ "point", "'(0,0)'" },
	{ "polygon", "'((0,0),(1,1),(1,0))'" },
	{ "regclass", "'0'" },
	{ "regnamespace", "'0'" },
	{ "regproc", "'0'" },
	{ "regrole", "'0'" },
	{ "regtype", "'0'" },
	{ "tsquery", "word()" },
	{ "tsvector", "word()" },
	{ "xml", "'<a/>'" },
};

/* The type's own name: no schema in front, nothing behind. */
static const char *
bare_name(struct arena *arena, const char *type)
{
	char *name =
	    source_printf(arena, "%.*s", (int)strcspn(type, " ("), type);
	const char *dot = strrchr(name, '.');

	return dot ? dot + 1 : name;
}

static char *
bits(struct arena *arena, const struct column *column, const char *fake)
{
	int length = column->length == NO_NUMBER ? 1 : column->length;

	return source_printf(arena, "%s->regexify('[01]{%d}')", fake, length);
}

static char *
typed_value(struct arena *arena, const struct column *column, const char *fake)
{
	const char *name = bare_name(arena, column->database_type);

	if (strcmp(name, "bit") == 0)
		return bits(arena, column, fake);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		const char *value = values[i][1];

		if (strcmp(values[i][0], name) == 0)
			return *value == '\''
				   ? source_printf(arena, "%s", value)
				   : source_printf(
					 arena, "%s->%s", fake, value);
	}
	return NULL;
}

/* Whether a kind does not say how a value of its types is written. */
static bool
is_open(const char *kind)
{
	static const char *const kinds[] = { "binary", "geometry", "inet",
		"other", "text", NULL };

	return list_has(kinds, kind);
}

/* Kinds whose value does not depend on anything else. */
static const char *
simple_value(const char *kind)
{
	static const char *const kinds[][2] = {
		{ "boolean", "boolean()" },
		{ "date", "date()" },
		{ "time", "time()" },
		{ "datetime", "dateTime()" },
		{ "datetimetz", "dateTime()" },
		{ "uuid", "uuid()" },
		{ "inet", "ipv4()" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i][0], kind) == 0)
			return kinds[i][1];
	return NULL;
}

bool
factory_is_bare_moment(const struct column *column)
{
	return strncmp(column->kind, "datetime", 8) == 0 && !column->cast &&
	       strcmp(column->type, "string") == 0;
}

char *
factory_type_value(
    struct arena *arena, const struct column *column, const char *fake)
{
	const char *simple = factory_is_bare_moment(column)
				 ? "dateTime()->format('Y-m-d H:i:s')"
				 : simple_value(column->kind);
	char *value = column->database_type && is_open(column->kind)
			  ? typed_value(arena, column, fake)
			  : NULL;

	if (value || !simple)
		return value;
	return source_printf(arena, "%s->%s", fake, simple);
}
