/* literal - the default of a column as PHP will hold it (literal.h). */
#include "literal.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jsonw.h"
#include "list.h"

enum { NUMBER_MAX = 32 };

static bool
add_boolean(struct buf *value, const char *text)
{
	static const char *const yes[] = { "1", "true", "t", "yes", "y", "on",
		NULL };
	static const char *const no[] = { "0", "false", "f", "no", "n", "off",
		NULL };

	if (!list_has_nocase(yes, text) && !list_has_nocase(no, text))
		return false;
	buf_adds(value, list_has_nocase(yes, text) ? "true" : "false");
	return true;
}

/* MySQL's bit takes a text for its bytes, not for a number. */
static bool
takes_digits(const struct column *column)
{
	return strncmp(column->type, "bit", 3) != 0;
}

/*
 * Digits that PHP reads as the same number: no plus, no zeros in front.  Beyond
 * its integers the database's are text.
 */
static const char *
add_integer(struct buf *value, const struct column *column, const char *text)
{
	char *end;
	intmax_t number;

	errno = 0;
	number = strtoimax(text, &end, 10);
	if (end == text || *end)
		return NULL;
	if (errno && !takes_digits(column))
		return NULL;
	if (errno) {
		buf_adds(value, text);
		return "string";
	}
	buf_addf(value, "%" PRIdMAX, number);
	return "integer";
}

/* The parts of a number in positional notation. */
struct number {
	bool negative;
	const char *whole, *fraction; /* digits, may be empty */
	size_t whole_len, fraction_len;
};

static bool
read_number(struct number *number, const char *text)
{
	number->negative = *text == '-';
	text += *text == '-' || *text == '+';
	while (text[0] == '0' && isdigit((unsigned char)text[1]))
		text++;
	number->whole = text;
	number->whole_len = strspn(text, "0123456789");
	text += number->whole_len;
	number->fraction = text + (*text == '.');
	number->fraction_len =
	    *text == '.' ? strspn(number->fraction, "0123456789") : 0;
	return number->whole_len + number->fraction_len > 0 &&
	       !number->fraction[number->fraction_len];
}

/* With scale digits behind the point; false if more of them say something. */
static bool
add_decimal(struct buf *value, const char *text, const struct jsonv *scale)
{
	struct number number;
	size_t digits;

	if (!read_number(&number, text))
		return false;
	digits = jsonv_is(scale, JSONV_INTEGER) ? (size_t)jsonv_integer(scale)
						: number.fraction_len;
	for (size_t i = digits; i < number.fraction_len; i++)
		if (number.fraction[i] != '0')
			return false;
	buf_adds(value, number.negative ? "-" : "");
	buf_add(value, number.whole_len ? number.whole : "0",
	    number.whole_len ? number.whole_len : 1);
	buf_adds(value, digits ? "." : "");
	for (size_t i = 0; i < digits; i++)
		buf_addc(
		    value, i < number.fraction_len ? number.fraction[i] : '0');
	return true;
}

/* A float literal of PHP's, recognisable as one. */
static bool
add_float(struct buf *value, const char *text)
{
	struct number number;

	if (!read_number(&number, text))
		return false;
	buf_adds(value, number.negative ? "-" : "");
	buf_add(value, number.whole_len ? number.whole : "0",
	    number.whole_len ? number.whole_len : 1);
	buf_addc(value, '.');
	buf_add(value, number.fraction_len ? number.fraction : "0",
	    number.fraction_len ? number.fraction_len : 1);
	return true;
}

static bool
is_value(const struct jsonv *values, const char *text)
{
	const struct jsonv *value;
	size_t i;

	jsonv_each (values, i, value)
		if (strcmp(jsonv_string(value), text) == 0)
			return true;
	return false;
}

/* 1e3 as 1000: digits without an exponent, where there are not too many. */
static const char *
written_out(const char *text, char digits[NUMBER_MAX])
{
	char *end;
	double number = strtod(text, &end);

	if (!strpbrk(text, "eE") || end == text || *end)
		return text;
	(void)snprintf(digits, NUMBER_MAX, "%.15g", number);
	return digits;
}

/* Whether a literal of the column is a string in PHP as well. */
static bool
is_text(const struct column *column, const char *text)
{
	switch (column->kind) {
	case KIND_STRING:
	case KIND_TEXT:
	case KIND_UUID:
	case KIND_ULID:
	case KIND_JSON:
	case KIND_DATE:
	case KIND_TIME:
	case KIND_DATETIME:
	case KIND_DATETIMETZ:
	case KIND_INET:
	case KIND_SET:
	case KIND_OTHER:
		/* Money is read back as the locale writes it. */
		return strcmp(
			   column->base_type ? column->base_type : column->type,
			   "money") != 0;
	default:
		return is_value(column->values, text);
	}
}

/* The value into value, and what it is; NULL when it does not fit. */
static const char *
convert(struct buf *value, const struct column *column, const char *text)
{
	char digits[NUMBER_MAX];

	switch (column->kind) {
	case KIND_BOOLEAN:
		return add_boolean(value, text) ? "boolean" : NULL;
	case KIND_INTEGER:
	case KIND_BIGINT:
		return add_integer(value, column, text);
	case KIND_DECIMAL:
		return add_decimal(
			   value, written_out(text, digits), column->scale)
			   ? "decimal"
			   : NULL;
	case KIND_FLOAT:
		return add_float(value, written_out(text, digits)) ? "float"
								   : NULL;
	default:
		if (!is_text(column, text))
			return NULL;
		buf_adds(value, text);
		return "string";
	}
}

bool
literal_add(struct buf *out, const struct column *column)
{
	struct buf value = BUF_INIT;
	const char *kind;

	if (!column->literal)
		return false;
	kind = convert(&value, column, column->literal);
	if (kind) {
		jsonw_item(out);
		buf_addc(out, '{');
		jsonw_text(out, "column", column->name);
		jsonw_text(out, "kind", kind);
		if (strcmp(kind, "boolean") == 0)
			jsonw_bool(
			    out, "value", strcmp(value.data, "true") == 0);
		else
			jsonw_text(out, "value", buf_peek(&value));
		buf_addc(out, '}');
	}
	buf_clear(&value);
	return kind != NULL;
}
