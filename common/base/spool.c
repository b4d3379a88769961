/* spool - bytes that wait (spool.h). */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "mem.h"

enum { IN_MEMORY = 1 << 20 };

/* For a file system that has no files without a name. */
static int
open_unlinked(const char *dir)
{
	char *name = mem_printf("%s/emgen-XXXXXX", dir);
	int fd = mkostemp(name, O_CLOEXEC);

	if (fd >= 0)
		(void)unlink(name);
	free(name);
	return fd;
}

static int
open_file(struct em_err *err)
{
	const char *dir = getenv("TMPDIR");
	int fd;

	if (!dir || !*dir)
		dir = "/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		fd = open_unlinked(dir);
	if (fd < 0)
		(void)err_errno(err, "no file in %s", dir);
	return fd;
}

/* Bytes in the file before what is added next. */
static off_t
file_size(const struct spool *spool)
{
	return (off_t)(spool->size - spool->held.len);
}

static int
add_to_file(
    struct spool *spool, const char *bytes, size_t len, struct em_err *err)
{
	off_t at = file_size(spool);

	if (spool->fd < 0 && (spool->fd = open_file(err)) < 0)
		return -1;
	for (size_t done = 0; done < len;) {
		ssize_t n = pwrite(
		    spool->fd, bytes + done, len - done, at + (off_t)done);

		if (n < 0 && errno != EINTR)
			return err_errno(err, "cannot keep the output");
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

int
spool_add(
    struct spool *spool, const void *bytes, size_t len, struct em_err *err)
{
	if (spool->fd < 0 && spool->held.len + len <= IN_MEMORY)
		buf_add(&spool->held, bytes, len);
	else if (add_to_file(spool, bytes, len, err) < 0)
		return -1;
	spool->size += len;
	return 0;
}

static int64_t
read_file(struct spool *spool, struct buf *out, size_t len, struct em_err *err)
{
	off_t at = (off_t)(spool->at - spool->held.len);
	ssize_t n;

	buf_reserve(out, len);
	do
		n = pread(spool->fd, out->data + out->len, len, at);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_errno(err, "cannot read what was kept");
	out->len += (size_t)n;
	out->data[out->len] = '\0';
	return n;
}

int64_t
spool_read(struct spool *spool, struct buf *out, size_t max, struct em_err *err)
{
	uint64_t left;
	int64_t n;

	if (spool->at < spool->held.len) {
		left = spool->held.len - spool->at;
		n = (int64_t)(left < max ? left : max);
		buf_add(out, spool->held.data + spool->at, (size_t)n);
	} else {
		left = spool->size - spool->at;
		n = left == 0 ? 0
			      : read_file(spool, out,
				    left < max ? (size_t)left : max, err);
	}
	spool->at += n > 0 ? (uint64_t)n : 0;
	return n;
}

void
spool_rewind(struct spool *spool)
{
	spool->at = 0;
}

void
spool_clear(struct spool *spool)
{
	buf_clear(&spool->held);
	if (spool->fd >= 0)
		(void)close(spool->fd);
	*spool = (struct spool)SPOOL_INIT;
}
