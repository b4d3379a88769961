/* clock - the time as events write it (clock.h). */
#include "clock.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

enum { US_A_SECOND = 1000000 };

static int64_t
read_us(clockid_t id)
{
	struct timespec ts;

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * US_A_SECOND + ts.tv_nsec / 1000;
}

int64_t
clock_now_us(void)
{
	return read_us(CLOCK_REALTIME);
}

int64_t
clock_monotonic_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

/* Writes value as width digits at dst. */
static void
digits(char *dst, int width, int64_t value)
{
	while (width--) {
		dst[width] = (char)('0' + value % 10);
		value /= 10;
	}
}

int
clock_poll_ms(int64_t us)
{
	int64_t ms = us / 1000 + (us % 1000 > 0);

	return ms > INT_MAX ? INT_MAX : ms > 0 ? (int)ms : 0;
}

char *
clock_format(int64_t us, char text[CLOCK_TEXT])
{
	static const char shape[CLOCK_TEXT] = "0000-00-00T00:00:00.000000Z";
	int64_t rest = (us % US_A_SECOND + US_A_SECOND) % US_A_SECOND;
	time_t seconds = (time_t)((us - rest) / US_A_SECOND);
	struct tm tm;

	(void)gmtime_r(&seconds, &tm);
	memcpy(text, shape, sizeof(shape));
	digits(text, 4, tm.tm_year + 1900);
	digits(text + 5, 2, tm.tm_mon + 1);
	digits(text + 8, 2, tm.tm_mday);
	digits(text + 11, 2, tm.tm_hour);
	digits(text + 14, 2, tm.tm_min);
	digits(text + 17, 2, tm.tm_sec);
	digits(text + 20, 6, rest);
	return text;
}

/* Exactly n digits, at most max; -1 for anything else.  Moves behind them. */
static int
take_number(const char **text, int n, int max)
{
	int value = 0;

	for (; n > 0; n--, ++*text) {
		if (!isdigit((unsigned char)**text))
			return -1;
		value = value * 10 + (**text - '0');
	}
	return value <= max ? value : -1;
}

static bool
take_char(const char **text, const char *set)
{
	if (!**text || !strchr(set, **text))
		return false;
	++*text;
	return true;
}

/* Date and time of day; their day may still be none of its month. */
static bool
take_fields(const char **text, struct tm *tm)
{
	*tm = (struct tm){ .tm_isdst = 0 };
	return (tm->tm_year = take_number(text, 4, 9999) - 1900) >= -1900 &&
	       take_char(text, "-") &&
	       (tm->tm_mon = take_number(text, 2, 12) - 1) >= 0 &&
	       take_char(text, "-") &&
	       (tm->tm_mday = take_number(text, 2, 31)) > 0 &&
	       take_char(text, "Tt ") &&
	       (tm->tm_hour = take_number(text, 2, 23)) >= 0 &&
	       take_char(text, ":") &&
	       (tm->tm_min = take_number(text, 2, 59)) >= 0 &&
	       take_char(text, ":") &&
	       (tm->tm_sec = take_number(text, 2, 60)) >= 0;
}

/* The digits behind a point, as microseconds; -1 for a point without. */
static int64_t
take_fraction(const char **text)
{
	int64_t us = 0, unit = US_A_SECOND;

	if (!take_char(text, "."))
		return 0;
	if (!isdigit((unsigned char)**text))
		return -1;
	for (; isdigit((unsigned char)**text); ++*text) {
		unit /= 10;
		us += unit * (**text - '0');
	}
	return us;
}

/* Z or +hh:mm, in seconds; false for anything else. */
static bool
take_offset(const char **text, int64_t *seconds)
{
	int sign = **text == '-' ? -1 : 1, h, m;

	*seconds = 0;
	if (take_char(text, "Zz"))
		return true;
	if (!take_char(text, "+-") || (h = take_number(text, 2, 23)) < 0 ||
	    !take_char(text, ":") || (m = take_number(text, 2, 59)) < 0)
		return false;
	*seconds = (int64_t)sign * (h * 3600 + m * 60);
	return true;
}

int
clock_parse(const char *text, int64_t *us)
{
	struct tm tm;
	int64_t fraction, offset;
	int month, leap;

	if (!take_fields(&text, &tm) || (fraction = take_fraction(&text)) < 0 ||
	    !take_offset(&text, &offset) || *text)
		return -1;
	month = tm.tm_mon;
	leap = tm.tm_sec == 60;
	tm.tm_sec -= leap; /* so that only a day too many changes the month */
	*us = ((int64_t)timegm(&tm) + leap - offset) * US_A_SECOND + fraction;
	return tm.tm_mon == month ? 0 : -1;
}
