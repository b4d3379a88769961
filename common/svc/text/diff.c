/* diff - unified diffs by diff(1) (diff.h). */
#include "diff.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mem.h"
#include "proc.h"

/* A file in memory: diff(1) may end before it has read a pipe. */
static int
in_memory(const char *bytes, size_t len)
{
	int fd = memfd_create("new", MFD_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	for (; len; bytes += n, len -= (size_t)n)
		if ((n = write(fd, bytes, len)) < 0)
			break;
	if (len || lseek(fd, 0, SEEK_SET) < 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* diff(1) from a file, perhaps one of ours that it inherits, to new. */
static int
run_diff(const char *old_label, const char *new_label, char *file, int keep,
    int new, struct em_err *err)
{
	char *label = mem_printf("--label=%s", old_label);
	char *label_new = mem_printf("--label=%s", new_label);
	char *program = proc_find("diff");
	char name[] = "diff", unified[] = "-u", stdin_name[] = "-";
	char *argv[] = { name, unified, label, label_new, file, stdin_name,
		NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	pid_t pid = -1;
	int code = 0;

	spec.path = program;
	spec.argv = argv;
	spec.fd[0] = new;
	spec.keep = keep;
	if (!program)
		(void)err_set(
		    err, proc_code_of_errno(errno), "diff(1) is not installed");
	else
		pid = proc_spawn(&spec, err);
	free(program);
	free(label);
	free(label_new);
	if (pid < 0)
		return -1;
	code = proc_wait(pid);
	if (code == 128 + SIGPIPE)
		(void)raise(SIGPIPE); /* as if we had written it */
	if (code > 1)
		return err_set(err, EM_TEMP, "diff %s", proc_explain(code));
	return 0;
}

int
diff_show(const char *path, bool exists, const void *bytes, size_t len,
    struct em_err *err)
{
	const char *old = exists ? path : "/dev/null";
	char *file = mem_printf("%s%s", *old == '-' ? "./" : "", old);
	int new = in_memory(bytes, len), rc;

	rc = new < 0 ? err_errno(err, "memory for diff(1)")
		     : run_diff(old, path, file, -1, new, err);
	free(file);
	if (new >= 0)
		(void)close(new);
	return rc;
}

int
diff_texts(const struct diff_text *old, const struct diff_text *new,
    struct em_err *err)
{
	int from = in_memory(old->bytes, old->len);
	int to = from < 0 ? -1 : in_memory(new->bytes, new->len), rc;
	char *file = mem_printf("/dev/fd/%d", from);

	rc = to < 0 ? err_errno(err, "memory for diff(1)")
		    : run_diff(old->label, new->label, file, from, to, err);
	free(file);
	if (from >= 0)
		(void)close(from);
	if (to >= 0)
		(void)close(to);
	return rc;
}
