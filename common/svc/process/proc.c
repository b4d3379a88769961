/* proc - finding, starting and waiting for other programs (proc.h). */
#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"

enum { KILLED = 128 }; /* plus the signal, as in the shell */

/* --- finding --- */

/* 0, or the errno of executing that file. */
static int
check(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return errno == EACCES ? EACCES : ENOENT;
	return S_ISREG(st.st_mode) && access(path, X_OK) == 0 ? 0 : EACCES;
}

/*
 * Looks in the folders of a list joined by colons.  Empty ones would mean the
 * working directory, and are left out.
 */
static char *
find_in(const char *folders, const char *program, int *why)
{
	size_t len;
	int code;

	for (const char *p = folders; p; p = p[len] ? p + len + 1 : NULL) {
		char *path;

		len = strcspn(p, ":");
		if (!len)
			continue;
		path = mem_printf("%.*s/%s", (int)len, p, program);
		code = check(path);
		if (!code)
			return path;
		free(path);
		if (code == EACCES)
			*why = EACCES;
	}
	return NULL;
}

char *
proc_find(const char *program)
{
	int why = ENOENT;
	char *path;

	if (strchr(program, '/')) {
		why = check(program);
		path = why ? NULL : mem_strdup(program);
	} else {
		path = find_in(getenv("EMGEN_EXEC_PATH"), program, &why);
		if (!path)
			path = find_in(EMGEN_LIBEXEC, program, &why);
		if (!path)
			path = find_in(getenv("PATH"), program, &why);
	}
	errno = why;
	return path;
}

char *
proc_places(void)
{
	const char *exec_path = getenv("EMGEN_EXEC_PATH");

	if (exec_path && *exec_path)
		return mem_printf("%s, %s or $PATH", exec_path, EMGEN_LIBEXEC);
	return mem_printf("%s or $PATH", EMGEN_LIBEXEC);
}

int
proc_code_of_errno(int errnum)
{
	switch (errnum) {
	case ENOENT:
	case ENOTDIR:
		return EM_NOTFOUND;
	case EAGAIN:
	case ENOMEM:
	case EMFILE:
	case ENFILE:
	case ETXTBSY:
		return EM_TEMP;
	default:
		return EM_NOEXEC;
	}
}

static int
cannot_run(const char *path, int errnum, struct em_err *err)
{
	return err_set(err, proc_code_of_errno(errnum), "cannot run %s: %s",
	    path, strerror(errnum));
}

/* --- starting --- */

static bool
same_name(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return strncmp(a, b, len + 1) == 0;
}

/* Our environment with the changes; the strings are borrowed. */
static char **
merge_env(char *const *changes)
{
	size_t n = 0, ours = 0, more = 0;
	char **env;

	while (environ[ours])
		ours++;
	while (changes && changes[more])
		more++;
	env = mem_zalloc(ours + more + 1, sizeof(*env));
	for (size_t i = 0; i < ours; i++) {
		bool replaced = false;

		for (size_t k = 0; k < more; k++)
			replaced |= same_name(changes[k], environ[i]);
		if (!replaced)
			env[n++] = environ[i];
	}
	for (size_t k = 0; k < more; k++)
		env[n++] = changes[k];
	return env;
}

/* All but those whose disposition is inherited on purpose: nohup(1), "&". */
static void
reset_signals(sigset_t *set)
{
	(void)sigfillset(set);
	(void)sigdelset(set, SIGHUP);
	(void)sigdelset(set, SIGINT);
	(void)sigdelset(set, SIGQUIT);
}

/*
 * dup2 of a descriptor onto itself makes it inherited.  0 or an errno: without
 * memory for them all, the child would have descriptors of ours.
 */
static int
add_files(posix_spawn_file_actions_t *files, const struct proc_spec *spec)
{
	int rc = 0;

	for (int i = 0; i < 3 && rc == 0; i++)
		if (spec->fd[i] >= 0)
			rc = posix_spawn_file_actions_adddup2(
			    files, spec->fd[i], i);
	if (spec->keep >= 0 && rc == 0)
		rc = posix_spawn_file_actions_adddup2(
		    files, spec->keep, spec->keep);
	return rc;
}

/* Who was told to ignore it learns neither that a child has ended nor how. */
static void
heed_children(void)
{
	(void)signal(SIGCHLD, SIG_DFL);
}

pid_t
proc_spawn(const struct proc_spec *spec, struct em_err *err)
{
	char **env = merge_env(spec->env);
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t signals;
	pid_t pid = -1;
	int rc;

	heed_children();
	(void)posix_spawn_file_actions_init(&files);
	(void)posix_spawnattr_init(&attr);
	rc = add_files(&files, spec);
	reset_signals(&signals);
	(void)posix_spawnattr_setsigdefault(&attr, &signals);
	(void)sigemptyset(&signals);
	(void)posix_spawnattr_setsigmask(&attr, &signals);
	(void)posix_spawnattr_setpgroup(&attr, 0);
	(void)posix_spawnattr_setflags(
	    &attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
		       (spec->group ? POSIX_SPAWN_SETPGROUP : 0));
	if (rc == 0)
		rc = posix_spawn(
		    &pid, spec->path, &files, &attr, spec->argv, env);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&files);
	free(env);
	return rc ? cannot_run(spec->path, rc, err) : pid;
}

int
proc_exec(const char *path, char *const argv[], struct em_err *err)
{
	(void)execv(path, argv);
	return cannot_run(path, errno, err);
}

int
proc_pipe(int fd[2], struct em_err *err)
{
	return pipe2(fd, O_CLOEXEC) < 0 ? err_errno(err, "pipe") : 0;
}

void
proc_shut(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

int
proc_fifo(const char *path, int fd[2], struct em_err *err)
{
	fd[0] = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	fd[1] = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd[0] < 0 || fd[1] < 0)
		return err_errno(err, "%s", path);
	(void)fcntl(fd[0], F_SETFL, 0);
	(void)fcntl(fd[1], F_SETFL, 0);
	return 0;
}

void
proc_fifo_remove(const char *path)
{
	int both = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	(void)unlink(path);
	proc_shut(&both);
}

static bool
is_ignored(int number)
{
	struct sigaction now;

	return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

int
proc_signals(const int *numbers, size_t n, struct em_err *err)
{
	sigset_t set;
	int fd;

	heed_children();
	(void)sigemptyset(&set);
	for (size_t i = 0; i < n; i++)
		if (numbers[i] != SIGHUP || !is_ignored(SIGHUP))
			(void)sigaddset(&set, numbers[i]);
	(void)sigprocmask(SIG_SETMASK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return fd < 0 ? err_errno(err, "signalfd") : fd;
}

static int
by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

void
proc_close_but(int *fds, size_t n)
{
	unsigned from = STDERR_FILENO + 1;

	qsort(fds, n, sizeof(*fds), by_number);
	for (size_t i = 0; i < n; i++) {
		if (fds[i] > (int)from)
			(void)close_range(from, (unsigned)fds[i] - 1, 0);
		if (fds[i] >= (int)from)
			from = (unsigned)fds[i] + 1;
	}
	(void)close_range(from, ~0U, 0);
}

/* --- waiting --- */

int
proc_code_of_status(int status)
{
	return WIFSIGNALED(status) ? KILLED + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

int
proc_wait(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return EM_TEMP;
	return proc_code_of_status(status);
}

int
proc_verdict(int code)
{
	switch (code) {
	case EM_OK:
	case EM_NO:
	case EM_PERM:
	case EM_TEMP:
	case EM_MISUSE:
	case EM_NOEXEC:
	case EM_NOTFOUND:
		return code;
	default:
		return EM_TEMP;
	}
}

bool
proc_cannot_run(int code)
{
	return code == EM_MISUSE || code == EM_NOEXEC || code == EM_NOTFOUND;
}

bool
proc_unread(int fd)
{
	struct pollfd end = { .fd = fd };

	return poll(&end, 1, 0) > 0 && (end.revents & POLLERR);
}

const char *
proc_explain(int code)
{
	static char text[64];
	const char *signal = NULL;

	if (code > KILLED)
		signal = sigabbrev_np(code - KILLED);
	if (signal)
		(void)snprintf(
		    text, sizeof(text), "was killed by SIG%s", signal);
	else
		(void)snprintf(text, sizeof(text), "ended with %d", code);
	return text;
}
