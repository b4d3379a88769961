/* journal - what a run has written (journal.h). */
#include "journal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "outdir.h"
#include "php.h"

void
journal_open(struct journal *journal, const char *path, const char *folder)
{
	const char *told = getenv("EMGEN_WRITTEN");

	*journal = (struct journal){ .fd = -1, .told_fd = -1 };
	if (!path)
		return;
	journal->folder = mem_strdup(folder);
	journal->path = lock_part(path);
	if (!told || !*told)
		return;
	journal->told = lock_open();
	lock_recall(journal->told, told);
	journal->told_fd =
	    open(told, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

void
journal_close(struct journal *journal)
{
	if (journal->fd >= 0)
		(void)close(journal->fd);
	if (journal->told_fd >= 0)
		(void)close(journal->told_fd);
	lock_free(journal->told);
	free(journal->path);
	free(journal->folder);
	free(journal->root);
}

/* --- noting --- */

/* Shared with others who write; not one that is being removed. */
static int
open_shared(const char *path)
{
	struct stat st = { .st_nlink = 0 };
	int fd;

	while ((fd = open(path,
		    O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
		    0666)) >= 0) {
		(void)flock(fd, LOCK_SH);
		if (fstat(fd, &st) < 0 || st.st_nlink > 0)
			break;
		(void)close(fd);
	}
	return fd;
}

/* The name of a file for all who share $EMGEN_WRITTEN. */
static char *
whole_name(struct journal *journal, const char *name)
{
	if (!journal->root)
		journal->root = realpath(journal->folder, NULL);
	return mem_printf("%s/%s", journal->root ? journal->root : "", name);
}

/* Where nothing can be noted, emgen.lock could not be written in the end. */
static int
begin(struct journal *journal, struct em_err *err)
{
	struct outdir dir;

	if (outdir_open(&dir, journal->folder, false, err) < 0)
		return -1;
	outdir_close(&dir);
	journal->fd = open_shared(journal->path);
	return journal->fd < 0 ? err_errno(err, "%s", journal->path) : 0;
}

int
journal_note(struct journal *journal, const char *table, const char *name,
    const char *digest, struct em_err *err)
{
	char *whole;

	if (journal->path && journal->fd < 0 && begin(journal, err) < 0)
		return -1;
	if (journal->fd >= 0)
		journal->noted += lock_note(journal->fd, table, name, digest);
	if (journal->told_fd < 0)
		return 0;
	whole = whole_name(journal, name);
	(void)lock_note(journal->told_fd, table, whole, digest);
	free(whole);
	return 0;
}

/* --- what is known --- */

bool
journal_knows(struct journal *journal, const char *table, const char *name)
{
	char *whole;
	bool knows;

	if (!journal->told)
		return false;
	whole = whole_name(journal, name);
	knows = lock_digest(journal->told, table, whole) != NULL;
	free(whole);
	return knows;
}

static bool
is_as_written(const char *folder, const char *name, const char *digest)
{
	char *path = mem_printf("%s/%s", folder, name);
	char *slash = strrchr(path, '/');
	struct buf bytes = BUF_INIT;
	struct outdir dir;
	struct em_err err;
	char now[PHP_DIGEST] = "";

	*slash = '\0';
	if (outdir_open(&dir, path, true, &err) == 0) {
		if (outdir_read(&dir, slash + 1, &bytes, &err) == OUTDIR_FILE)
			php_digest(buf_peek(&bytes), bytes.len, now);
		outdir_close(&dir);
	}
	buf_clear(&bytes);
	free(path);
	return strcmp(now, digest) == 0;
}

/* Whether there is anything in it but what this run has noted. */
static bool
has_others(const struct journal *journal)
{
	struct stat st;

	return journal->path && stat(journal->path, &st) == 0 &&
	       (size_t)st.st_size != journal->noted;
}

void
journal_recall(const struct journal *journal, struct lock *lock)
{
	struct lock *part;

	if (!has_others(journal))
		return;
	part = lock_open();
	lock_recall(part, journal->path);
	for (const struct lock_file *file = lock_first(part); file;
	     file = file->after)
		if (is_as_written(journal->folder, file->path, file->digest))
			lock_set_file(
			    lock, file->table, file->path, file->digest);
	lock_free(part);
}

void
journal_end(struct journal *journal)
{
	if (!journal->path)
		return;
	if (journal->fd < 0)
		journal->fd =
		    open(journal->path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (journal->fd >= 0 && flock(journal->fd, LOCK_EX | LOCK_NB) == 0)
		(void)unlink(journal->path);
}
