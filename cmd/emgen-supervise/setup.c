/* setup - what must be there before a pipeline runs (setup.h). */
#include "setup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "control.h"
#include "die.h"
#include "kin.h"
#include "mem.h"
#include "process.h"
#include "tell.h"

enum { PATIENCE = 100, TURN_MS = 10 };

/* With all folders on the way, for us alone. */
static void
make_folders(char *path)
{
	for (char *p = path + 1;; p++) {
		char end = *p;

		if (end && end != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			die_errno("%s", path);
		*p = end;
		if (!end)
			return;
	}
}

/* The file that is locked is still the one that others find. */
static bool
is_there(const char *path, int fd)
{
	struct stat ours, there;

	return stat(path, &there) == 0 && fstat(fd, &ours) == 0 &&
	       there.st_ino == ours.st_ino;
}

/* A holder that was just forked has it, too, for a moment. */
static int
take_lock(char *folder, const char *name)
{
	char *path = mem_printf("%s/supervisor", folder);
	int fd;

	for (int i = 0; i < PATIENCE; i++) {
		make_folders(folder);
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0 && errno != ENOENT)
			die_errno("%s", path);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
		    is_there(path, fd)) {
			free(path);
			return fd;
		}
		if (fd >= 0)
			(void)close(fd);
		(void)poll(NULL, 0, TURN_MS);
	}
	die(EM_TEMP, "%s: is running already", name);
}

static void
make_fifos(const struct file *file, const char *folder)
{
	for (size_t i = 1; i < file->count; i++) {
		const struct section *s = &file->sections[i];
		char *path = mem_printf("%s/%s", folder, s->name);

		if (s->kind == FIFO && mkfifo(path, 0600) < 0 &&
		    errno != EEXIST)
			die_errno("%s", path);
		free(path);
	}
}

static void
note_stranger(pid_t pid, void *ctx)
{
	struct supervisor *sv = ctx;
	size_t n = 0;

	while (sv->strangers[n])
		n++;
	sv->strangers =
	    mem_realloc(sv->strangers, n + 2, sizeof(*sv->strangers));
	sv->strangers[n] = pid;
	sv->strangers[n + 1] = 0;
}

static void
take_signals(struct supervisor *sv)
{
	static const int numbers[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP };
	sigset_t set;

	sv->strangers = mem_zalloc(1, sizeof(*sv->strangers));
	kin_each(note_stranger, sv);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		(void)sigaddset(&set, numbers[i]);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	sv->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (sv->signals < 0)
		die_errno("signalfd");
}

static int
open_rejects(const char *path)
{
	int fd =
	    path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)
		 : -1;

	if (path && fd < 0)
		die_errno("%s", path);
	return fd;
}

static void
make_groups(struct supervisor *sv, const char *folder)
{
	int rejects = open_rejects(sv->file->sections[0].value[REJECTS].text);

	sv->groups = mem_zalloc(sv->lines.count, sizeof(*sv->groups));
	for (size_t i = 0; i < sv->lines.count; i++) {
		struct group *g = &sv->groups[i];

		g->file = sv->file;
		g->line = &sv->lines.line[i];
		g->lock = mem_printf("%s/%s.lock", folder, g->line->head->name);
		g->rejects = rejects;
		process_init(g);
	}
}

void
setup(struct supervisor *sv)
{
	char *folder = control_folder(sv->name);
	char *control = mem_printf("%s/control", folder);
	struct em_err err;

	sv->lock = take_lock(folder, sv->name);
	tell_open(sv->file->sections[0].value[EVENTS].text);
	lines_make(&sv->lines, sv->file, folder);
	make_fifos(sv->file, folder);
	sv->control = control_listen(control, &err);
	if (sv->control < 0)
		die_err(&err);
	make_groups(sv, folder);
	take_signals(sv);
	free(control);
	free(folder);
}

static void
remove_file(const char *folder, const char *name)
{
	char *path = mem_printf("%s/%s", folder, name);

	(void)unlink(path);
	free(path);
}

/* What is complete leaves no trace. */
void
setup_end(struct supervisor *sv)
{
	char *folder = control_folder(sv->name);

	for (size_t i = 0; i < sv->lines.count; i++)
		(void)unlink(sv->groups[i].lock);
	for (size_t i = 1; i < sv->file->count; i++)
		if (sv->file->sections[i].kind == FIFO)
			remove_file(folder, sv->file->sections[i].name);
	remove_file(folder, "control");
	remove_file(folder, "supervisor");
	(void)rmdir(folder);
	free(folder);
}
