/* factory_mysql - values that only MySQL writes so (factory_mysql.h). */
#include "factory_mysql.h"

#include <endian.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "source.h"

/* Well-known binary, little endian, behind the four bytes of an SRID. */
#define NUMBER_0 "0000000000000000"
#define NUMBER_1 "000000000000f03f"
#define POINT    "0101000000" NUMBER_0 NUMBER_0
#define COUNT(n) "0" #n "000000"
#define LINE     "0102000000" COUNT(2) NUMBER_0 NUMBER_0 NUMBER_1 NUMBER_1
#define POLYGON                                                                \
	"0103000000" COUNT(1) COUNT(4) NUMBER_0 NUMBER_0 NUMBER_1 NUMBER_0     \
	    NUMBER_1 NUMBER_1 NUMBER_0 NUMBER_0

static const char *const shapes[][2] = {
	{ "geomcollection", "0107000000" COUNT(1) POINT },
	{ "geometry", POINT },
	{ "geometrycollection", "0107000000" COUNT(1) POINT },
	{ "linestring", LINE },
	{ "multilinestring", "0105000000" COUNT(1) LINE },
	{ "multipoint", "0104000000" COUNT(1) POINT },
	{ "multipolygon", "0106000000" COUNT(1) POLYGON },
	{ "point", POINT },
	{ "polygon", POLYGON },
};

static char *
shape_value(struct arena *arena, const struct column *column)
{
	uint32_t srid = column->srid == NO_NUMBER ? 0 : (uint32_t)column->srid;
	const char *shape = column->database_type;

	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		if (strcmp(shapes[i][0], shape) == 0)
			return source_printf(arena, "hex2bin('%08x%s')",
			    htobe32(htole32(srid)), shapes[i][1]);
	return NULL;
}

static char *
bits_value(struct arena *arena, const char *digits, const char *fake)
{
	enum { BITS_OF_A_BYTE = 8 };
	long bits = strtol(digits, NULL, 10);
	int most = bits < BITS_OF_A_BYTE ? (1 << bits) - 1 : 255;

	return source_printf(arena, "%s->numberBetween(0, %d)", fake, most);
}

static bool
begins(const char *type, const char *word)
{
	return strncmp(type, word, strlen(word)) == 0;
}

char *
factory_mysql_value(
    struct arena *arena, const struct column *column, const char *fake)
{
	const char *type = column->database_type;

	if (!type || column_is(column, "boolean"))
		return NULL;
	if (column_is(column, "geometry"))
		return shape_value(arena, column);
	if (begins(type, "bit("))
		return bits_value(arena, type + strlen("bit("), fake);
	if (strcmp(type, "inet6") == 0)
		return source_printf(arena, "%s->ipv6()", fake);
	/* whose values are not known: the first, by its number */
	if (begins(type, "enum(") || begins(type, "set("))
		return source_printf(arena, "1");
	return NULL;
}
