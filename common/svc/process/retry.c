/* retry - whether what failed is tried again, and when (retry.h). */
#include "retry.h"

#include <stdbool.h>
#include <string.h>
#include <sys/random.h>

enum { SECOND = 1000000 };

static bool
is_burst(struct retry *retry, double burst, int64_t now)
{
	int64_t *last = retry->failures, first;

	memmove(last + 1, last, sizeof(retry->failures) - sizeof(*last));
	last[0] = now;
	if (burst < 1 || burst > RETRY_BURST_MAX)
		return false;
	first = last[(size_t)burst - 1];
	return first && now - first < (int64_t)RETRY_BURST_SECONDS * SECOND;
}

enum retry_verdict
retry_failed(struct retry *retry, const struct retry_rules *rules, int64_t now)
{
	bool burst = is_burst(retry, rules->burst, now);

	retry->tries++;
	if (rules->tries > 0 && retry->tries >= rules->tries)
		return RETRY_TRIES;
	return burst ? RETRY_BURST : RETRY_LATER;
}

double
retry_seconds(const struct retry *retry, const struct retry_rules *rules)
{
	size_t n = retry->tries < rules->backoff_count ? retry->tries
						       : rules->backoff_count;
	double seconds = n > 0 ? rules->backoff[n - 1] : 0;
	uint32_t random = 0;

	(void)!getrandom(&random, sizeof(random), 0);
	seconds *= 1 + rules->jitter / 100 * (2.0 * random / UINT32_MAX - 1);
	if (seconds < rules->minimum)
		return rules->minimum;
	return seconds > rules->maximum ? rules->maximum : seconds;
}
