/* turnstile - a fair queue of processes for one thing (turnstile.h). */
#include "turnstile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/time.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"

struct turnstile {
	char *path;
	int next, main; /* descriptors of the lock files */
};

static int
open_lock(const char *path, const char *suffix, struct em_err *err)
{
	char *name = mem_printf("%s-%s", path, suffix);
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		(void)err_errno(err, "%s", name);
	free(name);
	return fd;
}

struct turnstile *
turnstile_open(const char *path, struct em_err *err)
{
	struct turnstile *ts = mem_zalloc(1, sizeof(*ts));

	ts->path = mem_strdup(path);
	ts->main = -1;
	ts->next = open_lock(path, "next", err);
	if (ts->next >= 0)
		ts->main = open_lock(path, "main", err);
	if (ts->main >= 0)
		return ts;
	turnstile_close(ts);
	return NULL;
}

void
turnstile_close(struct turnstile *ts)
{
	if (!ts)
		return;
	if (ts->next >= 0)
		(void)close(ts->next);
	if (ts->main >= 0)
		(void)close(ts->main);
	free(ts->path);
	free(ts);
}

/* --- waiting --- */

/* A system call returns for it; that is all. */
static void
wake(int number)
{
	(void)number;
}

/* A signal each second, as flock(2) knows no end of its own. */
static void
start_clock(struct sigaction *before)
{
	const struct itimerval every = { { 1, 0 }, { 1, 0 } };
	struct sigaction action = { .sa_handler = wake };

	(void)sigaction(SIGALRM, &action, before);
	(void)setitimer(ITIMER_REAL, &every, NULL);
}

static void
stop_clock(const struct sigaction *before)
{
	const struct itimerval never = { { 0, 0 }, { 0, 0 } };

	(void)setitimer(ITIMER_REAL, &never, NULL);
	(void)sigaction(SIGALRM, before, NULL);
}

static int
lock(const struct turnstile *ts, int fd, int64_t until, struct em_err *err)
{
	while (flock(fd, LOCK_EX) < 0) {
		if (errno != EINTR)
			return err_errno(err, "cannot lock %s", ts->path);
		if (clock_monotonic_us() >= until)
			return err_set(err, EM_TEMP,
			    "%s: others write to it, and take too long",
			    ts->path);
	}
	return 0;
}

static int
wait_in_line(struct turnstile *ts, double seconds, struct em_err *err)
{
	int64_t until = clock_monotonic_us() + (int64_t)(seconds * 1e6);
	struct sigaction before;
	int rc;

	start_clock(&before);
	rc = lock(ts, ts->next, until, err);
	if (rc == 0) {
		rc = lock(ts, ts->main, until, err);
		(void)flock(ts->next, LOCK_UN);
	}
	stop_clock(&before);
	return rc;
}

/* Without a wait when nobody is there. */
static bool
walk_in(struct turnstile *ts)
{
	bool first = flock(ts->next, LOCK_EX | LOCK_NB) == 0;
	bool in = first && flock(ts->main, LOCK_EX | LOCK_NB) == 0;

	if (first)
		(void)flock(ts->next, LOCK_UN);
	return in;
}

int
turnstile_enter(struct turnstile *ts, double seconds, struct em_err *err)
{
	return !ts || walk_in(ts) ? 0 : wait_in_line(ts, seconds, err);
}

void
turnstile_leave(struct turnstile *ts)
{
	if (ts)
		(void)flock(ts->main, LOCK_UN);
}
