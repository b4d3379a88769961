/* errors - what a handler writes to standard error (errors.h). */
#include "errors.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "messages.h"
#include "proc.h"

enum { DRAINED = 1 << 16 }; /* another process may write on for ever */

int
errors_open(struct errors *errors, int *theirs, struct em_err *err)
{
	int fd[2];

	if (proc_pipe(fd, err) < 0)
		return -1;
	if (fcntl(fd[0], F_SETFL, O_NONBLOCK) < 0) {
		(void)err_errno(err, "fcntl");
		(void)close(fd[0]);
		(void)close(fd[1]);
		return -1;
	}
	errors->fd = fd[0];
	*theirs = fd[1];
	return 0;
}

/* No more than ERRORS_KEPT bytes come at once. */
static void
keep(struct errors *errors, const char *bytes, size_t len)
{
	struct buf *tail = &errors->tail;
	size_t over = tail->len + len;

	if (over > ERRORS_KEPT) {
		over -= ERRORS_KEPT;
		memmove(tail->data, tail->data + over, tail->len - over);
		buf_truncate(tail, tail->len - over);
		errors->cut = true;
	}
	buf_add(tail, bytes, len);
}

bool
errors_take(struct errors *errors, struct feed *on)
{
	char chunk[ERRORS_KEPT];
	ssize_t n;

	if (errors->fd < 0)
		return false;
	n = read(errors->fd, chunk, sizeof(chunk));
	if (n > 0) {
		keep(errors, chunk, (size_t)n);
		if (!on->broken)
			feed_add(on, chunk, (size_t)n);
		(void)feed_move(on);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		errors_close(errors);
	}
	return n > 0;
}

void
errors_drain(struct errors *errors, struct feed *on)
{
	for (int left = DRAINED; left > 0; left -= ERRORS_KEPT)
		if (!errors_take(errors, on))
			return;
}

void
errors_close(struct errors *errors)
{
	if (errors->fd >= 0)
		(void)close(errors->fd);
	errors->fd = -1;
}

void
errors_forget(struct errors *errors)
{
	buf_clear(&errors->tail);
	errors->cut = false;
}

static bool
is_inside_letter(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

void
errors_add(struct buf *text, const struct errors *errors)
{
	const char *p = buf_peek(&errors->tail), *end = p + errors->tail.len;

	while (errors->cut && p < end && is_inside_letter(*p))
		p++;
	while (p < end && end[-1] == '\n')
		end--;
	if (p < end)
		buf_adds(text, errors->cut ? "\n\n..." : "\n\n");
	messages_add(text, p, (size_t)(end - p));
}
