/* run - the command once (run.h). */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ev.h"
#include "mem.h"
#include "slurp.h"

enum { OUTPUT_MAX = 1 << 28 };

static char *scratch; /* to be removed at exit */

/* --- the command and its folders --- */

static int
drop(const char *path, const struct stat *st, int flag, struct FTW *at)
{
	(void)st;
	(void)flag;
	(void)at;
	return remove(path);
}

static void
drop_scratch(void)
{
	if (chdir("/") == 0)
		(void)nftw(scratch, drop, 16, FTW_DEPTH | FTW_PHYS);
}

static char *
make_scratch(void)
{
	const char *tmp = getenv("TMPDIR");

	scratch =
	    mem_printf("%s/emgen-contract.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(scratch))
		die_errno("%s", scratch);
	(void)atexit(drop_scratch);
	return scratch;
}

/* A word of the command, absolute when it names a file. */
static char *
absolute(const char *word)
{
	char *path = NULL;

	if (*word && *word != '/' && *word != '-' && access(word, F_OK) == 0)
		path = realpath(word, NULL);
	return path ? path : mem_strdup(word);
}

void
runner_open(struct runner *runner, char *const command[], int timeout_ms)
{
	*runner = (struct runner){ .timeout_ms = timeout_ms };
	while (command[runner->argc])
		runner->argc++;
	runner->argv = mem_zalloc(runner->argc + 2, sizeof(char *));
	runner->argv[0] = mem_strdup(command[0]);
	for (size_t i = 1; i < runner->argc; i++)
		runner->argv[i] = absolute(command[i]);
	runner->path = proc_find(command[0]);
	if (!runner->path)
		die(proc_code_of_errno(errno), "cannot run %s: %s", command[0],
		    strerror(errno));
	if (*runner->path != '/') {
		char *path = absolute(runner->path);

		free(runner->path);
		runner->path = path;
	}
	runner->scratch = make_scratch();
}

void
runner_close(struct runner *runner)
{
	for (size_t i = 0; i < runner->argc; i++)
		free(runner->argv[i]);
	free(runner->argv);
	free(runner->path);
}

char *
run_path(const struct runner *runner, const char *name)
{
	return mem_printf("%s/%u/%s", runner->scratch, runner->runs, name);
}

/* Goes to the folder of the next run. */
static void
enter(struct runner *runner, unsigned flags)
{
	char *folder;

	if (!(flags & RUN_AGAIN))
		runner->runs++;
	folder = run_path(runner, "");
	if ((mkdir(folder, 0777) < 0 && errno != EEXIST) || chdir(folder) < 0)
		die_errno("%s", folder);
	free(folder);
}

static char *
stderr_path(const struct runner *runner)
{
	return mem_printf("%s/stderr", runner->scratch);
}

/* --- talking --- */

struct coproc *
run_start(struct runner *runner, unsigned flags)
{
	static char bad_option[] = "--no-such-option";
	char *said = stderr_path(runner);
	struct proc_spec spec = PROC_SPEC_INIT;
	struct coproc *co;
	struct em_err err;

	enter(runner, flags);
	runner->argv[runner->argc] = flags & RUN_BAD_OPTION ? bad_option : NULL;
	spec.path = runner->path;
	spec.argv = runner->argv;
	spec.group = true;
	spec.fd[2] = open(said, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (spec.fd[2] < 0)
		die_errno("%s", said);
	co = coproc_start(
	    &spec, !(flags & RUN_NO_REJECTS), 2 * (size_t)EV_MAX_LINE, &err);
	if (!co)
		die_err(&err);
	(void)close(spec.fd[2]);
	free(said);
	if (flags & RUN_DEAF)
		coproc_hang_up(co);
	return co;
}

static void
take(struct coproc *co, struct run *run)
{
	struct coproc_line line;

	while (coproc_line(co, COPROC_OUT, &line))
		lines_add(&run->out, line.bytes, line.len);
	while (coproc_line(co, COPROC_REJECTS, &line))
		lines_add(&run->rejects, line.bytes, line.len);
}

/* Waits for something to happen; false when it will not. */
static bool
step(struct runner *runner, struct coproc *co, struct run *run)
{
	struct em_err err;
	int rc = coproc_step(co, runner->timeout_ms, &err);
	int code;

	take(co, run);
	run->endless |= rc < 0;
	run->hung |= rc == 0 && !coproc_exited(co, &code);
	return rc > 0;
}

bool
run_until(struct runner *runner, struct coproc *co, const void *bytes,
    size_t len, size_t count, struct run *run)
{
	const char *at = bytes;

	while (run->out.count < count || len > 0) {
		size_t n = coproc_send(co, at, len);

		at += n;
		len -= n;
		if (coproc_at_end(co, COPROC_OUT) || !step(runner, co, run))
			return run->out.count >= count;
	}
	return true;
}

/* The last line that is not empty. */
static void
read_said(const struct runner *runner, struct buf *said)
{
	char *path = stderr_path(runner);
	struct buf all = BUF_INIT;
	struct em_err err;
	const char *from;
	size_t len;

	if (slurp(path, &all, &err) == 0) {
		len = all.len;
		while (len > 0 && all.data[len - 1] == '\n')
			buf_truncate(&all, --len);
		from = strrchr(buf_peek(&all), '\n');
		buf_adds(said, from ? from + 1 : buf_peek(&all));
	}
	buf_clear(&all);
	free(path);
}

void
run_end(struct runner *runner, struct coproc *co, struct run *run)
{
	struct coproc_line rest = coproc_rest(co, COPROC_OUT);

	buf_add(&run->torn, rest.bytes, rest.len);
	run->code = coproc_close(co);
	read_said(runner, &run->said);
}

/* True while it may still do something. */
static bool
lives(const struct coproc *co)
{
	int code;

	return !coproc_exited(co, &code) || !coproc_at_end(co, COPROC_OUT) ||
	       !coproc_at_end(co, COPROC_REJECTS);
}

void
run_command(struct runner *runner, const struct buf *input, unsigned flags,
    struct run *run)
{
	struct coproc *co = run_start(runner, flags);
	const char *at = buf_peek(input);
	size_t len = input->len, written = 0, seen = 0;

	while (lives(co)) {
		size_t n = coproc_send(co, at, len);

		at += n;
		len -= n;
		if (len == 0)
			coproc_end_input(co);
		if (!step(runner, co, run))
			break;
		for (; seen < run->out.count; seen++)
			written += run->out.list[seen].len;
		run->endless |= written > OUTPUT_MAX;
		if (run->endless)
			break;
	}
	run_end(runner, co, run);
}

void
run_clear(struct run *run)
{
	lines_clear(&run->out);
	lines_clear(&run->rejects);
	buf_clear(&run->torn);
	buf_clear(&run->said);
	*run = (struct run)RUN_INIT;
}
