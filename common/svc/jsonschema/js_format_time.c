/* js_format_time - dates, times and durations of RFC 3339 (js_format.h). */
#include <ctype.h>
#include <string.h>

#include "js_format.h"

/* Exactly n digits as a number of at most max; s moves behind them. */
static bool
take_number(const char **s, int n, int max, int *value)
{
	for (*value = 0; n > 0; n--, ++*s) {
		if (!isdigit((unsigned char)**s))
			return false;
		*value = *value * 10 + (**s - '0');
	}
	return *value <= max;
}

static bool
take_char(const char **s, const char *set)
{
	if (!**s || !strchr(set, **s))
		return false;
	++*s;
	return true;
}

static bool
take_date(const char **s)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	int year, month, day;
	bool leap;

	if (!take_number(s, 4, 9999, &year) || !take_char(s, "-") ||
	    !take_number(s, 2, 12, &month) || !take_char(s, "-") ||
	    !take_number(s, 2, 31, &day))
		return false;
	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month >= 1 && day >= 1 && day <= days[month - 1] &&
	       (month != 2 || day < 29 || leap);
}

/* Z or +hh:mm, as minutes. */
static bool
take_offset(const char **s, int *minutes)
{
	int sign = **s == '-' ? -1 : 1, h, m;

	*minutes = 0;
	if (take_char(s, "Zz"))
		return true;
	if (!take_char(s, "+-") || !take_number(s, 2, 23, &h) ||
	    !take_char(s, ":") || !take_number(s, 2, 59, &m))
		return false;
	*minutes = sign * (h * 60 + m);
	return true;
}

static bool
take_time(const char **s)
{
	enum { DAY = 24 * 60 };
	int h, m, second, offset;

	if (!take_number(s, 2, 23, &h) || !take_char(s, ":") ||
	    !take_number(s, 2, 59, &m) || !take_char(s, ":") ||
	    !take_number(s, 2, 60, &second))
		return false;
	if (take_char(s, ".")) {
		size_t n = strspn(*s, "0123456789");

		*s += n;
		if (n == 0)
			return false;
	}
	if (!take_offset(s, &offset))
		return false;
	/* a leap second is the last of a day in UTC */
	return second < 60 || (h * 60 + m - offset + DAY) % DAY == DAY - 1;
}

bool
js_format_date(const char *s, size_t len)
{
	const char *end = s + len;

	return take_date(&s) && s == end;
}

bool
js_format_time(const char *s, size_t len)
{
	const char *end = s + len;

	return take_time(&s) && s == end;
}

bool
js_format_date_time(const char *s, size_t len)
{
	const char *end = s + len;

	return take_date(&s) && take_char(&s, "Tt") && take_time(&s) &&
	       s == end;
}

/* One or more numbers with units that follow each other without a gap. */
static bool
take_units(const char **s, const char *units)
{
	const char *last = NULL;
	size_t n;

	while ((n = strspn(*s, "0123456789")) > 0) {
		const char *unit = (*s)[n] ? strchr(units, (*s)[n]) : NULL;

		if (!unit || (last && unit != last + 1))
			return false;
		last = unit;
		*s += n + 1;
	}
	return last != NULL;
}

bool
js_format_duration(const char *s, size_t len)
{
	const char *end = s + len;

	if (!take_char(&s, "P"))
		return false;
	if (end[-1] == 'W')
		return take_units(&s, "W") && s == end;
	if (*s != 'T' && !take_units(&s, "YMD"))
		return false;
	if (take_char(&s, "T") && !take_units(&s, "HMS"))
		return false;
	return s == end;
}
