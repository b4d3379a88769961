/* outdir - files that appear whole, in one folder (outdir.h). */
#include "outdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

enum {
	LONGEST_FILE = 1 << 26, /* bytes; none of ours is near it */
	TRIES = 1000            /* more than are at work in one folder */
};

/* The folder and those above it. */
static int
make_folders(const char *path)
{
	char *copy = mem_strdup(path);
	int rc = 0;

	for (char *p = copy + 1; rc == 0 && *copy && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(copy, 0777) < 0 && errno != EEXIST)
			rc = -1;
		*p = '/';
	}
	if (rc == 0 && mkdir(path, 0777) < 0 && errno != EEXIST)
		rc = -1;
	free(copy);
	return rc;
}

int
outdir_open(struct outdir *dir, const char *path, bool dry, struct em_err *err)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	int fd = open(path, flags);

	if (fd < 0 && errno == ENOENT && !dry && make_folders(path) == 0)
		fd = open(path, flags);
	if (fd < 0 && !(dry && errno == ENOENT))
		return err_errno(err, "%s", path);
	dir->path = mem_strdup(path);
	dir->fd = fd;
	return 0;
}

void
outdir_close(struct outdir *dir)
{
	if (dir->fd >= 0)
		(void)close(dir->fd);
	free(dir->path);
	*dir = (struct outdir){ NULL, -1 };
}

static int
check_name(const char *name, struct em_err *err)
{
	if (!*name || strchr(name, '/') || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0 || strlen(name) > NAME_MAX)
		return err_set(err, EM_PERM, "\"%s\" is no file name", name);
	return 0;
}

/* Up to size bytes, fewer when the file ends before. */
static int
read_all(int fd, struct buf *bytes, size_t size)
{
	ssize_t n = 1;

	buf_reserve(bytes, size);
	for (; n && size; size -= (size_t)n) {
		n = read(fd, bytes->data + bytes->len, size);
		if (n < 0)
			return -1;
		bytes->len += (size_t)n;
	}
	bytes->data[bytes->len] = '\0';
	return OUTDIR_FILE;
}

int
outdir_read(const struct outdir *dir, const char *name, struct buf *bytes,
    struct em_err *err)
{
	struct stat st;
	int fd, found;

	if (check_name(name, err) < 0)
		return -1;
	if (dir->fd < 0)
		return OUTDIR_NONE;
	/* O_NONBLOCK: a FIFO must not hold us. */
	fd = openat(dir->fd, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return OUTDIR_NONE;
	if (fd < 0 && (errno == ELOOP || errno == ENXIO))
		return OUTDIR_OTHER;
	if (fd < 0)
		return err_errno(err, "%s/%s", dir->path, name);
	found = fstat(fd, &st);
	if (found == 0)
		found = S_ISREG(st.st_mode) && st.st_size <= LONGEST_FILE
			    ? read_all(fd, bytes, (size_t)st.st_size)
			    : OUTDIR_OTHER;
	if (found < 0)
		err_errno(err, "%s/%s", dir->path, name);
	(void)close(fd);
	return found;
}

/* The name of our file on its way; nobody else has it. */
static const char *
temporary_name(void)
{
	static char *name;
	uint64_t number;

	if (!name) {
		if (getrandom(&number, sizeof(number), 0) < 0)
			die_errno("getrandom");
		name = mem_printf(".emgen-%016" PRIx64 ".tmp", number);
	}
	return name;
}

static int
write_all(int fd, const char *p, size_t len)
{
	ssize_t n;

	for (; len; p += n, len -= (size_t)n)
		if ((n = write(fd, p, len)) < 0)
			return -1;
	return 0;
}

/*
 * Writes beside its place and renames.  The lock says that the file on its way
 * is somebody's, until it has its name.
 */
static int
put_file(const struct outdir *dir, const char *name, const void *bytes,
    size_t len, struct em_err *err)
{
	const char *temp = temporary_name();
	int fd = openat(dir->fd, temp,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	int lock, rc;

	if (fd < 0)
		return err_errno(err, "%s/%s", dir->path, name);
	lock = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	(void)flock(fd, LOCK_EX | LOCK_NB);
	rc = write_all(fd, bytes, len);
	if (rc < 0)
		err_errno(err, "%s/%s", dir->path, name);
	if (close(fd) < 0 && rc == 0)
		rc = err_errno(err, "%s/%s", dir->path, name);
	if (rc == 0 && renameat(dir->fd, temp, dir->fd, name) < 0)
		rc = err_errno(err, "%s/%s", dir->path, name);
	if (rc < 0)
		(void)unlinkat(dir->fd, temp, 0);
	if (lock >= 0)
		(void)close(lock);
	return rc;
}

/* linkat(2) by the descriptor itself is not for everyone before Linux 6.10. */
static int
link_open(int fd, int dir, const char *name)
{
	char path[sizeof("/proc/self/fd/-2147483648")];

	if (linkat(fd, "", dir, name, AT_EMPTY_PATH) == 0)
		return 0;
	if (errno == EEXIST)
		return -1;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, path, dir, name, AT_SYMLINK_FOLLOW);
}

/*
 * Writes a file that gets its name when it is whole; there is less to do, and
 * nothing to tidy up.  False when it has got none, since there is such a file,
 * or the file system cannot do it, or is full.
 */
static bool
put_new_file(
    const struct outdir *dir, const char *name, const void *bytes, size_t len)
{
	int fd;
	bool put;

	fd = openat(dir->fd, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
	if (fd < 0)
		return false;
	put =
	    write_all(fd, bytes, len) == 0 && link_open(fd, dir->fd, name) == 0;
	if (close(fd) == 0 || !put)
		return put;
	(void)unlinkat(dir->fd, name, 0);
	return false;
}

bool
outdir_create(
    const struct outdir *dir, const char *name, const void *bytes, size_t len)
{
	struct em_err err;

	return check_name(name, &err) == 0 &&
	       put_new_file(dir, name, bytes, len);
}

/* Again when one who tidied up took the file before it had its lock. */
int
outdir_write(const struct outdir *dir, const char *name, const void *bytes,
    size_t len, bool is_new, struct em_err *err)
{
	int rc = -1;

	if (check_name(name, err) < 0)
		return -1;
	if (is_new && put_new_file(dir, name, bytes, len))
		return 0;
	errno = ENOENT;
	for (int i = 0; i < TRIES && rc < 0 && errno == ENOENT; i++) {
		errno = 0;
		rc = put_file(dir, name, bytes, len, err);
	}
	return rc;
}

/* Removes what a writer left that was killed; a live one has it locked. */
static void
remove_left(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		(void)unlinkat(dir, name, 0);
	(void)close(fd);
}

void
outdir_tidy(const struct outdir *outdir)
{
	DIR *dir = outdir->fd >= 0 ? opendir(outdir->path) : NULL;

	if (!dir)
		return;
	for (struct dirent *entry; (entry = readdir(dir));)
		if (fnmatch(".emgen-????????????????.tmp", entry->d_name, 0) ==
		    0)
			remove_left(outdir->fd, entry->d_name);
	(void)closedir(dir);
}

json_t *
outdir_names(const struct outdir *outdir)
{
	DIR *dir = outdir->fd >= 0 ? opendir(outdir->path) : NULL;
	json_t *names = json_object();

	for (struct dirent *entry; dir && (entry = readdir(dir));)
		(void)json_object_set_new_nocheck(
		    names, entry->d_name, json_true());
	if (dir)
		(void)closedir(dir);
	return names;
}

/* --- ways between folders --- */

/* The name of a folder from the root, as far as it exists without links. */
static char *
absolute(const char *path)
{
	char *head = mem_strdup(*path ? path : "."), *real, *tail, *slash;

	real = realpath(head, NULL);
	if (!real && errno == ENOMEM)
		die_errno("%s", path);
	if (real || strcmp(head, "/") == 0 || strcmp(head, ".") == 0) {
		free(head);
		return real ? real : mem_strdup("/");
	}
	while (strlen(head) > 1 && head[strlen(head) - 1] == '/')
		head[strlen(head) - 1] = '\0';
	slash = strrchr(head, '/');
	tail = mem_strdup(slash ? slash + 1 : head);
	if (slash)
		slash[slash == head] = '\0';
	real = absolute(slash ? head : ".");
	free(head);
	head = mem_printf("%s%s%s", real, strcmp(real, "/") ? "/" : "", tail);
	free(real);
	free(tail);
	return head;
}

char *
outdir_relative(const char *from, const char *to)
{
	char *a = absolute(from), *b = absolute(to);
	struct buf way = BUF_INIT;
	size_t same = 0;

	for (size_t i = 0;; i++) {
		if ((!a[i] || a[i] == '/') && (!b[i] || b[i] == '/'))
			same = i;
		if (a[i] != b[i] || !a[i])
			break;
	}
	for (const char *p = a + same; *p; p++)
		if (*p == '/' && p[1])
			buf_adds(&way, way.len ? "/.." : "..");
	if (b[same] && b[same + 1])
		buf_addf(&way, "%s%s", way.len ? "/" : "", b + same + 1);
	free(a);
	free(b);
	return buf_detach(&way);
}
