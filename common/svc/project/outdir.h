/*
 * outdir - a folder that files are written into.  Layer svc.
 *
 * Names are single components, so that no file is outside of the folder; links
 * are never followed.  A file appears whole or not at all, without fsync, as
 * git writes a work tree: a new one gets its name last; to replace one, or
 * where a file cannot be without a name, it is written beside its place and
 * renamed.  Who is killed in between leaves a hidden file then, which
 * outdir_tidy() removes.
 */
#ifndef EMGEN_OUTDIR_H
#define EMGEN_OUTDIR_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"

struct outdir {
	char *path; /* as given */
	int fd;     /* -1: the folder does not exist, and is not made */
};

/* Makes the folder, and those above it, unless dry. */
int outdir_open(
    struct outdir *dir, const char *path, bool dry, struct em_err *err);
void outdir_close(struct outdir *dir);

enum outdir_found {
	OUTDIR_NONE,
	OUTDIR_FILE,
	OUTDIR_OTHER, /* a link, a folder, a device: nothing to read */
};

/* Appends the file to bytes; an enum outdir_found, or -1. */
int outdir_read(const struct outdir *dir, const char *name, struct buf *bytes,
    struct em_err *err);

/*
 * Replaces what has that name; a folder stays, and that is an error.  is_new
 * says that there was nothing when one looked, which makes it cheaper.
 */
int outdir_write(const struct outdir *dir, const char *name, const void *bytes,
    size_t len, bool is_new, struct em_err *err);

/*
 * Writes a file where nothing has that name.  False when something has, or the
 * file system has to do it in another way, or fails: then look, and write.
 */
bool outdir_create(
    const struct outdir *dir, const char *name, const void *bytes, size_t len);

/* The set of the names in the folder, of files and all else; owned. */
json_t *outdir_names(const struct outdir *dir);

/* Removes what writers left that were killed; not what one is at work on. */
void outdir_tidy(const struct outdir *dir);

/*
 * The way from one folder to another, "../app/Models", "" when they are the
 * same; neither needs to exist.  Owned by the caller.
 */
char *outdir_relative(const char *from, const char *to);

#endif
