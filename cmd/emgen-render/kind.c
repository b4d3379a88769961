/* kind - of which kind a column is (kind.h). */
#include "kind.h"

#include <math.h>
#include <stdlib.h>

#include "list.h"
#include "sqltype.h"

bool
column_is_text(const struct column *column)
{
	return column_is(column, "string") || column_is(column, "text");
}

bool
column_is_integer(const struct column *column)
{
	return column_is(column, "integer") || column_is(column, "bigint");
}

bool
column_takes_enum(const struct column *column)
{
	return column->cast_enum && jsonv_size(column->values) == 0;
}

bool
column_is_listed(const struct column *column)
{
	return jsonv_size(column->values) > 0 && !column_is(column, "boolean");
}

static bool
has_number(const struct sql_range *range, double number)
{
	for (size_t i = 0; i < range->n_excluded; i++)
		if (!(range->excluded[i] < number) &&
		    !(range->excluded[i] > number))
			return false;
	return (!range->has_least || number > range->least ||
		   (!range->above && !(number < range->least))) &&
	       (!range->has_most || number < range->most ||
		   (!range->below && !(number > range->most)));
}

bool
column_may_be(
    const struct column *column, const struct sql_range *range, bool value)
{
	static const char *const words[2][3] = { { "0", "false", NULL },
		{ "1", "true", NULL } };
	bool is_said = jsonv_size(column->values) == 0;
	const struct jsonv *item;
	size_t i;

	jsonv_each (column->values, i, item)
		is_said |= list_has(words[value], jsonv_string(item));
	return is_said && has_number(range, value);
}

bool
column_is_moment(const struct column *column)
{
	static const char *const kinds[] = { "date", "time", "datetime",
		"datetimetz", NULL };

	return list_has(kinds, column->kind);
}

bool
column_is_year(const struct column *column, enum sql_dialect dialect)
{
	const char *type = column->database_type;

	return type && strncmp(type, "year", 4) == 0 && dialect == SQL_MYSQL;
}

bool
column_digits(const struct column *column, int *precision, int *scale)
{
	const char *type = column->database_type;
	const char *open =
	    type && column_is(column, "float") ? strchr(type, '(') : NULL;
	const char *comma = open ? strchr(open, ',') : NULL;

	*precision =
	    comma ? (int)strtol(open + 1, NULL, 10) : column->precision;
	*scale = comma ? (int)strtol(comma + 1, NULL, 10) : column->scale;
	return *precision != NO_NUMBER && *scale != NO_NUMBER;
}

int
column_zeros(const struct column *column)
{
	const char *type = column->database_type;
	const char *scale =
	    type && column_is(column, "decimal") ? strstr(type, ",-") : NULL;

	return scale ? (int)strtol(scale + 2, NULL, 10) : 0;
}

/* The power of two or ten that it stays below, infinity where that is open. */
static double
end_of(const struct column *column, enum sql_dialect dialect)
{
	const char *driver = dialect == SQL_MYSQL ? "mysql" : "pgsql";
	int precision, scale, bits = 0;

	if (column_is_integer(column) && dialect != SQL_SQLITE &&
	    column->database_type)
		bits = sqltype_bits(driver, column->database_type);
	if (bits)
		return ldexp(1, column->is_unsigned ? bits : bits - 1);
	if (!column_is_integer(column) &&
	    column_digits(column, &precision, &scale))
		return pow(10, precision - scale);
	return INFINITY;
}

void
column_within(const struct column *column, enum sql_dialect dialect,
    struct sql_range *range)
{
	double end = end_of(column, dialect);

	range->has_least &= column->is_unsigned
				? range->least >= 0
				: range->least + range->above > -end;
	range->has_most &= range->most < end;
}
