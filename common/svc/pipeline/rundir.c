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

#include "id.h"
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

/* What the lock's file holds is the id of the run that is complete. */
static bool
is_complete(const char *folder, const char *run)
{
	char *path = mem_printf("%s/" LOCK, folder), text[ID_TEXT] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	free(path);
	if (fd < 0)
		return false;
	(void)!read(fd, text, ID_TEXT - 1);
	(void)close(fd);
	return *run && strcmp(text, run) == 0;
}

/* In one write(2), so that it holds all of it or nothing. */
void
rundir_complete(const char *folder, const char *run)
{
	char *path = mem_printf("%s/" LOCK, folder);
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	free(path);
	if (fd < 0)
		return;
	(void)!pwrite(fd, run, strlen(run), 0);
	(void)close(fd);
}

/* A process that was just forked from its owner has it for a moment, too. */
int
rundir_take(const char *folder, const char *run, struct em_err *err)
{
	for (int i = 0; i < PATIENCE; i++) {
		int rc = make_folders(folder, err);

		if (rc == 0)
			rc = try_lock(folder, err);
		if (rc < 0)
			return -1;
		if (rc > 0 && is_complete(folder, run))
			return 1;
		if (rc > 0) {
			rundir_complete(folder, ""); /* none of ours */
			return 0;
		}
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
