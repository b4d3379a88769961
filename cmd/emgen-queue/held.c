/* held - what a handler wrote for a job (held.h). */
#include "held.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MEMORY_MAX = 1 << 20, FEED_MAX = 1 << 16 };

static int
open_file(struct held *held, struct em_err *err)
{
	const char *dir = getenv("TMPDIR");
	int fd;

	if (!dir || !*dir)
		dir = "/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, "cannot make a file in %s", dir);
	held->file = fdopen(fd, "w+");
	if (held->file)
		return 0;
	(void)close(fd);
	return err_errno(err, "fdopen");
}

int
held_add(struct held *held, const void *bytes, size_t len, struct em_err *err)
{
	if (!held->file && held->len + len <= MEMORY_MAX) {
		buf_add(&held->memory, bytes, len);
	} else {
		if (!held->file && open_file(held, err) < 0)
			return -1;
		if (fwrite(bytes, 1, len, held->file) != len)
			return err_errno(err, "cannot keep the output");
	}
	held->len += len;
	return 0;
}

void
held_rewind(struct held *held)
{
	held->taken = 0;
	if (held->file)
		rewind(held->file);
}

static int
cannot_read(struct em_err *err)
{
	return err_set(err, EM_TEMP, "cannot read the output that was kept");
}

/* From the front of what is in memory: how many bytes are left there. */
static size_t
in_memory(const struct held *held)
{
	return held->taken < held->memory.len ? held->memory.len - held->taken
					      : 0;
}

int
held_feed(struct held *held, struct feed *feed, struct em_err *err)
{
	char chunk[FEED_MAX];

	while (held->taken < held->len && feed_held(feed) < FEED_MAX) {
		size_t n = in_memory(held);

		if (n > FEED_MAX)
			n = FEED_MAX;
		if (n) {
			feed_add(feed, held->memory.data + held->taken, n);
		} else {
			n = fread(chunk, 1, sizeof(chunk), held->file);
			if (n == 0)
				return cannot_read(err);
			feed_add(feed, chunk, n);
		}
		held->taken += n;
	}
	return 0;
}

static int
line_of_file(struct held *held, struct buf *line, struct em_err *err)
{
	char *text = NULL;
	size_t cap = 0;
	ssize_t n = getdelim(&text, &cap, '\n', held->file);

	if (n > 0) {
		buf_add(line, text, (size_t)n);
		held->taken += (size_t)n;
	}
	free(text);
	return n > 0 ? 1 : cannot_read(err);
}

int
held_line(struct held *held, struct buf *line, struct em_err *err)
{
	size_t n = in_memory(held);
	const char *start, *nl;

	buf_truncate(line, 0);
	if (held->taken >= held->len)
		return 0;
	if (n == 0)
		return line_of_file(held, line, err);
	start = held->memory.data + held->taken;
	nl = memchr(start, '\n', n);
	if (nl)
		n = (size_t)(nl - start) + 1;
	buf_add(line, start, n);
	held->taken += n;
	return 1;
}

void
held_clear(struct held *held)
{
	if (held->file)
		(void)fclose(held->file);
	buf_clear(&held->memory);
	*held = (struct held)HELD_INIT;
}
