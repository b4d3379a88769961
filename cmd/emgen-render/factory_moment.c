/* factory_moment - dates and times that checks hold between others. */
#include <string.h>

#include "factory.h"
#include "factory_type.h"
#include "kind.h"
#include "source.h"
#include "sql_moment.h"

/* Before any factory that is written from now on runs. */
#define SURELY_PAST "2026"

static bool
has_later(const struct factory *f, bool of_times)
{
	for (size_t i = 0; i < f->def->column_count; i++)
		if (f->later[i] &&
		    column_is(&f->def->columns[i], "time") == of_times)
			return true;
	return false;
}

static bool
is_moment(const struct column *column)
{
	return column_is_moment(column) && jsonv_size(column->values) == 0;
}

/* --- what the checks say --- */

/* Adds each check of a list; to parts what is read of one of them. */
static void
add_list(struct sql_span *span, const struct factory *f,
    const struct jsonv *list, const char *name, const char *wanted,
    sql_parts *parts, bool *is_found)
{
	const struct jsonv *check;
	size_t i;

	jsonv_each (list, i, check) {
		sql_parts read = sql_span_add(span, f->arena,
		    factory_dialect(f), jsonv_string(check), name);

		if (wanted && strcmp(jsonv_string(check), wanted) == 0) {
			*parts = read;
			*is_found = true;
		}
	}
}

/* All of them, and the wanted one, which is NULL or may be tried only. */
static struct sql_span
span_of(const struct factory *f, size_t i, const char *wanted, const char *name,
    sql_parts *parts)
{
	const struct column *column = &f->def->columns[i];
	struct sql_span span = { .from = { .text = NULL } };
	bool is_found = false;

	*parts = 0;
	add_list(&span, f, f->checks, column->name, wanted, parts, &is_found);
	add_list(&span, f, column->checks, "VALUE", wanted, parts, &is_found);
	if (wanted && !is_found)
		*parts = sql_span_add(
		    &span, f->arena, factory_dialect(f), wanted, name);
	return span;
}

static bool
is_now(const struct sql_moment *moment)
{
	return moment->text && strcmp(moment->text, "now") == 0;
}

/* Whether the end, if it is one, is of the column's kind. */
static bool
is_alike(const struct sql_moment *moment, bool of_time)
{
	return !moment->text ||
	       (!is_now(moment) ? (moment->text[2] == ':') == of_time
				: !of_time);
}

/* Of days, no two of which are the same, only one end can be kept. */
static bool
can_differ(const struct factory *f, const struct sql_span *span)
{
	if (span->from.text)
		return !span->to.text && !has_later(f, false);
	return is_now(&span->to);
}

/*
 * Whether what is made can follow it: an earlier one of two dates is not after
 * now, and what was written down is in order.
 */
static bool
can_follow(const struct factory *f, size_t i, const struct sql_span *span)
{
	const struct sql_moment *from = &span->from, *to = &span->to;
	bool of_time = column_is(&f->def->columns[i], "time");

	if (!factory_is_made(f, i) || f->later[i] ||
	    (of_time && has_later(f, true)) || !is_alike(from, of_time) ||
	    !is_alike(to, of_time))
		return false;
	if (f->distinct[i] && column_is(&f->def->columns[i], "date") &&
	    !can_differ(f, span))
		return false;
	if (!of_time && has_later(f, false) &&
	    (is_now(from) || (to->text && !is_now(to))))
		return false;
	return !from->text || !to->text || is_now(from) || is_now(to) ||
	       strcmp(from->text, to->text) <= 0;
}

sql_parts
factory_moment_parts(
    const struct factory *f, size_t i, const char *check, const char *name)
{
	const struct column *column = &f->def->columns[i];
	struct sql_span span;
	sql_parts parts;

	if (!is_moment(column))
		return 0;
	span = span_of(f, i, check, name, &parts);
	if (column->nullable && !column->required && !column->has_default)
		return parts;
	return parts && can_follow(f, i, &span) ? parts : 0;
}

/* --- PHP --- */

/*
 * An end as PHP reads it, moved by what is beside it.  Of now a day is left, as
 * the clocks of two machines may be in different zones.
 */
static char *
end_of(const struct value *v, const struct sql_moment *moment, char sign,
    const char *beside)
{
	const char *unit =
	    is_now(moment) || column_is(v->column, "date") ? "day" : "second";
	const char *margin =
	    is_now(moment) || moment->is_open
		? source_printf(v->arena, " %c1 %s", sign, unit)
		: "";

	return source_printf(v->arena, "'%s%s%s%s%s'", moment->text,
	    *moment->shift ? " " : "", moment->shift, margin, beside);
}

static char *
first_of(const struct value *v, const struct sql_span *span)
{
	if (span->from.text)
		return end_of(v, &span->from, '+', "");
	if (column_is(v->column, "time"))
		return source_printf(v->arena, "'00:00:00'");
	return end_of(v, &span->to, '-', " -10 years");
}

static char *
last_of(const struct value *v, const struct sql_span *span)
{
	if (span->to.text)
		return end_of(v, &span->to, '-', "");
	if (column_is(v->column, "time"))
		return source_printf(v->arena, "'23:59:59'");
	if (has_later(v->f, false) || strcmp(span->from.text, SURELY_PAST) < 0)
		return source_printf(v->arena, "'now'");
	return end_of(v, &span->from, '+', " +10 years");
}

static const char *
format_of(const struct column *column)
{
	if (column_is(column, "time"))
		return "->format('H:i:s')";
	if (column_is(column, "date"))
		return "->format('Y-m-d')";
	return factory_is_bare_moment(column) ? "->format('Y-m-d H:i:s')" : "";
}

/* unique() knows moments, of which two can be of one day. */
static char *
distinct_day(const struct value *v, const struct sql_span *span)
{
	if (!span->from.text)
		return source_printf(v->arena, "%s->date('Y-m-d', %s)", v->fake,
		    end_of(v, &span->to, '-', ""));
	return source_printf(v->arena,
	    "date('Y-m-d', (int) strtotime(%s.%s->numberBetween(0, 9_999).' days'))",
	    end_of(v, &span->from, '+', " +"), v->fake);
}

char *
factory_moment(const struct value *v)
{
	size_t i = (size_t)(v->column - v->f->def->columns);
	struct sql_span span;
	sql_parts parts;

	if (!is_moment(v->column))
		return NULL;
	span = span_of(v->f, i, NULL, NULL, &parts);
	if ((!span.from.text && !span.to.text) || !can_follow(v->f, i, &span))
		return NULL;
	if (v->distinct && column_is(v->column, "date"))
		return distinct_day(v, &span);
	return source_printf(v->arena, "%s->dateTimeBetween(%s, %s)%s", v->fake,
	    first_of(v, &span), last_of(v, &span), format_of(v->column));
}
