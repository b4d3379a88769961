/* turnstile - a fair queue of processes for one thing (turnstile.h). */
#include "turnstile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

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

static int
lock(const struct turnstile *ts, int fd, struct em_err *err)
{
	int rc;

	do
		rc = flock(fd, LOCK_EX);
	while (rc < 0 && errno == EINTR);
	return rc < 0 ? err_errno(err, "cannot lock %s", ts->path) : 0;
}

int
turnstile_enter(struct turnstile *ts, struct em_err *err)
{
	int rc = lock(ts, ts->next, err);

	if (rc < 0)
		return -1;
	rc = lock(ts, ts->main, err);
	(void)flock(ts->next, LOCK_UN);
	return rc;
}

void
turnstile_leave(struct turnstile *ts)
{
	(void)flock(ts->main, LOCK_UN);
}
