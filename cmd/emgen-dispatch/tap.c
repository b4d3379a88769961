/* tap - a FIFO to look into the stream (tap.h). */
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { TAP_MAX = 1 << 20 }; /* bytes held for a reader */

int
tap_open(struct tap *tap, const char *path, struct em_err *err)
{
	struct stat st;

	*tap = (struct tap){ path, FEED_INIT, 0 };
	if (stat(path, &st) < 0)
		return err_errno(err, "%s", path);
	if (!S_ISFIFO(st.st_mode))
		return err_set(err, EM_PERM, "%s: not a FIFO", path);
	return 0;
}

/* What the reader did not get counts as missed; a torn line, too. */
static void
drop(struct tap *tap)
{
	size_t len;
	const char *lines = feed_unread(&tap->feed, &len);

	for (size_t i = 0; i < len; i++)
		tap->missed += lines[i] == '\n';
	if (tap->missed)
		die_note("tap %s: its reader missed %zu lines", tap->path,
		    tap->missed);
	tap->missed = 0;
	feed_clear(&tap->feed);
}

void
tap_close(struct tap *tap)
{
	feed_cut(&tap->feed);
	(void)feed_move(&tap->feed);
	feed_clear(&tap->feed);
}

void
tap_seek(struct tap *tap)
{
	if (tap->feed.fd < 0)
		tap->feed.fd =
		    open(tap->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
}

void
tap_give(struct tap *tap, const void *bytes, size_t len)
{
	if (tap->feed.fd < 0)
		return;
	if (feed_held(&tap->feed) > TAP_MAX)
		tap->missed++;
	else
		feed_add(&tap->feed, bytes, len);
}

void
tap_poll(const struct tap *tap, struct pollfd *fd)
{
	bool waits = feed_fd(&tap->feed) >= 0;

	*fd = (struct pollfd){ tap->feed.fd, waits ? POLLOUT : 0, 0 };
}

void
tap_move(struct tap *tap, const struct pollfd *fd)
{
	if (fd->revents)
		(void)feed_move(&tap->feed);
	if (tap->feed.broken || fd->revents & POLLERR)
		drop(tap);
}
