/* sql_pattern - what texts CHECKs of three databases want. */
#include "sql_pattern.h"

#include "../tap.h"
#include "buf.h"

/* Of the column c, with so many characters at most. */
static void
wants(enum sql_dialect dialect, const char *check, int limit, const char *want)
{
	static const char *const letters[] = { "", "upper", "lower" };
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT;
	struct sql_pattern found;

	if (!sql_pattern_find(&found, &arena, dialect, check, "c", limit))
		buf_adds(&text, "nothing");
	else if (!found.regex)
		buf_adds(&text, letters[found.letters]);
	else
		buf_addf(&text, "%s %d-%d%s%s", found.regex, found.least,
		    found.most, found.is_address ? " @" : "",
		    found.is_fixed ? " fixed" : "");
	is(buf_peek(&text), want, check);
	buf_clear(&text);
	arena_clear(&arena);
}

static void
test_servers(void)
{
	wants(
	    SQL_PGSQL, "((c)::text ~~ 'X-%'::text)", 20, "X-[a-z0-9]{0,6} 2-8");
	wants(SQL_PGSQL, "(c ~ '^[A-Z]{3}-[0-9]{4}$'::text)", 20,
	    "[A-Z]{3}-[0-9]{4} 8-8");
	wants(SQL_PGSQL, "((VALUE)::text ~* 'x'::text)", 9, "nothing");
	wants(SQL_PGSQL, "((c)::text !~~ 'X%'::text)", 20, "nothing");
	wants(
	    SQL_PGSQL, "(c ~ '^a'::text) AND (c <> 'ab'::text)", 20, "nothing");
	wants(SQL_PGSQL, "((c)::text = upper((c)::text))", 20, "upper");
	wants(SQL_PGSQL, "(lower(c) = c)", 20, "lower");
	wants(SQL_PGSQL, "(lower(d) = c)", 20, "nothing");
	wants(SQL_MYSQL, "`c` regexp '^[0-9]+$'", 4, "[0-9]{1,4} 1-4");
	wants(SQL_MYSQL, "regexp_like(`c`,_utf8mb4'^[A-Z]{2}$')", 9,
	    "[A-Z]{2} 2-2");
	wants(SQL_MYSQL, "regexp_like(`d`,'^[A-Z]{2}$')", 9, "nothing");
	wants(SQL_MYSQL, "regexp_like(`c`,'^[A-Z]{2}$','c')", 9, "nothing");
	wants(SQL_MYSQL, "`c` like 'a\\\\_b\\\\%'", 9, "a_b% 4-4 fixed");
	wants(SQL_PGSQL, "(c ~~ 'a\\_%'::text)", 20, "a_[a-z0-9]{0,6} 2-8");
	wants(SQL_PGSQL, "(c ~~ 'a\\'::text)", 20, "nothing");
	wants(SQL_SQLITE, "c LIKE 'a\\_%'", 20, "nothing");
	wants(SQL_MYSQL, "`c` = ucase(`c`)", 4, "upper");
	wants(SQL_MYSQL, "`c` not like 'x%'", 4, "nothing");
	wants(SQL_SQLITE, "c GLOB '[A-Z][0-9]*'", 20,
	    "[A-Z][0-9][a-z0-9]{0,6} 2-8");
	wants(SQL_SQLITE, "c GLOB '[[:alpha:]]'", 20, "nothing");
	wants(SQL_SQLITE, "\"c\" like 'a_%'", 20, "a[a-z0-9][a-z0-9]{0,6} 2-8");
}

static void
test_regexes(void)
{
	static const struct {
		const char *regex, *want;
	} tests[] = {
		{ "^[^@]+@[^@]+$", "[a-z0-9]{1,6}@[a-z0-9]{1,6} 3-13 @" },
		{ "^[^@[:space:]]+@x$", "[a-z0-9]{1,6}@x 3-8" },
		{ "^[^[:alpha:]]$", "nothing" },
		{ "^[[:alpha:]]{2}-[[:digit:]_]+$",
		    "[A-Za-z]{2}-[0-9]{1,6} 4-9" },
		{ "^[[:xdigit:]]$", "[0-9a-f] 1-1" },
		{ "^[[:nonsense:]]$", "nothing" },
		{ "^[[:space:]]$", "nothing" },
		{ "^[[:alpha:$", "nothing" },
		{ "^\\d{2,3}\\.\\w?$", "[0-9]{2,3}\\.[a-z0-9]{0,1} 3-5" },
		{ "^[a-z0-9._-]+$", "[a-z0-9]{1,6} 1-6" },
		{ "^[.-]$", "- 1-1 fixed" },
		{ "^[a-z]+([_-][a-z]+)*$", "[a-z]{1,6}-[a-z]{1,6} 3-13" },
		{ "^[\\\\\\]]$", "nothing" },
		{ "^(a|b)$", "a 1-1 fixed" },
		{ "^[a-z0-9]+(-[a-z0-9]+)*$",
		    "[a-z0-9]{1,6}-[a-z0-9]{1,6} 3-13" },
		{ "^[)|]?x$", "\\|{0,1}x 1-2" },
		{ "^\\([0-9]{3}\\)$", "nothing" },
		{ "^\\[x\\]$", "nothing" },
		{ "^(?:ab|c(d|[)a])){2}x$", "ababx 5-5 fixed" },
		{ "^([0-9]{1,3}\\.){3}[0-9]$",
		    "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9] 7-13" },
		{ "^(a(b|c)d)+$", "abd 3-3 fixed" },
		{ "^v(1)?$", "v1 2-2 fixed" },
		{ "^[0-9]+(x{30})?$", "[0-9]{1,6} 1-6" },
		{ "^(a{9}){9}$", "nothing" },
		{ "^(abcdefghij){9}$", "nothing" },
		{ "^(a|b", "nothing" },
		{ "^a)b$", "nothing" },
		{ "^(?=a)b$", "nothing" },
		{ "^()$", "nothing" },
		{ "^[\\w.]+\\S$", "[a-z0-9]{1,6}[a-z0-9] 2-7" },
		{ "^a|b$", "nothing" },
		{ "^a{2,}$", "a{2,8} 2-8" },
		{ "^a{3,2}$", "nothing" },
		{ "^a{2$", "nothing" },
		{ "^a{,2}$", "nothing" },
		{ "^[a", "nothing" },
		{ "^a\\", "nothing" },
		{ "^a**$", "nothing" },
		{ "abc", "abc[a-z0-9]{0,6} 3-9" },
		{ "^abc$", "abc 3-3 fixed" },
		{ "^https?://", "https{0,1}:[/][/][a-z0-9]{0,6} 7-14" },
		{ "^/x/$", "[/]x[/] 3-3 fixed" },
		{ "^\\$[0-9]\\$$", "[$][0-9][$] 3-3" },
		{ "^#[0-9a-fA-F]{6}$", "#[0-9a-fA-F]{6} 7-7" },
		{ "^.+$", "[a-z0-9]{1,6} 1-6" },
		{ "^[^a-z]$", "nothing" },
		{ "^$", "nothing" },
		{ "^\xc3\xa9$", "nothing" },
	};
	struct buf check = BUF_INIT;

	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
		buf_truncate(&check, 0);
		buf_addf(&check, "(c ~ '%s'::text)", tests[i].regex);
		wants(SQL_PGSQL, check.data, 30, tests[i].want);
	}
	buf_clear(&check);
}

static void
test_limits(void)
{
	wants(SQL_PGSQL, "(c ~~ 'abcdef%'::text)", 5, "nothing");
	wants(SQL_PGSQL, "(c ~~ 'abcde%'::text)", 5, "abcde 5-5 fixed");
	wants(SQL_PGSQL, "(c ~~ '%a%'::text)", 4, "[a-z0-9]{0,3}a 1-4");
	wants(SQL_PGSQL, "(c ~ '^a{5000}$'::text)", 200, "nothing");
}

int
main(void)
{
	test_servers();
	test_regexes();
	test_limits();
	return done();
}
