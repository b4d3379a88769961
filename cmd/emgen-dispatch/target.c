/* target - opening what a line can be written to (target.h). */
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "number.h"

/* --- commands --- */

const char *
target_command(const char *target)
{
	if (*target != '|')
		return NULL;
	target++;
	return target + strspn(target, " \t\n");
}

struct coproc *
target_start(const char *command, size_t max_line, struct em_err *err)
{
	static char sh[] = "sh", dash_c[] = "-c";
	char *text = mem_strdup(command), *path = proc_find(sh);
	char *argv[] = { sh, dash_c, text, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct coproc *co = NULL;

	if (path) {
		spec.path = path;
		spec.argv = argv;
		spec.group = true;
		co = coproc_start(&spec, false, max_line, err);
	} else {
		(void)err_set(err, proc_code_of_errno(errno),
		    "cannot run sh: %s", strerror(errno));
	}
	free(path);
	free(text);
	return co;
}

/* --- paths --- */

/* N of /dev/fd/N or /proc/self/fd/N, as the shell names >(...); else -1. */
static int
inherited(const char *path)
{
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };

	for (size_t i = 0; i < 2; i++) {
		size_t len = strlen(folders[i]);

		if (strncmp(path, folders[i], len) == 0)
			return (int)number_parse(path + len, INT_MAX);
	}
	return -1;
}

static mode_t
kind_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? st.st_mode & S_IFMT : 0;
}

/* Two writers of one pipe would tear each other's lines. */
static bool
is_stdout(int fd)
{
	struct stat st, out;

	return kind_of(fd) == S_IFIFO && fstat(fd, &st) == 0 &&
	       fstat(STDOUT_FILENO, &out) == 0 && st.st_dev == out.st_dev &&
	       st.st_ino == out.st_ino;
}

int
target_open(const char *path, int *fd, struct em_err *err)
{
	int theirs = inherited(path);

	/* Opened anew, so that O_NONBLOCK is not set for others. */
	*fd = open(path,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
	    0666);
	if (*fd < 0 && errno == ENXIO && theirs < 0)
		return TARGET_UNREAD;
	if (*fd < 0)
		return err_errno(err, "%s", path);
	if (is_stdout(*fd)) {
		(void)close(*fd);
		return err_set(
		    err, EM_PERM, "%s is the standard output already", path);
	}
	if (theirs > STDERR_FILENO && theirs != *fd)
		(void)close(theirs); /* or its reader would see no end */
	if (kind_of(*fd) == S_IFIFO)
		return TARGET_PIPE;
	(void)fcntl(*fd, F_SETFL, O_APPEND);
	return TARGET_FILE;
}

int
target_stdout(size_t *chunk)
{
	int fd = -1;

	*chunk = 0;
	if (kind_of(STDOUT_FILENO) == S_IFIFO)
		fd = open("/proc/self/fd/1", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	*chunk = kind_of(STDOUT_FILENO) == S_IFREG ? 0 : PIPE_BUF;
	fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		die_errno("stdout");
	return fd;
}

/* --- files --- */

/* Takes a part of a line back, unless others have written behind it. */
static void
take_back(int fd, size_t len)
{
	off_t end = lseek(fd, 0, SEEK_CUR);
	struct stat st;

	if (end >= (off_t)len && fstat(fd, &st) == 0 && st.st_size == end &&
	    ftruncate(fd, end - (off_t)len) < 0)
		die_warn("a line is torn: %s", strerror(errno));
}

int
target_write(int fd, const char *bytes, size_t len, struct em_err *err)
{
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		n = write(fd, bytes + done, len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			(void)err_errno(err, "cannot write");
			if (done)
				take_back(fd, done);
			return -1;
		}
		done += (size_t)n;
	}
	return 0;
}
