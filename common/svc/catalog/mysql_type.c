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

static int
compare(const void *key, const void *word)
{
	return strcmp(key, ((const struct word *)word)->word);
}

static const struct word *
lookup(struct arena *arena, const struct sql_token *token)
{
	return bsearch(sql_text(arena, token), words,
	    sizeof(words) / sizeof(words[0]), sizeof(words[0]), compare);
}

static int
number(struct arena *arena, const struct sql_token *token)
{
	return (int)strtol(sql_text(arena, token), NULL, 10);
}

/* The one or two numbers behind the first word. */
static void
read_numbers(
    struct arena *arena, const struct sql_token *tokens, size_t n, int args[2])
{
	args[0] = args[1] = TABLE_UNSAID;
	if (n < 4 || !sql_is_char(&tokens[1], '('))
		return;
	args[0] = number(arena, &tokens[2]);
	if (n >= 6 && sql_is_char(&tokens[3], ','))
		args[1] = number(arena, &tokens[4]);
}

static void
read_values(struct table *table, struct table_column *column,
    const struct sql_token *tokens, size_t n)
{
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
	const struct word *word;
	struct sql_token *tokens;
	size_t n;
	int args[2];

	n = sql_tokens(&table->arena, SQL_MYSQL, column->declared, &tokens);
	word = n ? lookup(&table->arena, tokens) : NULL;
	type->kind = word ? word->kind : "other";
	type->is_known = word != NULL;
	if (!word)
		return;
	if (word->args == VALUES) {
		read_values(table, column, tokens, n);
		return;
	}
	for (size_t i = 1; i < n; i++)
		type->is_unsigned |= sql_is(&tokens[i], "UNSIGNED");
	read_numbers(&table->arena, tokens, n, args);
	use_numbers(type, word->args, args);
}
