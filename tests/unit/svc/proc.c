/* proc - programs are found, started and judged. */
#include "proc.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../scratch.h"
#include "../tap.h"
#include "mem.h"

/* A shell script in a folder below ours. */
static void
write_script(const char *name, const char *text, mode_t mode)
{
	char *path = mem_printf("%s/%s", scratch, name);
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) < 0 || fclose(f) || chmod(path, mode))
		ok(false, "%s is written", path);
	free(path);
}

static void
finds(const char *program, const char *want)
{
	char *path = proc_find(program);

	is(path ? path + (path[0] == '/' ? strlen(scratch) : 0) : NULL, want,
	    program);
	free(path);
}

static void
make_folder(const char *name)
{
	char *path = mem_printf("%s/%s", scratch, name);

	(void)mkdir(path, 0700);
	free(path);
}

static void
check_find(void)
{
	char *path = mem_printf("::%s/p1:%s/p2", scratch, scratch);
	char *exec_path = mem_printf("%s/exec", scratch), *places;

	make_folder("exec");
	make_folder("p1");
	make_folder("p2");
	make_folder("p1/folder");
	write_script("p1/both", "#!/bin/sh\n", 0755);
	write_script("exec/both", "#!/bin/sh\n", 0755);
	write_script("p1/plain", "", 0644);
	write_script("p2/plain", "#!/bin/sh\n", 0755);
	write_script("p2/dead", "", 0644);
	(void)setenv("PATH", path, 1);
	finds("both", "/p1/both");
	(void)setenv("EMGEN_EXEC_PATH", exec_path, 1);
	finds("both", "/exec/both");
	finds("plain", "/p2/plain");
	finds("none", NULL);
	ok(!proc_find("none") && errno == ENOENT, "nothing is ENOENT");
	ok(!proc_find("dead") && errno == EACCES, "no program is EACCES");
	ok(!proc_find("folder") && errno == EACCES, "nor is a folder");
	ok(!proc_find("./none") && errno == ENOENT, "a path is not searched");
	places = proc_places();
	ok(strncmp(places, exec_path, strlen(exec_path)) == 0 &&
		strstr(places, "$PATH"),
	    "the places: %s", places);
	free(places);
	(void)unsetenv("EMGEN_EXEC_PATH");
	free(exec_path);
	free(path);
}

/* What sh -c says on stdout, and how it ends. */
static int
shell(const char *script, char *const env[], char said[128])
{
	char sh[] = "sh", c[] = "-c", *text = mem_strdup(script);
	char *argv[] = { sh, c, text, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct em_err err;
	size_t len = 0;
	int fd[2];
	ssize_t n;
	pid_t pid;

	if (proc_pipe(fd, &err) < 0)
		return -1;
	spec.path = "/bin/sh";
	spec.argv = argv;
	spec.env = env;
	spec.fd[1] = fd[1];
	pid = proc_spawn(&spec, &err);
	(void)close(fd[1]);
	while ((n = read(fd[0], said + len, 127 - len)) > 0)
		len += (size_t)n;
	said[len] = '\0';
	(void)close(fd[0]);
	free(text);
	return pid < 0 ? -1 : proc_wait(pid);
}

static void
check_spawn(void)
{
	char a[] = "EMGEN_A=new", b[] = "EMGEN_B=more", said[128];
	char *env[] = { a, b, NULL };

	(void)setenv("EMGEN_A", "old", 1);
	(void)setenv("EMGEN_AB", "kept", 1);
	ok(shell("echo $EMGEN_A $EMGEN_AB $EMGEN_B; exit 7", env, said) == 7,
	    "its exit code");
	is(said, "new kept more\n", "its environment");
	ok(shell("echo $EMGEN_A", NULL, said) == 0, "without changes");
	is(said, "old\n", "ours");
	ok(shell("kill -TERM $$", NULL, said) == 128 + SIGTERM, "a signal");
	(void)signal(SIGPIPE, SIG_IGN);
	ok(shell("kill -PIPE $$", NULL, said) == 128 + SIGPIPE,
	    "it does not inherit that a signal is ignored");
	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGHUP, SIG_IGN);
	ok(shell("kill -HUP $$; exit 3", NULL, said) == 3,
	    "but nohup(1) holds");
	(void)signal(SIGHUP, SIG_DFL);
}

static void
check_descriptors(void)
{
	char said[128], *script;
	struct em_err err;
	int fd[2];

	(void)proc_pipe(fd, &err);
	script = mem_printf("test -e /proc/self/fd/%d; echo $?", fd[1]);
	(void)shell(script, NULL, said);
	is(said, "1\n", "our pipes are not inherited");
	free(script);
	(void)close(fd[0]);
	(void)close(fd[1]);
}

static void
check_keep(void)
{
	char sh[] = "sh", c[] = "-c";
	char *script, *argv[4] = { sh, c, NULL, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct em_err err;
	char said[8] = "";
	int fd[2];

	(void)proc_pipe(fd, &err);
	script = mem_printf("echo kept >&%d", fd[1]);
	argv[2] = script;
	spec.path = "/bin/sh";
	spec.argv = argv;
	spec.keep = fd[1];
	ok(proc_wait(proc_spawn(&spec, &err)) == 0 &&
		read(fd[0], said, sizeof(said) - 1) == 5,
	    "one more descriptor can be");
	is(said, "kept\n", "under its number");
	free(script);
	(void)close(fd[0]);
	(void)close(fd[1]);
}

static void
check_failure(void)
{
	char name[] = "x", *path = mem_printf("%s/p2/dead", scratch);
	char *argv[] = { name, NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct em_err err;

	spec.path = "/nowhere/x";
	spec.argv = argv;
	ok(proc_spawn(&spec, &err) < 0 && err.code == EM_NOTFOUND, "no file");
	is(err.msg, "cannot run /nowhere/x: No such file or directory", "said");
	spec.path = path;
	ok(proc_spawn(&spec, &err) < 0 && err.code == EM_NOEXEC, "no program");
	ok(proc_exec(path, argv, &err) < 0 && err.code == EM_NOEXEC, "by exec");
	free(path);
}

static void
check_verdicts(void)
{
	static const int same[] = { EM_OK, EM_NO, EM_PERM, EM_TEMP, EM_MISUSE,
		EM_NOEXEC, EM_NOTFOUND };

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		ok(proc_verdict(same[i]) == same[i], "%d stays", same[i]);
	ok(proc_verdict(2) == EM_TEMP && proc_verdict(255) == EM_TEMP &&
		proc_verdict(128 + SIGSEGV) == EM_TEMP,
	    "everything else may be retried");
	is(proc_explain(100), "ended with 100", "a code in words");
	is(proc_explain(128 + SIGKILL), "was killed by SIGKILL", "a signal");
	is(proc_explain(255), "ended with 255", "and what is none");
}

int
main(void)
{
	scratch_open();
	check_spawn();
	check_descriptors();
	check_keep();
	check_find();
	check_failure();
	check_verdicts();
	return done();
}
