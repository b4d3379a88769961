/* clock - RFC 3339 in UTC with microseconds, whatever the time zone. */
#include "clock.h"

#include <stdlib.h>

#include "../tap.h"

static void
check(int64_t us, const char *want)
{
	char text[CLOCK_TEXT];

	is(clock_format(us, text), want, want);
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

	before = (int64_t)time(NULL);
	now = clock_now_us();
	ok(now / 1000000 >= before - 1 &&
		now / 1000000 <= (int64_t)time(NULL) + 1,
	    "now is what time(2) says");
	tick = clock_monotonic_us();
	ok(clock_monotonic_us() >= tick, "the other clock goes forward");
	return done();
}
