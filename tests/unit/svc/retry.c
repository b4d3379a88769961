/* retry - how often, and when. */
#include "retry.h"

#include "../tap.h"

enum { SECOND = 1000000 };

/* How many failures, one every so many seconds, are tried again. */
static unsigned
tries(const struct retry_rules *rules, double apart, enum retry_verdict *why)
{
	struct retry retry = { 0, { 0 } };
	int64_t now = SECOND;

	for (unsigned n = 0; n < 100; n++) {
		*why = retry_failed(&retry, rules, now);
		if (*why != RETRY_LATER)
			return n;
		now += (int64_t)(apart * SECOND);
	}
	return 100;
}

int
main(void)
{
	static const double list[] = { 1, 5, 10 };
	struct retry_rules rules = { .tries = 3, .maximum = 300 };
	struct retry retry = { 0, { 0 } };
	enum retry_verdict why;
	bool within = true, varies = false;

	ok(tries(&rules, 1, &why) == 2 && why == RETRY_TRIES,
	    "the third of three tries is the last");
	rules.tries = 0;
	ok(tries(&rules, 1, &why) == 100, "0 is without end");
	rules.burst = 4;
	ok(tries(&rules, 1, &why) == 3 && why == RETRY_BURST,
	    "four failures in 10 s are a burst");
	ok(tries(&rules, 4, &why) == 100, "four in 12 s are none");
	rules.burst = RETRY_BURST_MAX + 1;
	ok(tries(&rules, 0.01, &why) == 100, "more than are kept are none");

	rules.backoff = list;
	rules.backoff_count = 3;
	for (unsigned n = 1; n <= 5; n++) {
		retry.tries = n;
		ok(retry_seconds(&retry, &rules) == list[n < 3 ? n - 1 : 2],
		    "the wait after failure %u", n);
	}
	rules.minimum = 11;
	ok(retry_seconds(&retry, &rules) == 11, "no less than the minimum");
	rules.minimum = 0;
	rules.maximum = 9;
	ok(retry_seconds(&retry, &rules) == 9, "no more than the maximum");
	rules.maximum = 300;
	rules.jitter = 20;
	for (int i = 0; i < 1000; i++) {
		double seconds = retry_seconds(&retry, &rules);

		within &= seconds >= 8 && seconds <= 12;
		varies |= seconds < 9;
	}
	ok(within && varies, "20 %% of it are left to chance");
	return done();
}
