/* rundir - the folder of a pipeline that runs (rundir.h). */
#include "rundir.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

enum { PATIENCE = 100, TURN_MS = 10 };

#define LOCK "supervisor"

/* With all folders on the way. */
static int
make_folders(const char *folder, struct em_err *err)
{
	char *path = mem_strdup(folder);
	int rc = 0;

	for (char *p = path + 1; rc == 0; p++) {
		char end = *p;

		if (end && end != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			rc = err_errno(err, "%s", path);
		*p = end;
		if (!end)
			break;
	}
	free(path);
	return rc;
}

/* The file that is locked is still the one that others find. */
static bool
is_there(const char *path, int fd)
{
	struct stat ours, there;

	return stat(path, &there) == 0 && fstat(fd, &ours) == 0 &&
	       there.st_ino == ours.st_ino;
}

/* 1 when the lock is ours, 0 when another has it. */
static int
try_lock(const char *folder, struct em_err *err)
{
	char *path = mem_printf("%s/" LOCK, folder);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), rc = 0;

	if (fd < 0 && errno != ENOENT)
		rc = err_errno(err, "%s", path);
	else if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
		 is_there(path, fd))
		rc = 1;
	else if (fd >= 0)
		(void)close(fd);
	free(path);
	return rc;
}

/* A process that was just forked from its owner has it for a moment, too. */
int
rundir_take(const char *folder, struct em_err *err)
{
	for (int i = 0; i < PATIENCE; i++) {
		int rc = make_folders(folder, err);

		if (rc == 0)
			rc = try_lock(folder, err);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
		(void)poll(NULL, 0, TURN_MS);
	}
	return err_set(
	    err, EM_TEMP, "%s: is running already", strrchr(folder, '/') + 1);
}

void
rundir_leave(const char *folder)
{
	char *path = mem_printf("%s/" LOCK, folder);

	(void)unlink(path);
	(void)rmdir(folder);
	free(path);
}
