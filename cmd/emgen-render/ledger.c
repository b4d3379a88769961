/* ledger - emgen.lock during a run (ledger.h). */
#include "ledger.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "mem.h"
#include "outdir.h"

int
ledger_open(struct ledger *ledger, char *path, struct em_err *err)
{
	*ledger = (struct ledger){ .path = path,
		.folder = lock_folder(path ? path : "."),
		.next = lock_open(),
		.old = path ? lock_read(path, err) : lock_open() };
	journal_open(&ledger->journal, path, ledger->folder);
	if (!ledger->old)
		return -1;
	journal_recall(&ledger->journal, ledger->old);
	return 0;
}

void
ledger_close(struct ledger *ledger)
{
	free(ledger->path);
	free(ledger->folder);
	lock_free(ledger->old);
	lock_free(ledger->next);
	map_clear(&ledger->done);
	map_clear(&ledger->left);
	journal_close(&ledger->journal);
}

void
ledger_done(struct ledger *ledger, const char *table)
{
	map_add(&ledger->done, table);
}

void
ledger_leave(struct ledger *ledger, const char *table, const char *name)
{
	if (lock_digest(ledger->old, table, name))
		map_add(&ledger->left, name);
}

/* A file of the lock, as it is reached from here; owned by the caller. */
static char *
path_of(const struct ledger *ledger, const char *name)
{
	if (strcmp(ledger->folder, ".") == 0)
		return mem_strdup(name);
	return mem_printf("%s/%s", ledger->folder, name);
}

/* The set of all files that this run knows, of whichever table. */
static struct map
files_of_run(const struct ledger *ledger)
{
	struct map set = MAP_INIT;

	for (const struct lock_file *file = lock_first(ledger->next); file;
	     file = file->after)
		map_add(&set, file->path);
	return set;
}

/* The class that the table has from this run on, if it had another; or NULL. */
static const char *
new_class(const struct ledger *ledger, const char *table)
{
	const char *was = map_get(lock_classes(ledger->old), table);
	const char *now = map_get(lock_classes(ledger->next), table);

	return was && now && strcmp(was, now) != 0 ? now : NULL;
}

/*
 * Keeps the files of a table that this run did not write and that are still
 * there.  Says so of a table that is gone, or has a new class.  False when
 * there are none.
 */
static bool
keep_files(struct ledger *ledger, const struct map_entry *table,
    const struct map *ours, bool gone)
{
	const char *class = new_class(ledger, table->key);
	bool any = false;

	for (const struct lock_file *file = table->value; file;
	     file = file->next) {
		char *path;

		if (map_has(ours, file->path))
			continue;
		path = path_of(ledger, file->path);
		if (access(path, F_OK) < 0) {
			/* nothing to keep */
		} else if (map_has(&ledger->left, file->path)) {
			die_note("%s: no class extends it any more", path);
		} else {
			any = true;
			lock_set_file(
			    ledger->next, table->key, file->path, file->digest);
			if (gone)
				die_note("%s: its table %s is gone", path,
				    table->key);
			else if (class)
				die_note("%s: the class of its table %s is %s "
					 "now",
				    path, table->key, class);
		}
		free(path);
	}
	return any;
}

void
ledger_finish(struct ledger *ledger, const struct map *tables)
{
	const struct map *files = lock_files(ledger->old);
	const struct map *classes = lock_classes(ledger->old);
	struct map ours = files_of_run(ledger);

	for (size_t i = 0; i < files->n; i++) {
		const char *table = files->entries[i].key;
		bool gone = tables && !map_has(tables, table) &&
			    !map_has(&ledger->done, table) &&
			    strcmp(table, LEDGER_ALL_TABLES) != 0;

		if (!keep_files(ledger, &files->entries[i], &ours, gone) &&
		    gone)
			ledger_done(ledger, table);
	}
	for (size_t i = 0; tables && i < classes->n; i++) {
		const char *table = classes->entries[i].key;

		if (!map_has(tables, table) && !map_has(files, table))
			ledger_done(ledger, table);
	}
	lock_inherit(ledger->next, ledger->old, &ledger->done);
	map_clear(&ours);
}

/* --- writing --- */

/* A file that we left as it was may have been written by another run. */
static void
take_digests(struct ledger *ledger, const struct lock *now)
{
	for (const struct lock_file *file = lock_first(now); file;
	     file = file->after) {
		const char *was =
		    lock_digest(ledger->old, file->table, file->path);
		const char *ours =
		    lock_digest(ledger->next, file->table, file->path);

		if (was && ours && strcmp(was, ours) == 0)
			lock_set_file(ledger->next, file->table, file->path,
			    file->digest);
	}
}

/* What is to be kept is what is there, and not what was there. */
static int
read_again(struct ledger *ledger, struct em_err *err)
{
	struct lock *now = lock_read(ledger->path, err);

	if (!now)
		return -1;
	journal_recall(&ledger->journal, now);
	take_digests(ledger, now);
	lock_free(ledger->old);
	ledger->old = now;
	return 0;
}

/*
 * Waits for other runs; the lock goes with the descriptor.  Where a file system
 * has no locks, runs have to keep out of each other's way.
 */
static void
lock_out(const struct outdir *dir)
{
	while (flock(dir->fd, LOCK_EX) < 0 && errno == EINTR)
		;
}

static int
put(const struct outdir *dir, const char *name, const struct lock *lock,
    struct em_err *err)
{
	struct buf text = BUF_INIT, there = BUF_INIT;
	int result = outdir_read(dir, name, &there, err);

	lock_text(lock, &text);
	if (result >= 0 &&
	    (result != OUTDIR_FILE || there.len != text.len ||
		memcmp(buf_peek(&there), buf_peek(&text), text.len) != 0))
		result = outdir_write(dir, name, buf_peek(&text), text.len,
		    result == OUTDIR_NONE, err);
	buf_clear(&text);
	buf_clear(&there);
	return result < 0 ? -1 : 0;
}

int
ledger_write(
    struct ledger *ledger, const struct map *tables, struct em_err *err)
{
	const char *slash = strrchr(ledger->path, '/');
	const char *name = slash ? slash + 1 : ledger->path;
	struct outdir dir;
	int result = outdir_open(&dir, ledger->folder, false, err);

	if (result < 0)
		return -1;
	lock_out(&dir);
	outdir_tidy(&dir);
	result = read_again(ledger, err);
	if (result == 0) {
		ledger_finish(ledger, tables);
		result = put(&dir, name, ledger->next, err);
	}
	if (result == 0)
		journal_end(&ledger->journal);
	outdir_close(&dir);
	return result;
}
