/* mysql_text - defaults and checks, as the catalogues of both have them. */
#include "mysql_text.h"

#include "../tap.h"
#include "mysql_type.h"
#include "sql_check.h"
#include "table_check.h"

static struct table table = TABLE_INIT;

struct row {
	const char *type, *text, *extra;
	bool nullable;
	const char *want;
};

/* The default as one line: nothing, =literal, or (expression). */
static const char *
shown(const struct table_column *column)
{
	static char text[200];

	if (column->has_default == TABLE_NO_DEFAULT)
		return "nothing";
	(void)snprintf(text, sizeof(text),
	    column->has_default == TABLE_LITERAL ? "=%s" : "(%s)",
	    column->initial ? column->initial : "NULL");
	return text;
}

static void
check_rows(enum mysql_flavour flavour, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct table_column *column = table_add_column(&table);
		const struct mysql_column row = {
			.column_default = rows[i].text,
			.extra = rows[i].extra,
			.generation = "",
			.database = "shop",
		};

		column->declared = rows[i].type;
		column->is_nullable = rows[i].nullable;
		mysql_type(&table, column);
		mysql_extra(&table.arena, flavour, &row, column);
		is(shown(column), rows[i].want, rows[i].type);
	}
}

/* information_schema of MariaDB 10.11. */
static const struct row mariadb[] = {
	{ "varchar(9)", NULL, "", false, "nothing" },
	{ "varchar(9)", "NULL", "", true, "=NULL" },
	{ "varchar(9)", "'NULL'", "", true, "=NULL" },
	{ "varchar(9)", "''", "", true, "=" },
	{ "varchar(9)", "'it\\'s \\\\ \\n'", "", true, "=it's \\ \n" },
	{ "varchar(9)", "'it''s'", "", true, "=it's" },
	{ "varchar(9)", "uuid()", "", true, "(uuid())" },
	{ "bigint(20)", "nextval(`shop`.`s`)", "", true, "(nextval(`s`))" },
	{ "bigint(20)", "nextval(`other`.`s`)", "", true,
	    "(nextval(`other`.`s`))" },
	{ "int(11)", "-5", "", true, "=-5" },
	{ "int(11)", "(1 + 2)", "", true, "((1 + 2))" },
	{ "decimal(5,2)", "1.50", "", false, "=1.50" },
	{ "bit(1)", "b'1'", "", false, "=1" },
	{ "bit(64)",
	    "b'111111111111111111111111111111111111111111111111111111111111"
	    "1111'",
	    "", false, "=18446744073709551615" },
	{ "timestamp", "current_timestamp()", "on update current_timestamp()",
	    false, "(current_timestamp())" },
	{ "date", "'2020-01-02'", "", false, "=2020-01-02" },
	{ "date", "curdate()", "", false, "(curdate())" },
	{ "year(4)", "2020", "", true, "=2020" },
	{ "set('x','y')", "'x,y'", "", true, "=x,y" },
	{ "varchar(9)", "_latin1'x'", "", true, "=x" },
	{ "varchar(9)", "'x\\0y'", "", true, "('x\\0y')" },
	{ "varchar(9)", "'x\\\\0y'", "", true, "=x\\0y" },
	{ "binary(2)", "'\\0\\0'", "", false, "('\\0\\0')" },
};

/* information_schema of MySQL 8.0, and of 5.7 for a time without an EXTRA. */
static const struct row mysql[] = {
	{ "varchar(9)", NULL, "", false, "nothing" },
	{ "varchar(9)", NULL, "", true, "=NULL" },
	{ "varchar(9)", "NULL", "", true, "=NULL" },
	{ "varchar(9)", "", "", true, "=" },
	{ "varchar(9)", "it's \\ \n", "", true, "=it's \\ \n" },
	{ "varchar(9)", "CURRENT_TIMESTAMP", "", true, "=CURRENT_TIMESTAMP" },
	{ "varchar(36)", "uuid()", "DEFAULT_GENERATED", true, "(uuid())" },
	{ "json", "_utf8mb4\\'[]\\'", "DEFAULT_GENERATED", true, "=[]" },
	{ "text", "_utf8mb4\\'it\\\\\\'s\\'", "DEFAULT_GENERATED", true,
	    "=it's" },
	{ "json", "json_array()", "DEFAULT_GENERATED", false,
	    "(json_array())" },
	{ "int", "-5", "", true, "=-5" },
	{ "decimal(5,2)", "1.50", "", false, "=1.50" },
	{ "bit(1)", "b'1'", "", false, "=1" },
	{ "timestamp", "CURRENT_TIMESTAMP",
	    "DEFAULT_GENERATED on update CURRENT_TIMESTAMP", false,
	    "(CURRENT_TIMESTAMP)" },
	{ "datetime(6)", "CURRENT_TIMESTAMP(6)", "", false,
	    "(CURRENT_TIMESTAMP(6))" },
	{ "date", "2020-01-02", "", false, "=2020-01-02" },
	{ "set('x','y')", "x,y", "", true, "=x,y" },
	{ "varbinary(4)", "0xFF", "", false, "(0xFF)" },
	{ "binary(2)", "0x", "", false, "(0x)" },
	{ "varbinary(4)", "", "", false, "=" },
	{ "varchar(9)", "0x41", "", false, "=0x41" },
};

static void
extra_is(const char *extra, const char *generation, const char *generated,
    bool counts)
{
	struct table_column *column = table_add_column(&table);
	const struct mysql_column row = { .extra = extra,
		.generation = generation };

	mysql_extra(&table.arena, MYSQL_MARIADB, &row, column);
	is(column->generated ? column->generated : "no", generated, extra);
	ok(column->is_auto_increment == counts, "and whether it counts");
}

static void
check_extra(void)
{
	extra_is("", NULL, "no", false);
	extra_is("auto_increment", "", "no", true);
	extra_is("VIRTUAL GENERATED", "`i` + 1", "virtual", false);
	extra_is("STORED GENERATED", "(`i` + 1)", "stored", false);
	extra_is("STORED GENERATED INVISIBLE", "(`i` + 1)", "stored", false);
	extra_is("PERSISTENT", "`i` + 1", "stored", false);
	extra_is("INVISIBLE", NULL, "no", false);
}

/* What a check says of the column c, as one line. */
static void
check_says(enum mysql_flavour flavour, const char *clause, const char *want)
{
	struct table own = TABLE_INIT;
	struct table_column *column = table_add_column(&own);
	struct table_check *check = table_add_check(&own);
	char got[200];
	int n;

	column->name = "c";
	column->declared = "varchar(9)";
	mysql_type(&own, column);
	check->expression = mysql_expression(&own.arena, flavour, clause);
	table_restrict(&own, SQL_MYSQL);
	n = snprintf(got, sizeof(got), "%s", column->type.kind);
	for (size_t i = 0; i < column->values.n; i++)
		n += snprintf(got + n, sizeof(got) - (size_t)n, "|%s",
		    column->values.list[i]);
	is(got, want, clause);
	table_clear(&own);
}

static void
check_checks(void)
{
	check_says(MYSQL_MARIADB, "`c` in ('a','it\\'s')", "enum|a|it's");
	check_says(MYSQL_MARIADB, "`c` is null or `c` in ('a')", "enum|a");
	check_says(MYSQL_MARIADB, "`c` in (1,2)", "string|1|2");
	check_says(MYSQL_ORACLE, "(`c` in (-(1),0,1))", "string|-1|0|1");
	check_says(MYSQL_MARIADB, "`c` <> 'a'", "string");
	check_says(MYSQL_ORACLE,
	    "(`c` in (_utf8mb4\\'a\\',_utf8mb4\\'it\\\\\\'s\\'))",
	    "enum|a|it's");
	check_says(MYSQL_ORACLE,
	    "((`c` is null) or (`c` in (_utf8mb4\\'a\\',_latin1\\'b\\')))",
	    "enum|a|b");
	check_says(
	    MYSQL_ORACLE, "(`c` in (_utf8mb4'a',_utf8mb4'\\\\'))", "enum|a|\\");
	check_says(MYSQL_ORACLE,
	    "(`c` in (_utf8mb4\\'Ã©\\',_utf8mb4\\'\xc3\xb0\xc2\x9f\xc2\x98\xc2\x80\\'))",
	    "enum|é|😀");
	check_says(MYSQL_ORACLE, "(`c` in (_latin1\\'é\\',_latin1\\'x\\'))",
	    "enum|é|x");
	check_says(MYSQL_ORACLE, "(`c` in (_utf8mb4\\'ė\\'))", "enum|ė");
}

static void
check_json(void)
{
	struct arena *arena = &table.arena;

	ok(sql_is_json_check(arena, SQL_MYSQL, "json_valid(`j`)", "j"),
	    "MariaDB's");
	ok(sql_is_json_check(arena, SQL_MYSQL, "(json_valid(`J`))", "j"),
	    "any case");
	ok(sql_is_json_check(
	       arena, SQL_SQLITE, "(JSON_VALID(\"j\") OR \"j\" IS NULL)", "j"),
	    "or null, as Django has it");
	ok(sql_is_json_check(
	       arena, SQL_MYSQL, "`j` is null or json_valid(`j`)", "j"),
	    "null first");
	ok(!sql_is_json_check(
	       arena, SQL_MYSQL, "json_valid(`j`) or `k` is null", "j"),
	    "or another is null");
	ok(!sql_is_json_check(arena, SQL_MYSQL,
	       "json_valid(`j`) or `j` is null or `j` = ''", "j"),
	    "or what is not null");
	ok(sql_is_json_check(arena, SQL_MYSQL, "json_valid(`j`) = 1", "j"),
	    "as a number");
	ok(!sql_is_json_check(arena, SQL_MYSQL, "json_valid(`j`) = 0", "j"),
	    "as another");
	ok(!sql_is_json_check(arena, SQL_MYSQL, "json_valid(`j`)", "k"),
	    "another");
	ok(!sql_is_json_check(
	       arena, SQL_MYSQL, "json_valid(`j`) and `j` <> '[]'", "j"),
	    "more than that");
}

static bool
makes_json(const char *check)
{
	struct sql_token *tokens;
	size_t n = sql_tokens(&table.arena, SQL_MYSQL, check, &tokens);

	return sql_makes_json(&table.arena, tokens, n, "j");
}

static void
check_json_among_others(void)
{
	ok(makes_json("json_valid(`j`)"), "makes JSON: that alone");
	ok(makes_json("json_valid(`j`) and json_length(`j`) > 0"),
	    "makes JSON: and more");
	ok(makes_json(
	       "`a` between 1 and 2 and `j` <> '[]' and json_valid(`j`)"),
	    "makes JSON: at the end");
	ok(makes_json("`j` is null or json_valid(`j`) and `j` <> '[]'"),
	    "makes JSON: or null");
	ok(makes_json("(json_valid(`j`) and `a` > 0) or json_valid(`j`) = 1"),
	    "makes JSON: in each way");
	ok(!makes_json("json_valid(`j`) or `j` = ''"), "makes JSON: not all");
	ok(!makes_json("json_valid(`j`) and `a` > 0 or `j` = ''"),
	    "makes JSON: not in each way");
	ok(!makes_json("`j` is null"), "makes JSON: never, of null");
	ok(!makes_json("`j` is null and `a` > 0"), "makes JSON: nor with more");
	ok(!makes_json("not json_valid(`j`)"), "makes JSON: the contrary");
	ok(!makes_json("json_valid(`a`) and `j` <> ''"),
	    "makes JSON: another column");
}

static void
check_json_type(void)
{
	struct arena *arena = &table.arena;

	is(sql_check_json_type(
	       arena, SQL_MYSQL, "json_type(`j`) = 'OBJECT'", "j"),
	    "OBJECT", "MariaDB's");
	is(sql_check_json_type(arena, SQL_PGSQL,
	       "(jsonb_typeof((j)::jsonb) = 'array'::text)", "j"),
	    "array", "PostgreSQL's");
	is(sql_check_json_type(
	       arena, SQL_SQLITE, "json_type(j) <> 'object'", "j"),
	    NULL, "another type");
	is(sql_check_json_type(
	       arena, SQL_SQLITE, "json_type(j) = 'object' or k = 1", "j"),
	    NULL, "or more");
	is(sql_check_json_type(
	       arena, SQL_SQLITE, "json_type(k) = 'object'", "j"),
	    NULL, "another column");
}

int
main(void)
{
	check_rows(MYSQL_MARIADB, mariadb, sizeof(mariadb) / sizeof(*mariadb));
	check_rows(MYSQL_ORACLE, mysql, sizeof(mysql) / sizeof(*mysql));
	check_extra();
	check_checks();
	check_json();
	check_json_among_others();
	check_json_type();
	table_clear(&table);
	return done();
}
