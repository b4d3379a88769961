/* sql_moment - between which dates CHECKs of three databases hold a column. */
#include "sql_moment.h"

#include "../tap.h"
#include "buf.h"

static void
add_end(struct buf *text, const struct sql_moment *end)
{
	if (!end->text)
		return;
	buf_addf(
	    text, "%s%s%s", end->is_open ? "!" : "", end->text, end->shift);
}

/* Of the column d: from..to, an open end with a mark; and what is read. */
static void
holds(enum sql_dialect dialect, const char *check, const char *want)
{
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT;
	struct sql_span span = { .from = { .text = NULL } };
	sql_parts all = sql_bounds_all(dialect, check);
	sql_parts read = sql_span_add(&span, &arena, dialect, check, "d");

	add_end(&text, &span.from);
	buf_adds(&text, "..");
	add_end(&text, &span.to);
	buf_adds(&text, read && read == all ? " all" : read ? " some" : "");
	is(buf_peek(&text), want, check);
	buf_clear(&text);
	arena_clear(&arena);
}

static void
test_pgsql(void)
{
	holds(SQL_PGSQL, "(d >= '2000-01-01'::date)", "2000-01-01.. all");
	holds(SQL_PGSQL, "('2000-01-01'::date < d)", "!2000-01-01.. all");
	holds(SQL_PGSQL,
	    "((d >= '2020-01-01 00:00:00'::timestamp without time zone) AND (d <= '2030-12-31 00:00:00'::timestamp without time zone))",
	    "2020-01-01 00:00:00..2030-12-31 00:00:00 all");
	holds(SQL_PGSQL,
	    "(d <= '2020-01-01 00:00:00+00'::timestamp with time zone)",
	    "..2020-01-01 00:00:00+00 all");
	holds(SQL_PGSQL, "(d <= CURRENT_DATE)", "..now all");
	holds(SQL_PGSQL,
	    "((d >= '1930-01-01'::date) AND (d <= (now() - '18 years'::interval)))",
	    "1930-01-01..now-18 years all");
	holds(SQL_PGSQL, "(d > (CURRENT_DATE + '6 mons'::interval))",
	    "!now+6 months.. all");
	holds(SQL_PGSQL, "(d > (CURRENT_DATE - 30))", "!now-30 days.. all");
	holds(SQL_PGSQL,
	    "((d >= '08:00:00'::time without time zone) AND (d < '18:00:00'::time without time zone))",
	    "08:00:00..!18:00:00 all");
	holds(SQL_PGSQL, "((d > '2020-01-01'::date) AND (e > d))",
	    "!2020-01-01.. some");
}

static void
test_others(void)
{
	holds(SQL_MYSQL,
	    "`d` between '2020-01-01' and '2020-12-31' and `n` > 0",
	    "2020-01-01..2020-12-31 some");
	holds(SQL_MYSQL, "`d` < curdate() - interval 18 year",
	    "..!now-18 years all");
	holds(SQL_SQLITE, "\"d\" >= DATE '2000-01-01'", "2000-01-01.. all");
	holds(SQL_SQLITE, "d > '08:00'", "!08:00.. all");
}

static void
test_narrower(void)
{
	holds(SQL_SQLITE, "d > '2000-01-01' and d >= '2001-01-01'",
	    "2001-01-01.. all");
	holds(SQL_SQLITE, "d < '2000-01-01' and d <= '2000-01-01'",
	    "..!2000-01-01 all");
	holds(
	    SQL_PGSQL, "d <= '2000-01-01' and d <= now()", "..2000-01-01 some");
}

static void
test_unread(void)
{
	holds(SQL_PGSQL, "(d <= (now() - '01:00:00'::interval))", "..");
	holds(SQL_PGSQL, "(d <= (now() - '1 year 6 mons'::interval))", "..");
	holds(SQL_PGSQL, "(d < 'infinity'::date)", "..");
	holds(SQL_PGSQL, "(d < '0044-03-15 BC'::date)", "..");
	holds(SQL_PGSQL, "(d <> '2000-01-01'::date)", "..");
	holds(SQL_PGSQL, "(d = '2000-01-01'::date)", "..");
	holds(SQL_PGSQL, "((d > '2000-01-01'::date) OR (d < now()))", "..");
	holds(SQL_PGSQL,
	    "(NOT ((d > '2030-01-01'::date) AND (d < '2040-01-01'::date)))",
	    "..");
	holds(SQL_MYSQL, "!(`d` > '2030-01-01' and `d` < '2040-01-01')", "..");
	holds(SQL_PGSQL, "(EXTRACT(year FROM d) > (2000)::numeric)", "..");
	holds(SQL_SQLITE, "date(d) > '2000-01-01'", "..");
	holds(SQL_SQLITE, "d > '2000-1-1'", "..");
	holds(SQL_SQLITE, "d > '5'", "..");
}

int
main(void)
{
	test_pgsql();
	test_others();
	test_narrower();
	test_unread();
	return done();
}
