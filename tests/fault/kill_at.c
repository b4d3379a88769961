/*
 * kill_at - to be preloaded: the process that runs the program $KILL_PROGRAM,
 * but none of its children, is killed before its $KILL_AT-th call that makes,
 * changes or opens a file: reads and writes come in any number.  Calls the
 * kernel only.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static pid_t owner;
static long left; /* calls until the last */

__attribute__((constructor)) static void
begin(void)
{
	const char *program = getenv("KILL_PROGRAM"), *at = getenv("KILL_AT");

	if (at && program &&
	    strcmp(program_invocation_short_name, program) == 0) {
		owner = getpid();
		left = strtol(at, NULL, 10);
	}
}

static void
step(void)
{
	if (owner == getpid() && --left == 0)
		(void)kill(owner, SIGKILL);
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = flags & O_CREAT ? va_arg(ap, int) : 0;
	va_end(ap);
	step();
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int
unlink(const char *path)
{
	step();
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int
rmdir(const char *path)
{
	step();
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
}

int
mkdir(const char *path, mode_t mode)
{
	step();
	return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int
rename(const char *from, const char *to)
{
	step();
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
truncate(const char *path, off_t size)
{
	step();
	return (int)syscall(SYS_truncate, path, size);
}

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	step();
	return syscall(SYS_pwrite64, fd, bytes, n, at);
}

int
mkfifo(const char *path, mode_t mode)
{
	step();
	return (int)syscall(SYS_mknodat, AT_FDCWD, path, mode | S_IFIFO, 0);
}

int
bind(int fd, const struct sockaddr *at, socklen_t len)
{
	step();
	return (int)syscall(SYS_bind, fd, at, len);
}
