/* clock - RFC 3339 in UTC with microseconds, whatever the time zone. */
#include "clock.h"

#include <limits.h>
#include <stdlib.h>

#include "../tap.h"

static void
check(int64_t us, const char *want)
{
	char text[CLOCK_TEXT];

	is(clock_format(us, text), want, want);
}

/* What the text means, in the one form that events have. */
static void
parses(const char *text, const char *want)
{
	char back[CLOCK_TEXT];
	int64_t us;

	if (clock_parse(text, &us) == 0)
		is(clock_format(us, back), want, text);
	else
		is(NULL, want, text);
}

static void
check_parse(void)
{
	static const char *const bad[] = { "", "2026-01-31",
		"2026-01-31T12:00:00", "2026-01-31T12:00:00+1:00",
		"2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z",
		"2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
		"2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
		"2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z",
		"2026-01-31T12:00:61Z", "2026-01-31T12:00:00.Z",
		"2026-01-31T12:00:00Zx", " 2026-01-31T12:00:00Z",
		"+026-01-31T12:00:00Z", "2026-01-31T12:00:00+24:00" };

	parses("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000000Z");
	parses("2026-01-31t12:00:00.5z", "2026-01-31T12:00:00.500000Z");
	parses("2026-01-31T12:00:00.123456Z", "2026-01-31T12:00:00.123456Z");
	parses("2026-01-31T12:00:00.1234569Z", "2026-01-31T12:00:00.123456Z");
	parses("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000000Z");
	parses("2026-12-31T23:30:00-00:45", "2027-01-01T00:15:00.000000Z");
	parses("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000Z");
	parses("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z");
	parses("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.900000Z");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		parses(bad[i], NULL);
}

int
main(void)
{
	int64_t before, now, tick;

	(void)setenv("TZ", "Europe/Berlin", 1);
	tzset();
	check(0, "1970-01-01T00:00:00.000000Z");
	check(1, "1970-01-01T00:00:00.000001Z");
	check(1769860800123456, "2026-01-31T12:00:00.123456Z");
	check(1709251199999999, "2024-02-29T23:59:59.999999Z");
	check(1709251200000000, "2024-03-01T00:00:00.000000Z");
	check(951782400000001, "2000-02-29T00:00:00.000001Z");
	check(253402300799999999, "9999-12-31T23:59:59.999999Z");
	check(-1, "1969-12-31T23:59:59.999999Z");
	check(-86400000000, "1969-12-31T00:00:00.000000Z");

	check_parse();
	before = (int64_t)time(NULL);
	now = clock_now_us();
	ok(now / 1000000 >= before - 1 &&
		now / 1000000 <= (int64_t)time(NULL) + 1,
	    "now is what time(2) says");
	ok(clock_poll_ms(-1) == 0 && clock_poll_ms(0) == 0, "no time to wait");
	ok(clock_poll_ms(1) == 1 && clock_poll_ms(2000) == 2, "some");
	ok(clock_poll_ms((int64_t)86400 * 30 * 1000000) == INT_MAX, "a month");
	ok(clock_poll_ms(INT64_MAX) == INT_MAX, "for ever");
	tick = clock_monotonic_us();
	ok(clock_monotonic_us() >= tick, "the other clock goes forward");
	return done();
}
