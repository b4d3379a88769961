/*
 * limiter - what passes in each window, also with several processes at once.
 * limiter [DSN ...]: in these places, else in a file of its own.
 */
#include "limiter.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../scratch.h"
#include "../tap.h"
#include "clock.h"
#include "mem.h"

enum {
	PROCESSES = 4,
	PERMITS = 7,
	ALLOW = 10,
	SECOND = 1000000,
	TICK = 1000 /* of a database's clock, which rounds both ends */
};

static const char *dsn;

/* When a permit was asked for, and when it was there. */
struct permit {
	int64_t before, after;
};

/* What the processes share. */
struct shared {
	struct permit permits[PROCESSES][PERMITS];
	int64_t tries[PROCESSES];
};

static struct limiter *
open_limiter(void)
{
	struct em_err err;
	struct limiter *limiter = limiter_open(dsn, 5, &err);

	if (!limiter) {
		printf("Bail out! %s\n", err.msg);
		exit(EM_TEMP);
	}
	return limiter;
}

static int64_t
take(struct limiter *limiter, const struct limiter_rate *rate, int64_t want,
    int64_t *us)
{
	struct em_err err;
	int64_t n = limiter_take(limiter, rate, want, us, &err);

	if (n < 0)
		printf("# %s\n", err.msg);
	return n;
}

static void
pause_us(int64_t us)
{
	const struct timespec ts = { us / SECOND, us % SECOND * 1000 };

	(void)nanosleep(&ts, NULL);
}

/* Waits as it is told. */
static int64_t
take_later(struct limiter *limiter, const struct limiter_rate *rate,
    int64_t want, int64_t us)
{
	int64_t n = 0;

	for (int i = 0; i < 3 && n == 0; i++) {
		pause_us(us);
		n = take(limiter, rate, want, &us);
	}
	return n;
}

/* The window began at a whole second: of the four at least three are to come.
 */
static void
test_fixed(struct limiter *limiter)
{
	const struct limiter_rate rate = { "fix'ed:\xc3\xa9", 3, 4,
		LIMITER_FIXED };
	int64_t us;

	ok(take(limiter, &rate, 2, &us) == 2, "two of three pass");
	ok(take(limiter, &rate, 4, &us) == 1, "of four more one does");
	ok(us > 0 && us <= 4 * SECOND + 1000,
	    "the wait is to the window's end");
	ok(take(limiter, &rate, 1, &us) == 0, "then none");
	ok(take_later(limiter, &rate, 1, us) == 1, "until then");
}

static void
test_sliding(struct limiter *limiter)
{
	struct limiter_rate rate = { "sliding", 3, 3, LIMITER_SLIDING };
	int64_t us;

	ok(take(limiter, &rate, 2, &us) == 2, "two of three pass");
	pause_us(SECOND / 2);
	ok(take(limiter, &rate, 5, &us) == 1, "then one");
	ok(us > 0 && us <= 3 * SECOND - SECOND / 2 + 2 * TICK,
	    "until the first are old: %lld", (long long)us);
	rate.allow = 5;
	ok(take(limiter, &rate, 5, &us) == 2, "two more when five may");
	rate.allow = 2;
	ok(take(limiter, &rate, 1, &us) == 0, "none when two may");
	ok(take_later(limiter, &rate, 5, us) == 2, "until they are old");
}

/* --- several processes --- */

static void
work(const struct limiter_rate *rate, struct permit permits[PERMITS],
    int64_t *tries)
{
	struct limiter *limiter = open_limiter();

	for (int n = 0; n < PERMITS; ++*tries) {
		int64_t us;

		permits[n].before = clock_monotonic_us();
		if (take(limiter, rate, 1, &us) == 1)
			permits[n++].after = clock_monotonic_us();
		else
			pause_us(us);
	}
	limiter_close(limiter);
	_exit(EM_OK);
}

static struct shared *
run_all(const struct limiter_rate *rate)
{
	struct shared *shared = mmap(NULL, sizeof(*shared),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int bad = 0, status;

	(void)fflush(stdout);
	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0)
			work(rate, shared->permits[i], &shared->tries[i]);
	for (int i = 0; i < PROCESSES; i++)
		bad += wait(&status) < 0 || status != 0;
	ok(bad == 0, "%d processes", PROCESSES);
	return shared;
}

/* How many were surely given within some time of that one. */
static int
within(const struct permit permits[], const struct permit *first, int64_t us)
{
	int n = 0;

	for (int i = 0; i < PROCESSES * PERMITS; i++)
		n += permits[i].before >= first->before &&
		     permits[i].after < first->before + us;
	return n;
}

static void
test_many(enum limiter_window window)
{
	const struct limiter_rate rate = {
		window == LIMITER_FIXED ? "many" : "slide", ALLOW, 1, window
	};
	struct shared *shared = run_all(&rate);
	const struct permit *permits = &shared->permits[0][0];
	int most = 0, limit = window == LIMITER_FIXED ? 2 * ALLOW : ALLOW;

	for (int i = 0; i < PROCESSES * PERMITS; i++) {
		int n = within(permits, &permits[i], SECOND);

		most = n > most ? n : most;
	}
	ok(most <= limit, "%d in a second, at most %d", most, limit);
	(void)munmap(shared, sizeof(*shared));
}

static void
test_rates(void)
{
	static const char *const wrong[] = { "x", "x:", ":1/2", "x:0/2",
		"x:1/0", "x:1/2s", "x:-1/2", "x: 1/2", "x:1" };
	struct limiter_rate rate;
	char *name;

	ok(limiter_rate_parse(&rate, &name, "a:b:10/60") == 0 &&
		rate.allow == 10 && rate.every == 60,
	    "a rate");
	is(name, "a:b", "and its name");
	free(name);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ok(limiter_rate_parse(&rate, &name, wrong[i]) < 0,
		    "no rate: %s", wrong[i]);
}

static void
test_place(const char *place)
{
	struct limiter *limiter;

	dsn = place;
	limiter = open_limiter();
	test_fixed(limiter);
	test_sliding(limiter);
	limiter_close(limiter);
	test_many(LIMITER_SLIDING);
	test_many(LIMITER_FIXED);
}

int
main(int argc, char *argv[])
{
	char *own;

	for (int i = 1; i < argc; i++)
		test_place(argv[i]);
	if (argc > 1)
		return done();
	scratch_open();
	own = mem_printf("sqlite:%s/limits.db", scratch);
	test_rates();
	test_place(own);
	free(own);
	return done();
}
