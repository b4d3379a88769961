/*
 * proc - finding, starting and waiting for other programs.  Layer svc.
 *
 * Children start with an empty signal mask and default dispositions, but for
 * HUP, INT and QUIT, which a shell may have told us to ignore.  They inherit 0,
 * 1, 2 and what the caller names: every other descriptor of ours is
 * close-on-exec.
 */
#ifndef EMGEN_PROC_H
#define EMGEN_PROC_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "die.h"

/*
 * The path of a program of emgen's or of a stranger's ("emgen-relations"), as
 * git looks: $EMGEN_EXEC_PATH, the libexec folder of the installation, $PATH.
 * A name with a slash is taken as it is.  Owned by the caller; NULL with errno
 * ENOENT, or EACCES when something is there that cannot be executed.
 */
char *proc_find(const char *program);

/* Where proc_find() looks, for a message; owned by the caller. */
char *proc_places(void);

/* EM_NOTFOUND or EM_NOEXEC for the errno of a failed search or exec. */
int proc_code_of_errno(int errnum);

struct proc_spec {
	const char *path;
	char *const *argv; /* argv[0] included, ended by NULL */
	char *const *env;  /* NAME=VALUE to add or replace, or NULL */
	int fd[3];         /* become 0, 1, 2; -1 keeps ours */
	int keep;          /* inherited under its own number, or -1 */
	bool group;        /* leads a process group, to be killed as one */
};

/* clang-format off */
#define PROC_SPEC_INIT { NULL, NULL, NULL, { -1, -1, -1 }, -1, false }
/* clang-format on */

/* The child's id, or -1 with err->code EM_NOTFOUND, EM_NOEXEC or EM_TEMP. */
pid_t proc_spawn(const struct proc_spec *spec, struct em_err *err);

/* Becomes the program; returns -1 only when that failed. */
int proc_exec(const char *path, char *const argv[], struct em_err *err);

/* A pipe, both ends close-on-exec. */
int proc_pipe(int fd[2], struct em_err *err);

/* Closes what is open, and sets it to -1. */
void proc_shut(int *fd);

/* Both ends of a FIFO, the same; waits for nobody. */
int proc_fifo(const char *path, int fd[2], struct em_err *err);

/* Who waits in open(2) for its other end would for ever: it meets an end. */
void proc_fifo_remove(const char *path);

/*
 * Blocks those signals alone, and gives a descriptor that they come through
 * instead (signalfd(2)), which does not block.  A HUP that nohup(1) has told us
 * to ignore stays ignored; a CHLD does not.
 */
int proc_signals(const int *numbers, size_t n, struct em_err *err);

/*
 * After fork(2): closes all descriptors above 2 but these, some of which may be
 * -1; sorts them.
 */
void proc_close_but(int *fds, size_t n);

/*
 * Waits, and gives what a shell would: the exit code, or 128 + the signal that
 * killed it.
 */
int proc_wait(pid_t pid);
int proc_code_of_status(int status);

/*
 * The exit code for "I ran a program and it ended with code": 0, 1, 100, 111
 * and 125 to 127 as they are, everything else is a crash that may be retried.
 */
int proc_verdict(int code);

enum { PROC_SIGPIPE = 128 + SIGPIPE }; /* its code for who died of that */

/* Whether a code says that the program cannot be run, or must not be. */
bool proc_cannot_run(int code);

/* Whether it is a pipe, and nobody has its other end. */
bool proc_unread(int fd);

/* "ended with 100", "was killed by SIGTERM"; borrowed until the next call. */
const char *proc_explain(int code);

#endif
