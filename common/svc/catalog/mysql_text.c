/* mysql_text - SQL in the catalogue of MySQL and MariaDB (mysql_text.h). */
#include "mysql_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sql_literal.h"
#include "utf8.h"

/* A text without quotes, or whose first one follows a backslash. */
static bool
is_escaped(const char *text)
{
	const char *quote = strchr(text, '\'');

	return quote && quote > text && quote[-1] == '\\';
}

static const char *
unescape(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + sizeof("''");
	struct sql_token token = { SQL_ESCAPED, NULL, size - 1 };
	char *quoted;

	if (!is_escaped(text))
		return text;
	quoted = arena_alloc(arena, size, 1);
	(void)snprintf(quoted, size, "'%s'", text);
	token.start = quoted;
	return sql_text(arena, &token);
}

/* The byte that a character of Latin-1 is, *text behind it; -1 for others. */
static int
latin1_byte(const char **text)
{
	int lead = (unsigned char)*(*text)++;

	if (lead < 0x80)
		return lead;
	if (lead != 0xc2 && lead != 0xc3)
		return -1;
	return (lead & 0x03) << 6 | (*(*text)++ & 0x3f);
}

/*
 * On its way into the catalogue the UTF-8 of an expression is read as Latin-1,
 * byte by byte.  What is no UTF-8 when that is undone was none before it: a
 * text of another character set, which stands there as it should.
 */
static const char *
undo_latin1(struct arena *arena, const char *text)
{
	size_t len = 0;
	char *bytes = arena_alloc(arena, strlen(text) + 1, 1);

	for (const char *p = text; *p;) {
		int byte = latin1_byte(&p);

		if (byte < 0)
			return text;
		bytes[len++] = (char)byte;
	}
	return utf8_valid(bytes, len) == len ? bytes : text;
}

const char *
mysql_expression(
    struct arena *arena, enum mysql_flavour flavour, const char *text)
{
	if (flavour == MYSQL_MARIADB)
		return text;
	return undo_latin1(arena, unescape(arena, text));
}

/* --- defaults --- */

/* EXTRA is empty for most columns. */
static bool
has_word(const char *extra, const char *word)
{
	return extra && *extra && strcasestr(extra, word);
}

/* b'101' as a number. */
static const char *
bits_text(struct arena *arena, const char *text)
{
	char *number, *end;
	unsigned long long value;

	if (strncmp(text, "b'", 2) != 0)
		return NULL;
	errno = 0;
	value = strtoull(text + 2, &end, 2);
	if (errno || end == text + 2 || strcmp(end, "'") != 0)
		return NULL;
	number = arena_alloc(arena, sizeof("18446744073709551615"), 1);
	(void)snprintf(number, sizeof("18446744073709551615"), "%llu", value);
	return number;
}

static void
set_default(
    struct table_column *column, enum table_default what, const char *text)
{
	column->has_default = what;
	column->initial = text;
}

/* SQL, which is a constant or computed. */
static void
set_sql(struct arena *arena, struct table_column *column, const char *sql)
{
	const char *bits = bits_text(arena, sql);
	struct sql_literal literal;
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, SQL_MYSQL, sql, &tokens);

	if (bits)
		set_default(column, TABLE_LITERAL, bits);
	else if (sql_literal_parse(arena, tokens, n, &literal))
		set_default(column, TABLE_LITERAL, literal.text);
	else
		set_default(column, TABLE_EXPRESSION, sql);
}

/* MariaDB names a sequence with its database, though it be the column's own. */
static const char *
own_sequence(struct arena *arena, const char *sql, const char *database)
{
	static const char call[] = "nextval(`";
	size_t len = sizeof(call) - 1, name = database ? strlen(database) : 0;
	size_t size = strlen(sql) + 1;
	char *bare;

	if (!name || strncmp(sql, call, len) != 0 ||
	    strncmp(sql + len, database, name) != 0 ||
	    strncmp(sql + len + name, "`.`", 3) != 0)
		return sql;
	bare = arena_alloc(arena, size, 1);
	(void)snprintf(bare, size, "%s%s", call, sql + len + name + 3);
	return bare;
}

/* Before 8.0.13 nothing but the time could be computed, and EXTRA was mute. */
static bool
is_now(const struct table_column *column, const char *text)
{
	return strcmp(column->type.kind, "datetime") == 0 &&
	       strncasecmp(text, "CURRENT_TIMESTAMP", 17) == 0;
}

/* Bytes are shown as hexadecimal digits, and end at the first that is 0. */
static bool
is_cut(const struct table_column *column, const char *text)
{
	return strcmp(column->type.kind, "binary") == 0 && *text;
}

/* MySQL's default: the value itself, unless EXTRA says that it is SQL. */
static void
set_value(struct arena *arena, struct table_column *column,
    const struct mysql_column *row)
{
	const char *text = row->column_default, *bits = bits_text(arena, text);

	if (has_word(row->extra, "DEFAULT_GENERATED"))
		set_sql(
		    arena, column, mysql_expression(arena, MYSQL_ORACLE, text));
	else if (is_now(column, text) || is_cut(column, text))
		set_default(column, TABLE_EXPRESSION, text);
	else
		set_default(column, TABLE_LITERAL, bits ? bits : text);
}

void
mysql_extra(struct arena *arena, enum mysql_flavour flavour,
    const struct mysql_column *row, struct table_column *column)
{
	column->is_auto_increment = has_word(row->extra, "auto_increment");
	column->is_invisible = has_word(row->extra, "INVISIBLE");
	if (row->generation && *row->generation)
		column->generated =
		    has_word(row->extra, "VIRTUAL") ? "virtual" : "stored";
	else if (row->column_default && flavour == MYSQL_MARIADB)
		set_sql(arena, column,
		    own_sequence(arena, row->column_default, row->database));
	else if (row->column_default)
		set_value(arena, column, row);
	else if (column->is_nullable && flavour == MYSQL_ORACLE)
		set_default(column, TABLE_LITERAL, NULL);
}
