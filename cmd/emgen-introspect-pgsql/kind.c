/* kind - what kind of values a base type of PostgreSQL has (kind.h). */
#include "kind.h"

#include <stdlib.h>
#include <string.h>

enum { VARHDRSZ = 4, SECONDS_DIGITS = 6 };

/* What the modifier says. */
enum modifier { NOTHING, LENGTH, BITS, DIGITS, SCALE, UUID_BY_LENGTH };

struct row {
	const char *name;
	const char *kind;
	enum modifier modifier;
};

/*
 * In byte order, since it is searched by halves.  Types of common extensions
 * are among them: what schema those are in is the user's choice.
 */
static const struct row rows[] = {
	{ "bit", "other", BITS },
	{ "bool", "boolean", NOTHING },
	{ "box", "geometry", NOTHING },
	{ "bpchar", "string", UUID_BY_LENGTH },
	{ "bytea", "binary", NOTHING },
	{ "char", "string", NOTHING },
	{ "cidr", "inet", NOTHING },
	{ "circle", "geometry", NOTHING },
	{ "citext", "text", NOTHING },
	{ "date", "date", NOTHING },
	{ "float4", "float", NOTHING },
	{ "float8", "float", NOTHING },
	{ "geography", "geometry", NOTHING },
	{ "geometry", "geometry", NOTHING },
	{ "hstore", "other", NOTHING },
	{ "inet", "inet", NOTHING },
	{ "int2", "integer", NOTHING },
	{ "int4", "integer", NOTHING },
	{ "int8", "bigint", NOTHING },
	{ "interval", "other", NOTHING },
	{ "json", "json", NOTHING },
	{ "jsonb", "json", NOTHING },
	{ "line", "geometry", NOTHING },
	{ "lseg", "geometry", NOTHING },
	{ "ltree", "other", NOTHING },
	{ "macaddr", "inet", NOTHING },
	{ "macaddr8", "inet", NOTHING },
	{ "money", "other", NOTHING },
	{ "name", "string", NOTHING },
	{ "numeric", "decimal", SCALE },
	{ "oid", "bigint", NOTHING },
	{ "path", "geometry", NOTHING },
	{ "point", "geometry", NOTHING },
	{ "polygon", "geometry", NOTHING },
	{ "text", "text", NOTHING },
	{ "time", "time", DIGITS },
	{ "timestamp", "datetime", DIGITS },
	{ "timestamptz", "datetimetz", DIGITS },
	{ "timetz", "time", DIGITS },
	{ "uuid", "uuid", NOTHING },
	{ "varbit", "other", BITS },
	{ "varchar", "string", LENGTH },
	{ "vector", "other", NOTHING },
	{ "xml", "text", NOTHING },
};

static int
compare(const void *name, const void *row)
{
	return strcmp(name, ((const struct row *)row)->name);
}

/*
 * The scale is a signed number of 11 bits.  What is cut off in front of the
 * point, a negative scale, is digits that are always 0.
 */
static void
use_scale(struct table_type *type, int modifier)
{
	int scale = ((modifier & 0x7ff) ^ 0x400) - 0x400;

	type->precision = modifier >> 16 & 0xffff;
	type->scale = scale;
	if (scale < 0) {
		type->precision -= scale;
		type->scale = 0;
	}
}

static void
use_length(struct table_type *type, int length)
{
	type->length = length;
	if (length == 36)
		type->kind = "uuid";
	if (length == 26)
		type->kind = "ulid";
}

static void
use_modifier(struct table_type *type, enum modifier meaning, int modifier)
{
	if (meaning == DIGITS)
		type->precision = modifier < 0 ? SECONDS_DIGITS : modifier;
	if (modifier < 0)
		return;
	if (meaning == LENGTH)
		type->length = modifier - VARHDRSZ;
	if (meaning == UUID_BY_LENGTH)
		use_length(type, modifier - VARHDRSZ);
	if (meaning == BITS)
		type->length = modifier;
	if (meaning == SCALE)
		use_scale(type, modifier - VARHDRSZ);
}

/* What has a length by itself. */
static void
use_name(struct table_type *type, const char *name)
{
	if (strcmp(name, "name") == 0)
		type->length = 63;
	if (strcmp(name, "char") == 0)
		type->length = 1;
}

struct table_type
kind_of(const char *name, long modifier)
{
	struct table_type type = { "other", TABLE_UNSAID, TABLE_UNSAID,
		TABLE_UNSAID, false, false };
	const struct row *row = bsearch(name, rows,
	    sizeof(rows) / sizeof(rows[0]), sizeof(rows[0]), compare);

	if (!row)
		return type;
	type.is_known = true;
	type.kind = row->kind;
	use_name(&type, name);
	use_modifier(&type, row->modifier, (int)modifier);
	return type;
}
