/* outdir - files appear whole, inside of the folder and nowhere else. */
#include "outdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"

enum { TIDIERS = 3, FILES = 1000 };

static struct em_err err;

static unsigned
entries(const char *path)
{
	DIR *dir = opendir(path);
	unsigned n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n > 2 ? n - 2 : 0;
}

static int
write_text(const struct outdir *dir, const char *name, const char *text)
{
	return outdir_write(dir, name, text, strlen(text), true, &err);
}

static void
reads(const struct outdir *dir, const char *name, int found, const char *want)
{
	struct buf bytes = BUF_INIT;

	ok(outdir_read(dir, name, &bytes, &err) == found, "%s: %d", name,
	    found);
	is(buf_peek(&bytes), want, "... with its bytes");
	buf_clear(&bytes);
}

static void
test_files(const struct outdir *dir)
{
	struct stat before, after;

	reads(dir, "a.php", OUTDIR_NONE, "");
	ok(write_text(dir, "a.php", "one") == 0, "a file is written");
	reads(dir, "a.php", OUTDIR_FILE, "one");
	(void)stat("x/y/a.php", &before);
	ok(link("x/y/a.php", "kept") == 0 && write_text(dir, "a.php", "") == 0,
	    "... and replaced");
	(void)stat("x/y/a.php", &after);
	reads(dir, "a.php", OUTDIR_FILE, "");
	ok(before.st_ino != after.st_ino, "... by another file");
	ok(entries("x/y") == 1, "nothing is left beside it");
}

static void
test_create(const struct outdir *dir)
{
	json_t *names;

	ok(outdir_create(dir, "new.php", "new", 3), "a new file is made");
	reads(dir, "new.php", OUTDIR_FILE, "new");
	ok(!outdir_create(dir, "new.php", "other", 5), "... but not again");
	reads(dir, "new.php", OUTDIR_FILE, "new");
	ok(!outdir_create(dir, "../new.php", "x", 1), "... nor outside");
	names = outdir_names(dir);
	ok(json_object_get(names, "new.php") && json_object_get(names, "a.php"),
	    "the folder's names are known");
	ok(!json_object_get(names, "b.php"), "... and no others");
	json_decref(names);
	ok(unlink("x/y/new.php") == 0, "it is removed");
}

static void
test_names(const struct outdir *dir)
{
	static const char *const names[] = { "", ".", "..", "../b.php",
		"/etc/b.php", "a/b.php" };
	struct buf bytes = BUF_INIT;
	char longest[300];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		ok(write_text(dir, names[i], "x") < 0 && err.code == EM_PERM,
		    "\"%s\" is no file name", names[i]);
		ok(outdir_read(dir, names[i], &bytes, &err) < 0,
		    "... to read either");
	}
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	ok(write_text(dir, longest, "x") < 0, "a name can be too long");
	buf_clear(&bytes);
}

static void
test_others(const struct outdir *dir)
{
	FILE *secret = fopen("secret", "w");

	if (secret) {
		(void)fputs("secret", secret);
		(void)fclose(secret);
	}
	ok(symlink("../../secret", "x/y/link.php") == 0, "a link");
	reads(dir, "link.php", OUTDIR_OTHER, "");
	ok(write_text(dir, "link.php", "mine") == 0, "... is replaced");
	reads(dir, "link.php", OUTDIR_FILE, "mine");
	ok(access("secret", F_OK) == 0 && entries("x/y") == 2,
	    "... and not what it points to");
	ok(mkfifo("x/y/fifo.php", 0666) == 0, "a FIFO");
	reads(dir, "fifo.php", OUTDIR_OTHER, "");
	ok(mkdir("x/y/dir.php", 0777) == 0, "a folder");
	reads(dir, "dir.php", OUTDIR_OTHER, "");
	ok(write_text(dir, "dir.php", "x") < 0 && err.code == EM_PERM,
	    "... is not replaced: %s", err.msg);
	ok(entries("x/y") == 4, "... and nothing is left of the attempt");
}

/* A file may grow to 4 bytes: as on a full disk, the rest is refused. */
static void
test_full(const struct outdir *dir)
{
	struct rlimit old, small;

	(void)getrlimit(RLIMIT_FSIZE, &old);
	small = (struct rlimit){ 4, old.rlim_max };
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)setrlimit(RLIMIT_FSIZE, &small);
	ok(write_text(dir, "a.php", "too long") < 0, "a write fails: %s",
	    err.msg);
	(void)setrlimit(RLIMIT_FSIZE, &old);
	reads(dir, "a.php", OUTDIR_FILE, "");
	ok(entries("x/y") == 4, "... and leaves the old file alone");
	(void)setrlimit(RLIMIT_FSIZE, &small);
	ok(write_text(dir, "none.php", "too long") < 0, "so does a new one's");
	(void)setrlimit(RLIMIT_FSIZE, &old);
	ok(entries("x/y") == 4, "... and there is none");
}

static bool late_error;

/* A quota may be told of only now; and somebody removes the file just then. */
int
close(int fd)
{
	int rc = (int)syscall(SYS_close, fd);

	if (!late_error)
		return rc;
	late_error = false;
	(void)unlink("x/y/late.php");
	errno = EDQUOT;
	return -1;
}

static void
test_close(const struct outdir *dir)
{
	late_error = true;
	ok(write_text(dir, "late.php", "late") < 0 ||
		access("x/y/late.php", F_OK) == 0,
	    "what fails when it is closed is written again, or told of");
	ok(!late_error, "it failed");
	(void)unlink("x/y/late.php");
}

/* Not everyone may name a descriptor; the rights are those of the umask. */
static void
test_nobody(void)
{
	enum { NOBODY = 65534 };
	struct outdir dir;
	struct stat st;
	int status;
	pid_t pid;

	ok(mkdir("theirs", 0777) == 0 && chmod("theirs", 0777) == 0 &&
		chmod(".", 0755) == 0,
	    "a folder for all");
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		(void)umask(027);
		if (geteuid() == 0 && setuid(NOBODY) < 0)
			_exit(1);
		_exit(outdir_open(&dir, "theirs", false, &err) < 0 ||
		      write_text(&dir, "new.php", "new") < 0);
	}
	ok(waitpid(pid, &status, 0) == pid && status == 0,
	    "anyone makes a new file");
	ok(stat("theirs/new.php", &st) == 0 && st.st_nlink == 1 &&
		(st.st_mode & 07777) == 0640,
	    "which has one name, and the rights of the umask");
	ok(entries("theirs") == 1, "... and nothing beside it");
	ok(unlink("theirs/new.php") == 0 && rmdir("theirs") == 0, "it goes");
}

/* Whoever comes first makes it, and the other replaces it. */
static void
test_race(const struct outdir *dir)
{
	int status, bad = 0;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	for (int i = 0; i < FILES; i++) {
		bad += write_text(dir, "raced.php", "<?php\n") < 0;
		(void)unlink("x/y/raced.php");
	}
	if (pid == 0)
		_exit(bad != 0);
	ok(waitpid(pid, &status, 0) == pid && status == 0 && bad == 0,
	    "two make the same file, time and again");
	(void)unlink("x/y/raced.php");
}

/* What is on its way is for a moment nobody's, to those who tidy up. */
static void
test_tidy(const struct outdir *dir)
{
	pid_t pids[TIDIERS];
	int bad = 0;

	(void)fflush(stdout);
	for (int i = 0; i < TIDIERS; i++)
		if ((pids[i] = fork()) == 0)
			for (;;)
				outdir_tidy(dir);
	for (int i = 0; i < FILES; i++)
		bad += write_text(dir, "tidied.php", "<?php\n") < 0;
	for (int i = 0; i < TIDIERS; i++) {
		(void)kill(pids[i], SIGKILL);
		(void)waitpid(pids[i], NULL, 0);
	}
	ok(bad == 0, "%d of %d files are lost to who tidies up", bad, FILES);
	reads(dir, "tidied.php", OUTDIR_FILE, "<?php\n");
	ok(unlink("x/y/tidied.php") == 0, "which is there");
}

static void
test_dry(void)
{
	struct outdir dir;

	ok(outdir_open(&dir, "none/z", true, &err) == 0, "a dry folder");
	reads(&dir, "a.php", OUTDIR_NONE, "");
	outdir_close(&dir);
	ok(access("none", F_OK) < 0, "... is not made");
	ok(outdir_open(&dir, "secret/z", false, &err) < 0 &&
		err.code == EM_PERM,
	    "a file is no folder: %s", err.msg);
}

static void
way(const char *from, const char *to, const char *want)
{
	char *got = outdir_relative(from, to);

	is(got, want, to);
	free(got);
}

static void
test_ways(void)
{
	way(".", "x/y", "x/y");
	way(".", ".", "");
	way("x", "x/y", "y");
	way("x/y", "x", "..");
	way("x/y", "x/z", "../z");
	way("x", "xx", "../xx");
	way("xx", "x", "../x");
	way("x/y", ".", "../..");
	way("/", "/usr/none", "usr/none");
	way("/usr", "/", "..");
	way("none/of", "these/are", "../../these/are");
	way("x/y/", "x/y/../y/a", "a");
	ok(symlink("x/y", "short") == 0, "a link");
	way("x", "short/Models", "y/Models");
	(void)unlink("short");
}

int
main(void)
{
	char base[] = "/tmp/emgen-outdir.XXXXXX";
	struct outdir dir;

	if (!mkdtemp(base) || chdir(base) < 0)
		return 1;
	if (!ok(outdir_open(&dir, "x/y", false, &err) == 0,
		"folders are made: %s", err.msg))
		return done();
	test_files(&dir);
	test_create(&dir);
	test_names(&dir);
	test_others(&dir);
	test_full(&dir);
	test_close(&dir);
	test_tidy(&dir);
	test_race(&dir);
	test_nobody();
	test_dry();
	test_ways();
	outdir_close(&dir);
	ok(system("rm -r kept secret x") == 0, "what is there goes");
	ok(rmdir(base) == 0, "nothing else was written");
	return done();
}
