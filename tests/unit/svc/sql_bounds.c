/* sql_bounds - CHECKs of three databases, and what they do not say. */
#include "sql_bounds.h"

#include "../tap.h"
#include "buf.h"

static void
add_range(struct buf *out, const struct sql_range *range)
{
	if (range->has_least)
		buf_addf(out, "%s%g", range->above ? ">" : ">=", range->least);
	if (range->has_most)
		buf_addf(out, "%s%s%g", range->has_least ? " " : "",
		    range->below ? "<" : "<=", range->most);
	for (size_t i = 0; i < range->n_excluded; i++)
		buf_addf(out, "!%g", range->excluded[i]);
}

/* The bounds of the column c, of its values and behind a # of its length. */
static void
says(const char *expression, const char *want)
{
	struct sql_bounds bounds = { .value = { .has_least = false } };
	struct buf text = BUF_INIT;

	sql_bounds_add(&bounds, SQL_PGSQL, expression, "c");
	add_range(&text, &bounds.value);
	if (bounds.differs)
		buf_adds(&text, "!''");
	if (bounds.length.has_least || bounds.length.has_most ||
	    bounds.length.n_excluded)
		buf_addc(&text, '#');
	add_range(&text, &bounds.length);
	is(buf_peek(&text), want, expression);
	buf_clear(&text);
}

int
main(void)
{
	says("c > 0", ">0");
	says("c >= 1 AND c <= 5", ">=1 <=5");
	says("0 < c", ">0");
	says("10 >= c AND -1.5 <= c", ">=-1.5 <=10");
	says("c BETWEEN 1 AND 5", ">=1 <=5");
	says("c between -1 and 5 and c <> 3 and c < 4", ">=-1 <4!3");
	says("c = 7", ">=7 <=7");
	says("\"c\" > 1 and \"c\" > 3 and \"c\" >= 3", ">3");
	says("(`c` >= 1) and (`c` <= 5)", ">=1 <=5");
	says("((c >= 1) AND (c <= 5))", ">=1 <=5");
	says("(`c` between -(90) and 90)", ">=-90 <=90");
	says("((`c` <> -(1)) and (`c` > -(2.5)))", ">-2.5!-1");
	says("(c > (0)::numeric)", ">0");
	says("(c >= ('-5'::integer)::double precision)", ">=-5");
	says("(c < ('-0.5'::numeric))", "<-0.5");
	says("(c >= '5'::text)", "");
	says("(c >= '5')", "");
	says("(c <= (99.5)::numeric(8, 2))", "<=99.5");
	says("length(c) = 4", "#>=4 <=4");
	says("(char_length((c)::text) >= 3)", "#>=3");
	says("length(c) BETWEEN 2 AND 6 AND c > 1", ">1#>=2 <=6");

	says("c <> 13", "!13");
	says("c != 13 AND c > 1", ">1!13");
	says("c NOT IN (1, 2) AND length(c) <> 0", "!1!2#!0");
	says("(c <> ALL (ARRAY[1, 2]))", "!1!2");
	says("c <> ''", "!''");
	says("((c)::text <> ALL ((ARRAY['a'::character varying, "
	     "'b'::character varying])::text[]))",
	    "!''");
	says("length(trim(c)) > 0", "#>0");
	says("(length(TRIM(BOTH FROM c)) > 0)", "#>0");
	says("octet_length(trim(`c`)) > 0", "#>0");
	says("13 <> c", "");
	says("c NOT IN (1, d)", "!1");
	says("NOT c IN (1, 2)", "");

	says("d > 0", "");
	says("d > 0 AND c > 1", ">1");
	says("c > d", "");
	says("c > d + 1 AND c < 5", "<5");
	says("c > 5 + d", "");
	says("c + 1 > 5", "");
	says("abs(c) > 5", "");
	says("length(d) > 5", "");
	says("c > 5 OR c < 2", "");
	says("NOT (c > 5)", "");
	says("CASE WHEN c > 5 THEN d ELSE 1 END", "");
	says("c IN (1, 2)", "");
	says("c IS NULL", "");
	says("c IS NOT NULL AND c >= 3", ">=3");
	says("(c IS NOT NULL) AND (c IS NOT d) AND (c >= 3)", "");
	says("c >= 3 AND c IS NOT", "");
	says("c BETWEEN 1", "");
	says("c >", "");
	says("", "");
	ok(sql_bounds_before(SQL_PGSQL, "(b > c) AND c < b", "c", "b") == 3,
	    "c before b, twice");
	ok(sql_bounds_before(SQL_PGSQL, "c > b", "c", "b") == 0, "c behind b");
	ok(sql_bounds_before(SQL_PGSQL, "c <> b AND c = b", "c", "b") == 0,
	    "neither");

	says("c = true AND d", ">=1 <=1");
	says("c AND d > 1", "!0");
	says("(NOT c)", ">=0 <=0");
	says("d AND NOT \"c\"", ">=0 <=0");
	says("NOT c > 1", "");
	says("(c IS FALSE)", ">=0 <=0");
	ok(sql_bounds_of_null(SQL_PGSQL, "(c IS NULL) AND c > 1", "c") == 3,
	    "null is null, and more than 1");
	ok(sql_bounds_of_null(SQL_PGSQL, "(c IS NULL) <> (d IS NULL)", "c") ==
		0,
	    "IS says yes or no of null");
	ok(sql_bounds_of_null(SQL_PGSQL, "c IS TRUE AND c = true", "c") == 2,
	    "null is not true, and may be equal to it");
	return done();
}
