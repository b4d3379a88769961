/* kin - the children of this process (kin.h). */
#include "kin.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "slurp.h"

enum { TURN_MS = 1 };

/* The next number that is the name of an entry; -1 behind the last. */
static pid_t
next_number(DIR *dir)
{
	for (struct dirent *entry; (entry = readdir(dir));)
		if (*entry->d_name >= '1' && *entry->d_name <= '9')
			return (pid_t)strtol(entry->d_name, NULL, 10);
	return -1;
}

/* 0 when there is no such process. */
static pid_t
parent_of(pid_t pid)
{
	char path[64], text[512];
	const char *end;
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, text, sizeof(text) - 1);
	(void)close(fd);
	text[n > 0 ? n : 0] = '\0';
	end = strrchr(text, ')'); /* its name may hold anything */
	return end && strlen(end) > 4 ? (pid_t)strtol(end + 4, NULL, 10) : 0;
}

/* As the kernel lists them, where it does; false where it does not. */
static bool
each_listed(void (*use)(pid_t pid, void *ctx), void *ctx)
{
	struct buf text = BUF_INIT;
	struct em_err err;
	char path[64], *end;
	bool listed;

	(void)snprintf(
	    path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	listed = slurp(path, &text, &err) == 0;
	for (const char *p = buf_peek(&text); listed && *p; p = end) {
		pid_t pid = (pid_t)strtol(p, &end, 10);

		if (end == p)
			break;
		use(pid, ctx);
	}
	buf_clear(&text);
	return listed;
}

static bool
have_any(void)
{
	siginfo_t info;

	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

bool
kin_each(void (*use)(pid_t pid, void *ctx), void *ctx)
{
	DIR *dir;
	pid_t pid;

	if (!have_any() || each_listed(use, ctx))
		return true;
	dir = opendir("/proc");
	if (!dir)
		return false;
	while ((pid = next_number(dir)) > 0)
		if (parent_of(pid) == getpid())
			use(pid, ctx);
	(void)closedir(dir);
	return true;
}

static pid_t *noted;
static size_t noted_count, noted_cap;

static void
note_one(pid_t pid, void *ctx)
{
	(void)ctx;
	noted = mem_grow(noted, &noted_cap, noted_count, sizeof(*noted));
	noted[noted_count++] = pid;
}

void
kin_note(void)
{
	noted_count = 0;
	(void)kin_each(note_one, NULL);
}

bool
kin_is_noted(pid_t pid)
{
	for (size_t i = 0; i < noted_count; i++)
		if (noted[i] == pid)
			return true;
	return false;
}

void
kin_bury(void)
{
	pid_t pid;

	do
		pid = waitpid(-1, NULL, WNOHANG);
	while (pid > 0);
}

static void
kill_one(pid_t pid, void *ctx)
{
	bool *any = ctx;

	if (kin_is_noted(pid))
		return;
	(void)kill(pid, SIGKILL);
	*any = true;
}

/* The children of one that dies become ours, and are met in the next round. */
void
kin_kill(void)
{
	for (;;) {
		bool any = false;

		kin_bury();
		if (kin_each(kill_one, &any) && !any)
			return;
		(void)poll(NULL, 0, TURN_MS);
	}
}

static bool
has_open(pid_t pid, const struct stat *file)
{
	char path[320];
	struct dirent *entry;
	struct stat st;
	bool found = false;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir))) {
		(void)snprintf(path, sizeof(path), "/proc/%d/fd/%s", (int)pid,
		    entry->d_name);
		found = stat(path, &st) == 0 && st.st_dev == file->st_dev &&
			st.st_ino == file->st_ino;
	}
	if (dir)
		(void)closedir(dir);
	return found;
}

void
kin_kill_openers(int fd)
{
	DIR *dir = opendir("/proc");
	struct stat file;
	pid_t pid;

	if (!dir || fstat(fd, &file) < 0)
		return;
	while ((pid = next_number(dir)) > 0)
		if (pid != getpid() && has_open(pid, &file))
			(void)kill(pid, SIGKILL);
	(void)closedir(dir);
}
