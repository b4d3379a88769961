/* type - what kind of values a declared type means (type.h). */
#include "type.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { PHRASE_MAX = 64 };

/* What the numbers in parentheses are. */
enum args { NOTHING, LENGTH, SCALE, DIGITS, BOOLEAN_IF_1, UUID_BY_LENGTH };

struct phrase {
	const char *words;
	const char *kind;
	enum args args;
};

/* In byte order, since it is searched by halves. */
static const struct phrase phrases[] = {
	{ "any", "other", NOTHING },
	{ "big int", "bigint", NOTHING },
	{ "bigint", "bigint", NOTHING },
	{ "bigserial", "bigint", NOTHING },
	{ "binary", "binary", LENGTH },
	{ "bit", "boolean", NOTHING },
	{ "blob", "binary", LENGTH },
	{ "blob sub_type text", "text", NOTHING },
	{ "bool", "boolean", NOTHING },
	{ "boolean", "boolean", NOTHING },
	{ "bpchar", "string", UUID_BY_LENGTH },
	{ "bytea", "binary", LENGTH },
	{ "char", "string", UUID_BY_LENGTH },
	{ "character", "string", UUID_BY_LENGTH },
	{ "character varying", "string", LENGTH },
	{ "cidr", "inet", NOTHING },
	{ "citext", "text", NOTHING },
	{ "clob", "text", LENGTH },
	{ "currency", "decimal", SCALE },
	{ "date", "date", NOTHING },
	{ "datetime", "datetime", DIGITS },
	{ "datetime2", "datetime", DIGITS },
	{ "datetimeoffset", "datetimetz", DIGITS },
	{ "datetimetz", "datetimetz", DIGITS },
	{ "dec", "decimal", SCALE },
	{ "decimal", "decimal", SCALE },
	{ "double", "float", NOTHING },
	{ "double precision", "float", NOTHING },
	{ "enum", "string", NOTHING },
	{ "fixed", "decimal", SCALE },
	{ "float", "float", NOTHING },
	{ "float4", "float", NOTHING },
	{ "float8", "float", NOTHING },
	{ "geography", "geometry", NOTHING },
	{ "geometry", "geometry", NOTHING },
	{ "geometrycollection", "geometry", NOTHING },
	{ "guid", "uuid", NOTHING },
	{ "image", "binary", NOTHING },
	{ "inet", "inet", NOTHING },
	{ "int", "integer", NOTHING },
	{ "int2", "integer", NOTHING },
	{ "int4", "integer", NOTHING },
	{ "int8", "bigint", NOTHING },
	{ "integer", "integer", NOTHING },
	{ "ipaddress", "inet", NOTHING },
	{ "json", "json", NOTHING },
	{ "jsonb", "json", NOTHING },
	{ "linestring", "geometry", NOTHING },
	{ "logical", "boolean", NOTHING },
	{ "long varchar", "text", NOTHING },
	{ "longblob", "binary", NOTHING },
	{ "longtext", "text", NOTHING },
	{ "macaddr", "inet", NOTHING },
	{ "macaddress", "inet", NOTHING },
	{ "mediumblob", "binary", NOTHING },
	{ "mediumint", "integer", NOTHING },
	{ "mediumtext", "text", NOTHING },
	{ "money", "decimal", SCALE },
	{ "multilinestring", "geometry", NOTHING },
	{ "multipoint", "geometry", NOTHING },
	{ "multipolygon", "geometry", NOTHING },
	{ "native character", "string", UUID_BY_LENGTH },
	{ "nchar", "string", UUID_BY_LENGTH },
	{ "nclob", "text", LENGTH },
	{ "ntext", "text", LENGTH },
	{ "number", "decimal", SCALE },
	{ "numeric", "decimal", SCALE },
	{ "nvarchar", "string", LENGTH },
	{ "nvarchar2", "string", LENGTH },
	{ "point", "geometry", NOTHING },
	{ "polygon", "geometry", NOTHING },
	{ "real", "float", NOTHING },
	{ "serial", "integer", NOTHING },
	{ "set", "set", NOTHING },
	{ "smalldatetime", "datetime", NOTHING },
	{ "smallint", "integer", NOTHING },
	{ "smallmoney", "decimal", SCALE },
	{ "smallserial", "integer", NOTHING },
	{ "string", "string", LENGTH },
	{ "text", "text", LENGTH },
	{ "time", "time", DIGITS },
	{ "timestamp", "datetime", DIGITS },
	{ "timestamp with time zone", "datetimetz", DIGITS },
	{ "timestamp without time zone", "datetime", DIGITS },
	{ "timestamptz", "datetimetz", DIGITS },
	{ "timetz", "time", DIGITS },
	{ "tinyblob", "binary", NOTHING },
	{ "tinyint", "integer", BOOLEAN_IF_1 },
	{ "tinytext", "text", NOTHING },
	{ "ulid", "ulid", NOTHING },
	{ "uniqueidentifier", "uuid", NOTHING },
	{ "uuid", "uuid", NOTHING },
	{ "varbinary", "binary", LENGTH },
	{ "varchar", "string", LENGTH },
	{ "varchar2", "string", LENGTH },
	{ "varying character", "string", LENGTH },
	{ "xml", "text", NOTHING },
	{ "year", "integer", NOTHING },
};

static int
compare(const void *words, const void *phrase)
{
	return strcmp(words, ((const struct phrase *)phrase)->words);
}

static const struct phrase *
lookup(const char *words)
{
	return bsearch(words, phrases, sizeof(phrases) / sizeof(phrases[0]),
	    sizeof(phrases[0]), compare);
}

static bool
is_modifier(const char *word, size_t len, bool *is_unsigned)
{
	if (len == 8 && memcmp(word, "unsigned", len) == 0) {
		*is_unsigned = true;
		return true;
	}
	return (len == 6 && memcmp(word, "signed", len) == 0) ||
	       (len == 8 && memcmp(word, "zerofill", len) == 0);
}

static bool
is_word_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* The words before the parenthesis in small letters, one blank between. */
static void
normalise(const char *declared, char words[PHRASE_MAX], struct table_type *type)
{
	size_t n = 0, start = 0;

	for (const char *p = declared;; p++) {
		if (is_word_byte(*p) && n < PHRASE_MAX - 2) {
			words[n++] = (char)tolower((unsigned char)*p);
			continue;
		}
		if (n > start) {
			if (is_modifier(
				words + start, n - start, &type->is_unsigned))
				n = start;
			else
				words[n++] = ' ';
			start = n;
		}
		if (!*p || *p == '(')
			break;
	}
	words[n ? n - 1 : 0] = '\0';
}

/* The numbers of (n) or (n, m); TABLE_UNSAID for one that is not there. */
static void
read_args(const char *declared, int args[2])
{
	const char *p = strchr(declared, '(');
	char *end;

	args[0] = args[1] = TABLE_UNSAID;
	for (int i = 0; p && i < 2; i++) {
		long n = strtol(p + 1, &end, 10);

		if (end == p + 1 || n < 0 || n > 1 << 30)
			return;
		args[i] = (int)n;
		p = strchr(end, ',');
	}
}

static void
use_args(struct table_type *type, enum args meaning, const int args[2])
{
	switch (meaning) {
	case NOTHING:
		break;
	case UUID_BY_LENGTH:
		if (args[0] == 36)
			type->kind = "uuid";
		if (args[0] == 26)
			type->kind = "ulid";
		type->length = args[0];
		break;
	case LENGTH:
		type->length = args[0];
		break;
	case SCALE:
		type->precision = args[0];
		type->scale = args[1];
		if (args[0] >= 0 && args[1] < 0)
			type->scale = 0;
		break;
	case DIGITS:
		type->precision = args[0];
		break;
	case BOOLEAN_IF_1:
		if (args[0] == 1)
			type->kind = "boolean";
		break;
	}
}

struct table_type
type_parse(const char *declared)
{
	struct table_type type = { "other", TABLE_UNSAID, TABLE_UNSAID,
		TABLE_UNSAID, false, true };
	const struct phrase *phrase;
	char words[PHRASE_MAX];
	int args[2];

	normalise(declared, words, &type);
	if (!*words) {
		type.kind = type.is_unsigned ? "integer" : "other";
		return type;
	}
	phrase = lookup(words);
	if (!phrase) {
		words[strcspn(words, " ")] = '\0';
		phrase = lookup(words);
	}
	type.is_known = phrase != NULL;
	if (!phrase)
		return type;
	read_args(declared, args);
	type.kind = phrase->kind;
	use_args(&type, phrase->args, args);
	return type;
}
