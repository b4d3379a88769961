/*
 * retry - whether what failed is tried again, and when.  Layer svc.
 *
 * Tries are counted, and failures that come fast; between them pass the seconds
 * of a list, give or take some chance, within bounds.
 */
#ifndef EMGEN_RETRY_H
#define EMGEN_RETRY_H

#include <stddef.h>
#include <stdint.h>

enum { RETRY_BURST_MAX = 16, RETRY_BURST_SECONDS = 10 };

struct retry_rules {
	double tries;            /* before it is given up; 0: without end */
	double burst;            /* so many in RETRY_BURST_SECONDS end it, too;
				    0, or over RETRY_BURST_MAX: never */
	double minimum, maximum; /* seconds */
	double jitter;           /* percent, more or less */
	const double *backoff;   /* seconds; the last is for all that follow */
	size_t backoff_count;
};

/* Zeroed at the start; tries alone for what begins anew. */
struct retry {
	unsigned tries;
	int64_t failures[RETRY_BURST_MAX]; /* when the last ones were */
};

enum retry_verdict { RETRY_LATER, RETRY_TRIES, RETRY_BURST };

/* Counts a failure at a time of clock_monotonic_us(). */
enum retry_verdict retry_failed(
    struct retry *retry, const struct retry_rules *rules, int64_t now);

/* How long to wait, after RETRY_LATER. */
double retry_seconds(
    const struct retry *retry, const struct retry_rules *rules);

#endif
