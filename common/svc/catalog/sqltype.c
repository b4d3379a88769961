/* sqltype - types as servers say them (sqltype.h). */
#include "sqltype.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

int
sqltype_bits(const char *driver, const char *type)
{
	static const struct {
		const char *type;
		int bits;
	} types[] = {
		{ "tinyint", 8 },
		{ "smallint", 16 },
		{ "smallserial", 16 },
		{ "int2", 16 },
		{ "mediumint", 24 },
		{ "int4", 32 },
		{ "integer", 32 },
		{ "serial", 32 },
		{ "int", 32 },
		{ "bigint", 64 },
		{ "bigserial", 64 },
		{ "int8", 64 },
	};

	if (strcmp(driver, "pgsql") != 0 && strcmp(driver, "mysql") != 0)
		return 0;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		size_t len = strlen(types[i].type);

		if (strncasecmp(type, types[i].type, len) == 0 &&
		    strchr("( ", type[len]))
			return types[i].bits;
	}
	/* numbers in MySQL, texts in PostgreSQL */
	if (strcmp(driver, "mysql") == 0 && strncmp(type, "bit(", 4) == 0)
		return (int)strtol(type + 4, NULL, 10);
	return 0;
}

static bool
begins_with(const char *type, const char *const names[])
{
	for (; *names; names++) {
		size_t len = strlen(*names);

		if (strncasecmp(type, *names, len) == 0)
			return true;
	}
	return false;
}

/* What values of a type are; lengths and signs aside. */
enum family {
	FAMILY_OTHER,
	FAMILY_INTEGER,
	FAMILY_TEXT,
	FAMILY_UUID,
};

static enum family
family_of(const char *type)
{
	static const char *const integers[] = { "int", "tinyint", "smallint",
		"mediumint", "bigint", "serial", "bigserial", "smallserial",
		NULL };
	static const char *const texts[] = { "char", "varchar", "text", "nchar",
		"nvarchar", "bpchar", "citext", "character", NULL };
	static const char *const uuids[] = { "uuid", NULL };

	if (begins_with(type, integers))
		return FAMILY_INTEGER;
	if (begins_with(type, texts))
		return FAMILY_TEXT;
	return begins_with(type, uuids) ? FAMILY_UUID : FAMILY_OTHER;
}

static bool
is_unsigned(const char *type)
{
	return strcasestr(type, "unsigned") != NULL;
}

bool
sqltypes_differ(const char *driver, const char *one, const char *other)
{
	enum family family = family_of(one);

	if (!*one || family == FAMILY_OTHER || family_of(other) == FAMILY_OTHER)
		return false;
	if (family != family_of(other))
		return true;
	return family == FAMILY_INTEGER &&
	       (sqltype_bits(driver, one) != sqltype_bits(driver, other) ||
		   is_unsigned(one) != is_unsigned(other));
}

bool
sqltypes_are_alike(const char *one, const char *other)
{
	enum family family = family_of(one);

	return family == family_of(other) &&
	       (family != FAMILY_OTHER || strcasecmp(one, other) == 0);
}
