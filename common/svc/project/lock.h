/*
 * lock - emgen.lock: the names that models have, and digests of the files that
 * were written.  Layer svc.
 *
 * One JSON array a line, sorted by bytes, so that it merges:
 *	["class","orders","Order"]
 *	["file","orders","app/Models/Order.php","<digest>"]
 *	["relation","orders.customer_id","customer"]
 * Paths are relative to the folder of the lock.  Tables are named
 * schema.table where there are schemas.
 */
#ifndef EMGEN_LOCK_H
#define EMGEN_LOCK_H

#include <jansson.h>

#include "buf.h"
#include "die.h"
#include "map.h"

struct lock;

/* A file that was written for a table; the lock owns all of it. */
struct lock_file {
	const char *table, *path, *digest;
	struct lock_file *next;  /* of the same table, or NULL */
	struct lock_file *after; /* of whichever table, or NULL */
};

/*
 * Where the lock is: the given path, else beside composer.json in the working
 * directory, else in the folder above out.  Owned by the caller.
 */
char *lock_locate(const char *given, const char *out);

/* The folder that a lock lies in; owned by the caller. */
char *lock_folder(const char *path);

/* The file beside it with what a run has noted so far; owned by the caller. */
char *lock_part(const char *path);

struct lock *lock_open(void);

/* A missing file is an empty lock; NULL when it cannot be read or is wrong. */
struct lock *lock_read(const char *path, struct em_err *err);
void lock_free(struct lock *lock);

void lock_set_class(struct lock *lock, const char *table, const char *name);
void lock_set_relation(struct lock *lock, const char *key, const char *name);
void lock_set_file(
    struct lock *lock, const char *table, const char *path, const char *digest);

/*
 * A file that is about to be written, as one line at once, and all that were
 * noted so; a line that was torn is none.  lock_note() says how many bytes it
 * wrote.
 */
size_t lock_note(
    int fd, const char *table, const char *path, const char *digest);
void lock_recall(struct lock *lock, const char *path);

/*
 * The set of "path digest" of all files that the lock knows, and of those that
 * a run which was killed has noted; a new reference.  The lock counts for
 * nothing when it cannot be read.
 */
json_t *lock_written(const char *path);

/* The digest of a file that was written for a table, or NULL. */
const char *lock_digest(
    const struct lock *lock, const char *table, const char *path);

/* The same for whichever table, as a file can go from one to another. */
const char *lock_digest_of_any(const struct lock *lock, const char *path);

/* The classes of tables, and the first struct lock_file of each; borrowed. */
const struct map *lock_classes(const struct lock *lock);
const struct map *lock_files(const struct lock *lock);

/* The first file of all, or NULL. */
const struct lock_file *lock_first(const struct lock *lock);

/* Classes and relations of all tables of old but those of the set done. */
void lock_inherit(
    struct lock *lock, const struct lock *old, const struct map *done);

/* Appends the file's text. */
void lock_text(const struct lock *lock, struct buf *out);

/*
 * "lock" of GenerationConfigured, a new reference.  The files stay out: they
 * are only about what emgen-render finds on the disk.
 */
json_t *lock_names(const struct lock *lock);

#endif
