/* sql_pgsql - constants and checks as PostgreSQL writes them. */
#include "sql_pgsql.h"

#include "../tap.h"
#include "buf.h"
#include "sql_values.h"

static void
literal(const char *sql, const char *want)
{
	struct arena arena = ARENA_INIT;
	struct sql_literal found;

	if (!ok(sql_pgsql_literal(&arena, sql, &found), "a literal: %s", sql))
		found.text = "nothing";
	is(found.text ? found.text : "NULL", want, sql);
	arena_clear(&arena);
}

static void
expression(const char *sql)
{
	struct arena arena = ARENA_INIT;
	struct sql_literal found;

	ok(!sql_pgsql_literal(&arena, sql, &found), "no literal: %s", sql);
	arena_clear(&arena);
}

/* The column and its values, joined by bars; "" when there are none. */
static void
values(const char *sql, const char *want)
{
	struct arena arena = ARENA_INIT;
	struct sql_values found;
	struct buf text = BUF_INIT;

	if (sql_values_allowed(&arena, SQL_PGSQL, sql, &found)) {
		buf_adds(&text, found.column);
		for (size_t i = 0; i < found.n; i++)
			buf_addf(&text, "|%s", found.values[i]);
	}
	is(buf_peek(&text), want, sql);
	buf_clear(&text);
	arena_clear(&arena);
}

static void
check_literals(void)
{
	literal("'draft'::order_status", "draft");
	literal("'draft'::shop.\"Order Status\"", "draft");
	literal("'-0.5'::numeric", "-0.5");
	literal("'x'::character varying(10)", "x");
	literal("('x'::text)::character varying", "x");
	literal("'1 day'::interval day to second(3)", "1 day");
	literal("'02:00:00'::interval hour", "02:00:00");
	literal("'2000-01-01 00:00:00'::timestamp(3) without time zone",
	    "2000-01-01 00:00:00");
	literal("'1'::double precision", "1");
	literal("'{}'::text[]", "{}");
	literal("'{}'::integer[][3]", "{}");
	literal("'{\"a\": [1]}'::jsonb", "{\"a\": [1]}");
	literal("'it''s'::text", "it's");
	literal("'a\\b'::text", "a\\b");
	literal("'101'::\"bit\"", "101");
	literal("B'101'::\"bit\"", "101");
	literal("(-1)", "-1");
	literal("true", "true");
	literal("NULL::character varying", "NULL");
	expression("now()");
	expression("CURRENT_USER");
	expression("nextval('s'::regclass)");
	expression("ARRAY[]::text[]");
	expression("ARRAY['a'::text]");
	expression("('now'::text || 'x'::text)");
	expression("\"x\"");
	expression("");
}

static void
check_values(void)
{
	values("((status)::text = ANY ((ARRAY['a'::character varying, "
	       "'b c'::character varying])::text[]))",
	    "status|a|b c");
	values("(status = ANY (ARRAY['a'::text, 'b'::text]))", "status|a|b");
	values(
	    "((s = 'a'::text) OR (s = 'b'::text) OR (s = 'a'::text))", "s|a|b");
	values("((s IS NULL) OR (s = ANY (ARRAY['a]'::text, ',)'::text])))",
	    "s|a]|,)");
	values("(\"Odd \"\"Name\" = 'a'::bpchar)", "Odd \"Name|a");
	values("(n = ANY (ARRAY[1, '-2'::integer, 3]))", "n|1|-2|3");
	values("((VALUE)::text = ANY (ARRAY[('x'::character varying)::text, "
	       "('y'::character varying)::text]))",
	    "VALUE|x|y");
	values("(a = \"B\")", "");
	values("(a = ANY (ARRAY[\"B\"]))", "");
	values("(a = b)", "");
	values("((a = 'x'::text) OR (b = 'y'::text))", "");
	values("((a = 'x'::text) AND (a <> 'y'::text))", "");
	values("(lower(a) = ANY (ARRAY['a'::text]))", "");
	values("(a <> ALL (ARRAY['a'::text]))", "");
	values("(a = ANY (ARRAY[lower('a'::text)]))", "");
	values("((n > 0) AND (n < 9))", "");
	values("(a = ANY (ARRAY[", "");
	values("::", "");
}

/* The same of those that are refused. */
static void
refused(const char *sql, const char *want)
{
	struct arena arena = ARENA_INIT;
	struct sql_values found;
	struct buf text = BUF_INIT;

	if (sql_values_refused(&arena, SQL_PGSQL, sql, &found)) {
		buf_adds(&text, found.column);
		for (size_t i = 0; i < found.n; i++)
			buf_addf(&text, "|%s", found.values[i]);
	}
	is(buf_peek(&text), want, sql);
	buf_clear(&text);
	arena_clear(&arena);
}

static void
check_refused(void)
{
	refused("(s <> 'a'::state)", "s|a");
	refused("((s)::text <> ALL (ARRAY['a'::text, 'b'::text]))", "s|a|b");
	refused("(n <> 5)", "n|5");
	refused("(s = 'a'::text)", "");
	refused("((s <> 'a'::text) OR (n <> 5))", "");
	refused("(a <> b)", "");
	refused("(a NOT IN", "");
	refused("a <", "");
}

int
main(void)
{
	check_literals();
	check_values();
	check_refused();
	return done();
}
