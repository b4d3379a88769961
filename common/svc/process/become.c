/* become - what a child does between fork(2) and its program (become.h). */
#include "become.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "die.h"
#include "mem.h"
#include "proc.h"

enum { FD_TEXT = 16 };

/* Inherited, and out of the way of a number that is taken. */
static void
hand_down(int fd, int taken, const char *name)
{
	char number[FD_TEXT];

	if (fd < 0)
		return;
	if (fd == taken)
		fd = fcntl(fd, F_DUPFD, taken + 1);
	else
		(void)fcntl(fd, F_SETFD, 0);
	(void)snprintf(number, sizeof(number), "%d", fd);
	if (name)
		(void)setenv(name, number, 1);
}

/* dup2(2) of one onto itself would leave it to be closed. */
static void
hand_down_as(int fd, int number)
{
	if (fd == number)
		(void)fcntl(fd, F_SETFD, 0);
	else if (fd >= 0)
		(void)dup2(fd, number);
}

static void
set_env(const char *lines)
{
	for (size_t len; lines && *lines; lines += len + (lines[len] == '\n')) {
		len = strcspn(lines, "\n");
		if (len > 0)
			(void)putenv(mem_strndup(lines, len));
	}
}

static void
limit(double most, __rlimit_resource_t what)
{
	struct rlimit limit = { (rlim_t)most, (rlim_t)most };

	if (most > 0 && setrlimit(what, &limit) < 0)
		die(EM_MISUSE, "limit of %.0f: %s", most, strerror(errno));
}

/*
 * What is no program, or none that the kernel can run, may be a word of the
 * shell, which also knows what to say.
 */
_Noreturn static void
become_shell(const struct become *b)
{
	static char sh[] = "sh", dash_c[] = "-c";
	char *argv[] = { sh, dash_c, mem_strdup(b->script ? b->script : ""),
		NULL };
	char *path = proc_find(sh);
	struct em_err err;

	if (!b->script || !path)
		die(EM_NOTFOUND, "%s: not found", b->argv[0]);
	(void)proc_exec(path, argv, &err);
	die_err(&err);
}

void
become(const struct become *b)
{
	struct em_err err;
	char *path;

	(void)dup2(b->in, STDIN_FILENO);
	(void)dup2(b->out, STDOUT_FILENO);
	for (size_t i = 0; i < BECOME_ENVS; i++)
		set_env(b->env[i]);
	for (size_t i = 0; i < BECOME_KEEPS; i++)
		hand_down(b->keep[i].fd, b->ready_number, b->keep[i].name);
	hand_down_as(b->ready, b->ready_number);
	if (b->dir && chdir(b->dir) < 0)
		die(EM_MISUSE, "%s: %s", b->dir, strerror(errno));
	path = proc_find(b->argv[0]);
	limit(b->memory, RLIMIT_AS); /* the last: we need memory, too */
	limit(b->files, RLIMIT_NOFILE);
	if (path)
		(void)proc_exec(path, b->argv, &err);
	become_shell(b);
}
