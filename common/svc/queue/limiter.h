/*
 * limiter - at most so many in so much time, for all who name the same key.
 * Layer svc.
 *
 * The state is in a database, or in Redis, and so is the clock.  Windows:
 *
 *	fixed	as Laravel's Redis::throttle() counts: the first try opens a
 *		window of every seconds, those that are refused count, too; up
 *		to twice as many may pass around its end.  In Redis it is the
 *		same key, so that an application and emgen share a window.
 *	sliding	never more than allow in any every seconds
 *
 * A clock that is set back ends a fixed window, and makes a sliding one wait
 * for no longer than every seconds more.  All who name a key should say the
 * same of it; when allow is raised, no more pass than the two together allow.
 */
#ifndef EMGEN_LIMITER_H
#define EMGEN_LIMITER_H

#include <stdint.h>

#include "die.h"

enum limiter_window { LIMITER_FIXED, LIMITER_SLIDING };

enum { LIMITER_NAME_MAX = 255 }; /* bytes, where databases have a limit */

struct limiter_rate {
	const char *name;
	int64_t allow, every; /* both at least 1; seconds */
	enum limiter_window window;
};

struct limiter;

/*
 * sqlite:, pgsql:, mysql: or redis:, with a connection of its own.  timeout as
 * in db_open().
 */
struct limiter *limiter_open(
    const char *dsn, double timeout, struct em_err *err);
void limiter_close(struct limiter *limiter);

/*
 * Tries to let want pass, as that many tries one by one would: how many may, 0
 * for none.  When they are fewer, *wait_us is after how many microseconds it is
 * worth the next try.
 */
int64_t limiter_take(struct limiter *limiter, const struct limiter_rate *rate,
    int64_t want, int64_t *wait_us, struct em_err *err);

/* What --window says; dies EM_PERM for another word. */
enum limiter_window limiter_window_option(const char *text);

/* NAME:ALLOW/EVERY, as --throttle of emgen-queue has it; name is owned. */
int limiter_rate_parse(
    struct limiter_rate *rate, char **name, const char *text);

#endif
