/* outfit - what a program of a line starts with (outfit.h). */
#include "outfit.h"

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

static void
open_fifo(const char *path, int fd[2])
{
	fd[0] = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	fd[1] = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd[0] < 0 || fd[1] < 0)
		die_note("%s: %s", path, strerror(errno));
	(void)fcntl(fd[0], F_SETFL, 0);
	(void)fcntl(fd[1], F_SETFL, 0);
}

void
outfit_edge(const struct program *program, int fd[2])
{
	struct em_err err;

	if (program->fifo)
		open_fifo(program->fifo, fd);
	else if (proc_pipe(fd, &err) < 0)
		die_note("%s", err.msg);
}

/* Standard input as it was at the begin, where that can be had again. */
static int
open_stdin(void)
{
	int fd = -1;

	if (lseek(STDIN_FILENO, 0, SEEK_CUR) >= 0)
		fd = open("/proc/self/fd/0", O_RDONLY | O_CLOEXEC);
	return fd >= 0 ? fd : fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
}

int
outfit_input(const struct line *line, int *writer)
{
	int fd[2];

	if (!line->in)
		return line->head->value[FROM].text
			   ? open_stdin()
			   : open("/dev/null", O_RDONLY | O_CLOEXEC);
	open_fifo(line->in, fd);
	*writer = fd[1];
	return fd[0];
}

/* --- in the child --- */

/* As a shell would write 512M. */
static rlim_t
size_of(const char *text)
{
	char *end;
	double size = strtod(text, &end);

	for (const char *unit = "KMG"; *end && *unit; unit++) {
		size *= 1024;
		if (*unit == *end)
			break;
	}
	return (rlim_t)size;
}

static void
limit(const char *text, __rlimit_resource_t what)
{
	struct rlimit limit;

	if (!text)
		return;
	limit.rlim_cur = limit.rlim_max = size_of(text);
	if (setrlimit(what, &limit) < 0)
		die(EM_MISUSE, "limit of %s: %s", text, strerror(errno));
}

/* Inherited, and out of the way of the number that readiness has. */
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

static void
set_env(const char *lines)
{
	for (size_t len; lines && *lines; lines += len + (lines[len] == '\n')) {
		len = strcspn(lines, "\n");
		if (len > 0)
			(void)putenv(mem_strndup(lines, len));
	}
}

/* Where the last program of a line writes. */
static int
open_output(const struct line *line)
{
	int fd = STDOUT_FILENO;

	if (line->out)
		fd = open(line->out, O_WRONLY); /* waits for a reader */
	else if (line->nowhere || line->push)
		fd = open("/dev/null", O_WRONLY);
	if (fd < 0)
		die(EM_MISUSE, "%s: %s", line->out, strerror(errno));
	return fd;
}

/* What comes before the command of a worker: --stop-when-done, at the end. */
static char **
arguments(const struct held *held, const struct program *program)
{
	static char option[] = "--stop-when-done";
	char **argv = mem_zalloc(program->argc + 2, sizeof(*argv));
	size_t n = 0;

	for (size_t i = 0; i < program->argc; i++) {
		if (i == 2 && held->last && held->line->works &&
		    program == held->line->programs)
			argv[n++] = option;
		argv[n++] = program->argv[i];
	}
	return argv;
}

static void
enter(const struct held *held, const struct section *s)
{
	const char *dir = file_text(held->file, s, WORKDIR);

	set_env(held->file->sections[0].value[ENV].text);
	set_env(s->value[ENV].text);
	if (held->run)
		(void)setenv("EMGEN_CORRELATION_ID", held->run, 1);
	if (dir && chdir(dir) < 0)
		die(EM_MISUSE, "%s: %s", dir, strerror(errno));
	limit(file_text(held->file, s, MEMORY), RLIMIT_AS);
	limit(file_text(held->file, s, FILES), RLIMIT_NOFILE);
}

/*
 * What is no program, or none that the kernel can run, may be a word of the
 * shell, which also knows what to say.
 */
_Noreturn static void
become_shell(const struct program *program)
{
	static char sh[] = "sh", dash_c[] = "-c";
	const char *script = program->section->value[EXEC].text;
	char *argv[] = { sh, dash_c, mem_strdup(script ? script : ""), NULL };
	char *path = proc_find(sh);
	struct em_err err;

	if (program->name != program->section->name || !path)
		die(EM_NOTFOUND, "%s: not found", program->argv[0]);
	(void)proc_exec(path, argv, &err);
	die_err(&err);
}

void
outfit_become(const struct held *held, size_t i, int in, int out, int lock)
{
	const struct program *program = &held->line->programs[i];
	const struct outfit *outfit = &held->outfits[i];
	const char *number = lines_ready(program);
	int ready = number ? (int)strtol(number, NULL, 10) : -1;
	struct em_err err;
	char *path;

	die_setname("emgen-supervise");
	(void)dup2(outfit->messages, STDERR_FILENO);
	if (out < 0)
		out = open_output(held->line);
	(void)dup2(in, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	hand_down(lock, ready, NULL);
	hand_down(held->rejects, ready, "EMGEN_REJECT_FD");
	hand_down(outfit->progress, ready, "EMGEN_STATUS_FD");
	if (ready >= 0)
		(void)dup2(outfit->ready, ready);
	enter(held, program->section);
	path = proc_find(program->argv[0]);
	if (path)
		(void)proc_exec(path, arguments(held, program), &err);
	become_shell(program);
}
