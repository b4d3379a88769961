/* run - the command once, from its start to its end. */
#ifndef EMGEN_CONTRACT_RUN_H
#define EMGEN_CONTRACT_RUN_H

#include "coproc.h"
#include "lines.h"

/* What is run, and where. */
struct runner {
	char *path;
	char **argv; /* room for one more word in front of the NULL */
	size_t argc;
	int timeout_ms; /* without a sign of life */
	char *scratch;  /* our folder; below it one for each run */
	unsigned runs;
};

enum run_flags {
	RUN_PLAIN = 0,
	RUN_NO_REJECTS = 1, /* without a place for bad lines */
	RUN_BAD_OPTION = 2, /* with an option that nobody knows */
	RUN_DEAF = 4,       /* nobody reads what it writes */
	RUN_AGAIN = 8,      /* in the folder of the run before */
};

/* What came of it; RUN_INIT, run_command(), run_clear(). */
struct run {
	struct lines out, rejects;
	struct buf torn; /* output behind the last newline */
	struct buf said; /* the last line on stderr */
	int code;
	bool hung;    /* it gave no sign of life, and was killed */
	bool endless; /* it wrote without end, and was killed */
};

/* clang-format off */
#define RUN_INIT \
	{ LINES_INIT, LINES_INIT, BUF_INIT, BUF_INIT, -1, false, false }
/* clang-format on */

/*
 * Finds the program and makes the folder, which is removed at exit; words of
 * the command that name files become absolute, since each run has a working
 * directory of its own.  Dies if that fails.
 */
void runner_open(struct runner *runner, char *const command[], int timeout_ms);
void runner_close(struct runner *runner);

/* Feeds it the input, closes its stdin and waits for its end. */
void run_command(struct runner *runner, const struct buf *input, unsigned flags,
    struct run *run);

/* A talk with it instead: start, then say and take lines, then end. */
struct coproc *run_start(struct runner *runner, unsigned flags);

/*
 * Sends the bytes and takes lines until run has count of them; false when
 * nothing came for too long, or it ended.
 */
bool run_until(struct runner *runner, struct coproc *co, const void *bytes,
    size_t len, size_t count, struct run *run);
void run_end(struct runner *runner, struct coproc *co, struct run *run);

void run_clear(struct run *run);

/* What stands in the folder of the last run; the caller frees. */
char *run_path(const struct runner *runner, const char *name);

#endif
