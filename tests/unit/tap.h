/* tap - what a unit test says, in the Test Anything Protocol. */
#ifndef EMGEN_TAP_H
#define EMGEN_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_bad;

__attribute__((format(printf, 2, 3), unused)) static bool
ok(bool good, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_count);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	tap_bad += !good;
	return good;
}

/* Compares text, and shows both sides when they differ. */
__attribute__((unused)) static bool
is(const char *got, const char *want, const char *what)
{
	bool same = got && want ? strcmp(got, want) == 0 : got == want;

	if (!ok(same, "%s", what))
		printf("#      got: %s\n# expected: %s\n", got ? got : "NULL",
		    want ? want : "NULL");
	return same;
}

/* The plan, and what main() returns. */
__attribute__((unused)) static int
done(void)
{
	printf("1..%d\n", tap_count);
	return tap_bad != 0;
}

#endif
