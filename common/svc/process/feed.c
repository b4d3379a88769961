/* feed - lines on their way into a pipe (feed.h). */
#include "feed.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "die.h"

enum { KEEP = 1 << 17 }; /* bytes written that are looked through, at least */

static void
shut(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* The reader sees the end; we still see what it has not read. */
static void
finish(struct feed *feed)
{
	char path[sizeof("/proc/self/fd/-2147483648")];

	if (feed->fd < 0)
		return;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", feed->fd);
	feed->behind = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	shut(&feed->fd);
}

static mode_t
kind_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? st.st_mode & S_IFMT : 0;
}

void
feed_to_ours(struct feed *feed, int fd)
{
	const char *path =
	    fd == STDOUT_FILENO ? "/proc/self/fd/1" : "/proc/self/fd/2";

	feed->chunk = 0;
	if (kind_of(fd) == S_IFIFO)
		feed->fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (feed->fd >= 0)
		return;
	feed->chunk = kind_of(fd) == S_IFREG ? 0 : PIPE_BUF;
	feed->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (feed->fd < 0)
		die_errno(fd == STDOUT_FILENO ? "stdout" : "stderr");
}

void
feed_clear(struct feed *feed)
{
	shut(&feed->fd);
	shut(&feed->behind);
	buf_clear(&feed->lines);
	*feed = (struct feed)FEED_INIT;
}

size_t
feed_held(const struct feed *feed)
{
	return feed->lines.len - feed->written;
}

int
feed_fd(const struct feed *feed)
{
	return feed_held(feed) > 0 && !feed->broken ? feed->fd : -1;
}

/* Where the first line begins of which the pipe still holds a byte. */
static size_t
first_unread(const struct feed *feed)
{
	const char *bytes = buf_peek(&feed->lines), *nl;
	int fd = feed->fd >= 0 ? feed->fd : feed->behind, inside = 0;
	size_t read;

	if (fd >= 0 && ioctl(fd, FIONREAD, &inside) < 0)
		inside = 0; /* no pipe: what is written is there */
	read = feed->written;
	read -= (size_t)inside < read ? (size_t)inside : read;
	nl = memrchr(bytes, '\n', read);
	return nl ? (size_t)(nl - bytes) + 1 : 0;
}

/* Forgets lines that have been read, when there are many. */
static void
forget(struct feed *feed)
{
	size_t start;

	if (feed->written < KEEP || feed->written < feed_held(feed))
		return;
	start = first_unread(feed);
	memmove(feed->lines.data, feed->lines.data + start,
	    feed->lines.len - start);
	buf_truncate(&feed->lines, feed->lines.len - start);
	feed->written -= start;
}

void
feed_add(struct feed *feed, const void *bytes, size_t len)
{
	forget(feed);
	buf_add(&feed->lines, bytes, len);
}

/* write(2), without the signal when nobody reads. */
static ssize_t
write_quietly(int fd, const void *bytes, size_t len)
{
	const struct timespec now = { 0, 0 };
	sigset_t pipe, before, pending;
	ssize_t n;
	int errnum;

	(void)sigemptyset(&pipe);
	(void)sigaddset(&pipe, SIGPIPE);
	(void)sigprocmask(SIG_BLOCK, &pipe, &before);
	(void)sigpending(&pending);
	n = write(fd, bytes, len);
	errnum = errno;
	if (n < 0 && errnum == EPIPE && !sigismember(&pending, SIGPIPE))
		(void)sigtimedwait(&pipe, NULL, &now);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	errno = errnum;
	return n;
}

bool
feed_move(struct feed *feed)
{
	size_t held = feed_held(feed);
	ssize_t n;

	if (feed_fd(feed) < 0)
		return false;
	if (feed->chunk && held > feed->chunk)
		held = feed->chunk;
	n = write_quietly(feed->fd, feed->lines.data + feed->written, held);
	if (n < 0) {
		if (errno != EAGAIN && errno != EINTR)
			feed->broken = errno;
		return false;
	}
	feed->written += (size_t)n;
	if (feed->ending && feed_held(feed) == 0)
		finish(feed);
	return n > 0;
}

void
feed_cut(struct feed *feed)
{
	const char *bytes = feed->lines.data, *nl = NULL;
	size_t at = feed->written;

	if (feed_held(feed) == 0)
		return;
	if (at > 0 && bytes[at - 1] != '\n')
		nl = memchr(bytes + at, '\n', feed_held(feed));
	buf_truncate(&feed->lines, nl ? (size_t)(nl - bytes) + 1 : at);
}

void
feed_end(struct feed *feed)
{
	feed->ending = true;
	if (feed_fd(feed) < 0)
		finish(feed);
}

const char *
feed_unread(const struct feed *feed, size_t *len)
{
	size_t start = first_unread(feed);

	*len = feed->lines.len - start;
	return buf_peek(&feed->lines) + start;
}
