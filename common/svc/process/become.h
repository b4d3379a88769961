/*
 * become - what a child does between fork(2) and its program: descriptors,
 * environment, folder and limits.  Layer svc.  Who needs only descriptors and
 * variables spawns (proc.h); limits cannot be given to posix_spawn(3), nor can
 * an open(2) of a FIFO that waits for its other end.
 */
#ifndef EMGEN_BECOME_H
#define EMGEN_BECOME_H

enum { BECOME_KEEPS = 3, BECOME_ENVS = 3 };

struct become {
	char *const *argv;  /* ended by NULL */
	const char *script; /* for sh, if argv[0] is no program; or NULL */
	const char *env[BECOME_ENVS]; /* lines of NAME=VALUE, or NULL */
	const char *dir;              /* or NULL */
	double memory, files;         /* limits; 0: none */
	int in, out;                  /* become 0 and 1 */
	int ready, ready_number;      /* inherited under that number, or -1 */
	struct {
		int fd;           /* inherited under any number, or -1 */
		const char *name; /* the variable that says which, or NULL */
	} keep[BECOME_KEEPS];
};

/*
 * Becomes the program; dies with EM_MISUSE, EM_NOEXEC or EM_NOTFOUND when that
 * cannot be.
 */
_Noreturn void become(const struct become *b);

#endif
