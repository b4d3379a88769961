/* clock - the time as events write it (clock.h). */
#include "clock.h"

#include <stddef.h>
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

char *
clock_format(int64_t us, char text[CLOCK_TEXT])
{
	static const char shape[CLOCK_TEXT] = "0000-00-00T00:00:00.000000Z";
	int64_t rest = (us % US_A_SECOND + US_A_SECOND) % US_A_SECOND;
	time_t seconds = (time_t)((us - rest) / US_A_SECOND);
	struct tm tm;

	(void)gmtime_r(&seconds, &tm);
	for (size_t i = 0; i < CLOCK_TEXT; i++)
		text[i] = shape[i];
	digits(text, 4, tm.tm_year + 1900);
	digits(text + 5, 2, tm.tm_mon + 1);
	digits(text + 8, 2, tm.tm_mday);
	digits(text + 11, 2, tm.tm_hour);
	digits(text + 14, 2, tm.tm_min);
	digits(text + 17, 2, tm.tm_sec);
	digits(text + 20, 6, rest);
	return text;
}
