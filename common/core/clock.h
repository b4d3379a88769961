/* clock - the time as events write it.  Layer core. */
#ifndef EMGEN_CLOCK_H
#define EMGEN_CLOCK_H

#include <stdint.h>

enum { CLOCK_TEXT = sizeof("2026-01-31T12:00:00.123456Z") };

/* Microseconds since 1970, and from an arbitrary point that never jumps. */
int64_t clock_now_us(void);
int64_t clock_monotonic_us(void);

/* A timeout for poll(2): rounded up, none below 0, and no more than it takes.
 */
int clock_poll_ms(int64_t us);

/* RFC 3339 in UTC with microseconds, into text; returns text. */
char *clock_format(int64_t us, char text[CLOCK_TEXT]);

/*
 * What RFC 3339 text means, digits behind microseconds cut off; -1 when it is
 * not a time.
 */
int clock_parse(const char *text, int64_t *us);

#endif
