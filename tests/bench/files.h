/* files - writing what was generated once more, in a floor. */
#ifndef EMGEN_BENCH_FILES_H
#define EMGEN_BENCH_FILES_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "die.h"

static void
copy_file(int from, int to, const char *name)
{
	static char bytes[1 << 20];
	char temporary[300];
	int in = openat(from, name, O_RDONLY | O_CLOEXEC), out;
	ssize_t n = read(in, bytes, sizeof(bytes));

	(void)snprintf(temporary, sizeof(temporary), "%s.tmp", name);
	out = openat(
	    to, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (in < 0 || n < 0 || out < 0 || write(out, bytes, (size_t)n) != n ||
	    close(out) || close(in) || renameat(to, temporary, to, name))
		die_errno("%s", name);
}

static void
copy_files(const char *from_path, const char *to_path)
{
	DIR *dir = opendir(from_path);
	struct dirent *entry;
	int to;

	if (!dir || mkdir(to_path, 0777))
		die_errno("%s", dir ? to_path : from_path);
	to = open(to_path, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	while ((entry = readdir(dir)))
		if (entry->d_type == DT_REG)
			copy_file(dirfd(dir), to, entry->d_name);
	(void)close(to);
	(void)closedir(dir);
}

#endif
