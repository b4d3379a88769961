/* diff - unified diffs by diff(1) (diff.h). */
#include "diff.h"

#include <errno.h>
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

static int
run_diff(const char *program, const char *path, bool exists, int new,
    struct em_err *err)
{
	const char *old = exists ? path : "/dev/null";
	char *label = mem_printf("--label=%s", old);
	char *new_label = mem_printf("--label=%s", path);
	char *file = mem_printf("%s%s", *old == '-' ? "./" : "", old);
	char name[] = "diff", unified[] = "-u", stdin_name[] = "-";
	char *argv[] = { name, unified, label, new_label, file, stdin_name,
		NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	pid_t pid;
	int code;

	spec.path = program;
	spec.argv = argv;
	spec.fd[0] = new;
	pid = proc_spawn(&spec, err);
	free(label);
	free(new_label);
	free(file);
	if (pid < 0)
		return -1;
	code = proc_wait(pid);
	if (code > 1)
		return err_set(err, EM_TEMP, "diff %s", proc_explain(code));
	return 0;
}

int
diff_show(const char *path, bool exists, const void *bytes, size_t len,
    struct em_err *err)
{
	char *program = proc_find("diff");
	int new, rc;

	if (!program)
		return err_set(
		    err, proc_code_of_errno(errno), "diff(1) is not installed");
	new = in_memory(bytes, len);
	if (new < 0) {
		free(program);
		return err_errno(err, "memory for diff(1)");
	}
	rc = run_diff(program, path, exists, new, err);
	free(program);
	(void)close(new);
	return rc;
}
