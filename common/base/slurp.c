/* slurp - a whole file in memory (slurp.h). */
#include "slurp.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 16 };

static int
fail(const char *path, int fd, struct em_err *err)
{
	int errnum = errno;

	(void)err_errno(err, "%s", path);
	if (fd >= 0)
		(void)close(fd);
	errno = errnum;
	return -1;
}

int
slurp(const char *path, struct buf *bytes, struct em_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return fail(path, fd, err);
	do {
		buf_reserve(bytes, READ_SIZE);
		n = read(fd, bytes->data + bytes->len, READ_SIZE);
		if (n > 0)
			bytes->len += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0)
		return fail(path, fd, err);
	bytes->data[bytes->len] = '\0';
	(void)close(fd);
	return 0;
}
