/* sql_alike - how two conditions are alike, or not. */
#include "sql_alike.h"

#include "../tap.h"
#include "buf.h"

static void
says(enum sql_dialect dialect, const char *check, const char *want)
{
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT;
	char **ways;
	size_t n = sql_alike(&arena, dialect, check, &ways);

	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "%s%s", i ? " | " : "", ways[i]);
	is(buf_peek(&text), want, check);
	buf_clear(&text);
	arena_clear(&arena);
}

int
main(void)
{
	says(SQL_PGSQL, "((state = 'paid'::state) = (paid_at IS NOT NULL))",
	    "state <> 'paid'::state AND paid_at IS NULL | "
	    "state = 'paid'::state AND paid_at IS NOT NULL");
	says(SQL_PGSQL,
	    "((state = 'void'::text) = ((why IS NOT NULL) AND (at IS NOT NULL)))",
	    "state <> 'void'::text AND why IS NULL | "
	    "state = 'void'::text AND (why IS NOT NULL) AND (at IS NOT NULL)");
	says(SQL_MYSQL, "`state` = 'paid' = (`at` is not null)",
	    "`state` <> 'paid' AND `at` IS NULL | "
	    "`state` = 'paid' AND `at` is not null");
	says(SQL_MYSQL, "((`a` = -(1)) = (`b` is null))",
	    "`a` <> -(1) AND `b` IS NOT NULL | `a` = -(1) AND `b` is null");
	says(SQL_SQLITE, "(at IS NULL) = open",
	    "at IS NOT NULL AND NOT open | at IS NULL AND open");
	says(SQL_PGSQL, "((a IS NULL) = (b IS NULL))",
	    "a IS NOT NULL AND b IS NOT NULL | a IS NULL AND b IS NULL");
	says(SQL_PGSQL, "((a IS NULL) <> (b IS NULL))",
	    "a IS NOT NULL AND b IS NULL | a IS NULL AND b IS NOT NULL");
	says(SQL_MYSQL, "(a is null <> (b is null))",
	    "a IS NOT NULL AND b is null | a is null AND b IS NOT NULL");
	says(SQL_SQLITE, "(a IS NOT NULL) != (b <> 'x')",
	    "a IS NULL AND b <> 'x' | a IS NOT NULL AND b = 'x'");
	says(SQL_PGSQL, "(a IS NULL) <>", "");
	says(SQL_PGSQL, "(((length(a) > 3)) = (b IS NOT NULL))",
	    "length(a) > 3 AND b IS NOT NULL");
	says(SQL_PGSQL, "((a = 'x'::text) = (b = 'y'::text))",
	    "a <> 'x'::text AND b <> 'y'::text | a = 'x'::text AND b = 'y'::text");
	says(SQL_PGSQL, "(a = b)", "");
	says(SQL_PGSQL, "((a <= 1) = (b > 2))", "");
	says(SQL_PGSQL, "(a <= (b IS NULL))", "");
	says(SQL_PGSQL, "((a IS NULL) = ((b IS NULL) OR c))", "");
	says(SQL_PGSQL, "(a AND (b = (c IS NULL)))", "");
	says(SQL_PGSQL, "(a IS NULL) = ", "");
	says(SQL_PGSQL, "= (a IS NULL)", "");
	says(SQL_PGSQL, "() = ()", "");
	says(SQL_PGSQL, "() = (a IS NULL)", "");
	says(SQL_PGSQL, "", "");
	return done();
}
