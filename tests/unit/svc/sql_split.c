/* sql_split - what ORs and ANDs join. */
#include "sql_split.h"

#include "../tap.h"
#include "buf.h"

static void
are(char *const parts[], size_t n, const char *check, const char *want)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "%s%s", i ? " | " : "", parts[i]);
	is(buf_peek(&text), want, check);
	buf_clear(&text);
}

static void
splits(const char *word, const char *check, const char *want)
{
	struct arena arena = ARENA_INIT;
	char **parts;
	size_t n = sql_split(&arena, SQL_PGSQL, check, word, &parts);

	are(parts, n, check, want);
	arena_clear(&arena);
}

static void
asks(const char *check, const char *want)
{
	struct arena arena = ARENA_INIT;
	char **parts;
	size_t n = sql_split_nonnulls(&arena, SQL_PGSQL, check, &parts);

	are(parts, n, check, want);
	arena_clear(&arena);
}

static void
holds(enum sql_dialect dialect, const char *check, const char *want)
{
	struct arena arena = ARENA_INIT;
	char **parts;
	size_t n = sql_split_all(&arena, dialect, check, &parts);

	are(parts, n, check, want);
	arena_clear(&arena);
}

static void
bares(enum sql_dialect dialect, const char *check, const char *want)
{
	struct arena arena = ARENA_INIT;

	is(sql_without_case(&arena, dialect, check), want, check);
	arena_clear(&arena);
}

int
main(void)
{
	splits("OR", "(((a IS NULL) AND (b = 0)) OR (a > 1))",
	    "((a IS NULL) AND (b = 0)) | (a > 1)");
	splits("OR", "a = ' OR ' or b", "a = ' OR ' | b");
	splits("OR", "((a OR b) AND (c OR d))", "(a OR b) AND (c OR d)");
	splits("AND", "((a BETWEEN 1 AND 5) AND b between 2 and 3 AND c)",
	    "(a BETWEEN 1 AND 5) | b between 2 and 3 | c");
	splits("AND", "CASE WHEN a AND b THEN c END AND d",
	    "CASE WHEN a AND b THEN c END AND d");
	splits("AND", "(`a` between -(90) and -(80) and `b` = -(1))",
	    "`a` between -(90) and -(80) | `b` = -(1)");
	splits("OR", "", "");
	splits("OR", "a OR", "a | ");

	asks("(num_nonnulls(a, \"b c\") = 1)",
	    "a IS NOT NULL | \"b c\" IS NOT NULL");
	asks("num_nonnulls(a) >= 1", "a IS NOT NULL");
	asks("num_nonnulls(a, b) > 0", "a IS NOT NULL | b IS NOT NULL");
	asks("num_nonnulls(a, b) = 2", "");
	asks("num_nonnulls(a, b) <= 1", "");
	asks("num_nonnulls(a, b) > 1", "");
	asks("num_nonnulls(a, b + 1) = 1", "");
	asks("((((a IS NOT NULL))::integer + ((b IS NOT NULL))::integer) = 1)",
	    "a IS NOT NULL | b IS NOT NULL");
	asks("(a is not null) + (b is not null) + (c is not null) >= 1",
	    "a IS NOT NULL | b IS NOT NULL | c IS NOT NULL");
	asks("(a IS NOT NULL) + (b IS NULL) = 1", "");
	asks("(a IS NOT NULL) + (b IS NOT NULL) = 2", "");
	asks("(a IS NOT NULL) + 1 = 1", "");
	asks("((a IS NOT NULL) + (b IS NOT NULL) = 1) OR c", "");
	asks("(a IS NOT NULL", "");
	asks("(a IS NOT NULL) + (b = 1", "");
	asks("((a IS NOT NULL) = 1", "");
	asks("= 1", "");
	asks("((a IS NULL) = (b IS NULL))", "");

	holds(SQL_PGSQL, "((a > 0) AND ((b = 1) OR (c = 2)))",
	    "(a > 0) | ((b = 1) OR (c = 2))");
	holds(SQL_MYSQL, "`a` = 1 or `b` = 2 and `c` = 3",
	    "`a` = 1 or `b` = 2 and `c` = 3");
	holds(SQL_MYSQL, "`a` = 1 and `b` = 2 xor `c` = 3",
	    "`a` = 1 and `b` = 2 xor `c` = 3");
	holds(SQL_SQLITE, "a", "a");

	bares(SQL_PGSQL, "(upper((a)::text) = 'X'::text)",
	    "((a)::text = 'X'::text)");
	bares(SQL_MYSQL, "lcase(ucase(`a`)) in ('x')", "`a` in ('x')");
	bares(SQL_SQLITE, "upper = 'upper(a)'", "upper = 'upper(a)'");
	bares(SQL_SQLITE, "upper(a = 'x'", "a = 'x'");
	return done();
}
