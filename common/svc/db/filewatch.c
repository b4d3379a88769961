/* filewatch - somebody writes to a file (filewatch.h). */
#include "filewatch.h"

#include <sys/inotify.h>
#include <unistd.h>

int
filewatch_open(const char *path)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd < 0)
		return -1;
	if (inotify_add_watch(fd, path, IN_MODIFY) >= 0)
		return fd;
	(void)close(fd);
	return -1;
}

void
filewatch_drain(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof(events)) > 0)
		;
}
