/* mysql_type - what a COLUMN_TYPE says (mysql_type.h). */
#include "mysql_type.h"

#include <stdlib.h>
#include <string.h>

#include "sql_token.h"

enum { BITS_OF_INTEGER = 32 };

/* What the numbers in parentheses are. */
enum args { NOTHING, LENGTH, CHARS, SCALE, DIGITS, BITS, BOOLEAN_IF_1, VALUES };

struct word {
	const char *word;
	const char *kind;
	enum args args;
};

/* In byte order, since it is searched by halves. */
static const struct word words[] = {
	{ "bigint", "bigint", NOTHING },
	{ "binary", "binary", LENGTH },
	{ "bit", "integer", BITS },
	{ "blob", "binary", NOTHING },
	{ "char", "string", CHARS },
	{ "date", "date", NOTHING },
	{ "datetime", "datetime", DIGITS },
	{ "decimal", "decimal", SCALE },
	{ "double", "float", NOTHING },
	{ "enum", "enum", VALUES },
	{ "float", "float", NOTHING },
	{ "geomcollection", "geometry", NOTHING },
	{ "geometry", "geometry", NOTHING },
	{ "geometrycollection", "geometry", NOTHING },
	{ "inet4", "inet", NOTHING },
	{ "inet6", "inet", NOTHING },
	{ "int", "integer", NOTHING },
	{ "json", "json", NOTHING },
	{ "linestring", "geometry", NOTHING },
	{ "longblob", "binary", NOTHING },
	{ "longtext", "text", NOTHING },
	{ "mediumblob", "binary", NOTHING },
	{ "mediumint", "integer", NOTHING },
	{ "mediumtext", "text", NOTHING },
	{ "multilinestring", "geometry", NOTHING },
	{ "multipoint", "geometry", NOTHING },
	{ "multipolygon", "geometry", NOTHING },
	{ "point", "geometry", NOTHING },
	{ "polygon", "geometry", NOTHING },
	{ "set", "set", VALUES },
	{ "smallint", "integer", NOTHING },
	{ "text", "text", NOTHING },
	{ "time", "time", DIGITS },
	{ "timestamp", "datetime", DIGITS },
	{ "tinyblob", "binary", NOTHING },
	{ "tinyint", "integer", BOOLEAN_IF_1 },
	{ "tinytext", "text", NOTHING },
	{ "uuid", "uuid", NOTHING },
	{ "varbinary", "binary", LENGTH },
	{ "varchar", "string", LENGTH },
	{ "vector", "binary", NOTHING },
	{ "year", "integer", NOTHING },
};

/* The first word of a type, up to a parenthesis or a blank. */
struct first {
	const char *start;
	size_t len;
};

static int
compare(const void *key, const void *word)
{
	const struct first *first = key;
	const char *text = ((const struct word *)word)->word;
	int order = strncmp(first->start, text, first->len);

	return order || !text[first->len] ? order : -1;
}

static const struct word *
lookup(const struct first *first)
{
	return bsearch(first, words, sizeof(words) / sizeof(words[0]),
	    sizeof(words[0]), compare);
}

/* The one or two numbers in parentheses, where they open. */
static void
read_numbers(const char *p, int args[2])
{
	char *end;

	args[0] = args[1] = TABLE_UNSAID;
	if (*p != '(')
		return;
	args[0] = (int)strtol(p + 1, &end, 10);
	if (*end == ',')
		args[1] = (int)strtol(end + 1, NULL, 10);
}

static void
read_values(struct table *table, struct table_column *column)
{
	struct sql_token *tokens;
	size_t n =
	    sql_tokens(&table->arena, SQL_MYSQL, column->declared, &tokens);

	for (size_t i = 0; i < n; i++)
		if (sql_is_string(&tokens[i]))
			table_add_name(table, &column->values,
			    sql_text(&table->arena, &tokens[i]));
}

static void
use_chars(struct table_type *type, int length)
{
	type->length = length;
	if (length == 36)
		type->kind = "uuid";
	if (length == 26)
		type->kind = "ulid";
}

/* Numbers of up to 64 bits, as PHP gets them. */
static void
use_bits(struct table_type *type, int bits)
{
	type->is_unsigned = true;
	if (bits == 1) {
		type->kind = "boolean";
		type->is_unsigned = false;
	} else if (bits >= BITS_OF_INTEGER) {
		type->kind = "bigint";
	}
}

static void
use_numbers(struct table_type *type, enum args meaning, const int args[2])
{
	switch (meaning) {
	case NOTHING:
	case VALUES:
		break;
	case LENGTH:
		type->length = args[0];
		break;
	case CHARS:
		use_chars(type, args[0]);
		break;
	case SCALE:
		type->precision = args[0];
		type->scale = args[1] == TABLE_UNSAID ? 0 : args[1];
		break;
	case DIGITS:
		type->precision = args[0] == TABLE_UNSAID ? 0 : args[0];
		break;
	case BITS:
		use_bits(type, args[0]);
		break;
	case BOOLEAN_IF_1:
		if (args[0] == 1)
			type->kind = "boolean";
		break;
	}
}

void
mysql_type(struct table *table, struct table_column *column)
{
	struct table_type *type = &column->type;
	const char *declared = column->declared;
	const struct first first = { declared, strcspn(declared, "( ") };
	const struct word *word = lookup(&first);
	int args[2];

	type->kind = word ? word->kind : "other";
	type->is_known = word != NULL;
	if (!word)
		return;
	if (word->args == VALUES) {
		read_values(table, column);
		return;
	}
	type->is_unsigned = strstr(declared, " unsigned") != NULL;
	read_numbers(declared + first.len, args);
	use_numbers(type, word->args, args);
}
