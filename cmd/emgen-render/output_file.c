/* output_file - one file of a run: whose it is, and what is done (output.h). */
#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "mem.h"
#include "php.h"

/* --- what is there --- */

static char *
lock_name(
    const struct output *output, enum output_folder folder, const char *name)
{
	const char *way = output->from_lock[folder];

	return mem_printf("%s%s%s", way, *way ? "/" : "", name);
}

enum owner {
	OWNER_NONE, /* nothing is there */
	OWNER_US,
	OWNER_FORMATTER, /* our tokens as they would be written, laid out anew
			  */
	OWNER_EDITOR,    /* ours once */
	OWNER_STRANGER,
};

/* Whose the bytes are that are there; text is what would be written. */
static enum owner
find_owner(const struct output *output, const struct output_file *file,
    const struct buf *there, const struct buf *text)
{
	char *name = lock_name(output, file->folder, file->name);
	const char *known = lock_digest(output->ledger.old, file->table, name);
	char now[PHP_DIGEST], next[PHP_DIGEST] = "";
	enum owner owner = known ? OWNER_EDITOR : OWNER_STRANGER;

	php_digest(buf_peek(there), there->len, now);
	if (text)
		php_digest(text->data, text->len, next);
	if (strcmp(now, next) == 0)
		owner = OWNER_FORMATTER;
	else if (known && strcmp(now, known) == 0)
		owner = OWNER_US;
	free(name);
	return owner;
}

bool
output_is_foreign(struct output *output, enum output_folder folder,
    const char *table, const char *name)
{
	struct output_file file = {
		.folder = folder, .table = table, .name = name
	};
	struct buf there = BUF_INIT;
	struct em_err err;
	int found = outdir_read(&output->dirs[folder], name, &there, &err);
	bool foreign = found == OUTDIR_OTHER ||
		       (found == OUTDIR_FILE &&
			   find_owner(output, &file, &there, NULL) != OWNER_US);

	buf_clear(&there);
	return foreign;
}

/* --- writing --- */

static int
write_file(struct output *output, const struct output_file *file,
    const struct buf *text, bool exists, struct em_err *err)
{
	struct outdir *dir = &output->dirs[file->folder];

	switch (output->mode) {
	case OUTPUT_WRITE:
		if (dir->fd < 0) {
			outdir_close(dir);
			if (outdir_open(
				dir, output->paths[file->folder], false, err))
				return -1;
		}
		return outdir_write(
		    dir, file->name, text->data, text->len, err);
	case OUTPUT_DIFF:
		return fflush(stdout) ? err_errno(err, "cannot write to stdout")
				      : diff_show(file->path, exists,
					    text->data, text->len, err);
	case OUTPUT_PRINT:
		printf("==> %s <==\n", file->path);
		return fwrite(text->data, 1, text->len, stdout) == text->len
			   ? 0
			   : err_errno(err, "cannot write to stdout");
	default:
		return 0;
	}
}

/* In small letters: some disks, and PHP's classes, do not mind the case. */
static char *
folded(const char *path)
{
	char *copy = mem_strdup(path);

	for (char *p = copy; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return copy;
}

/* Two tables must not share a file: the second one loses, and is told. */
static int
claim(struct output *output, struct output_file *file)
{
	char *key = folded(file->path);
	const char *other =
	    json_string_value(json_object_get(output->written, key));
	int result = 0;

	if (other && strcmp(other, file->table) != 0)
		result = err_set(&file->err, EM_PERM,
		    "%s is the file of table %s", file->path, other);
	else
		(void)json_object_set_new(
		    output->written, key, json_string(file->table));
	free(key);
	return result;
}

/* What to do with the file, given what is there. */
static enum output_result
decide(const struct output *output, struct output_file *file, int found,
    const struct buf *there, const struct buf *text)
{
	if (found == OUTDIR_NONE)
		return OUTPUT_WRITTEN;
	if (found == OUTDIR_OTHER) {
		file->reason = "not a regular file";
		return OUTPUT_SKIPPED;
	}
	if (there->len == text->len &&
	    memcmp(buf_peek(there), text->data, text->len) == 0)
		return OUTPUT_UNCHANGED;
	switch (find_owner(output, file, there, text)) {
	case OWNER_FORMATTER:
		return output->force ? OUTPUT_WRITTEN : OUTPUT_UNCHANGED;
	case OWNER_EDITOR:
		file->reason = "edited by hand";
		break;
	case OWNER_STRANGER:
		file->reason = "written by hand";
		break;
	default:
		return OUTPUT_WRITTEN;
	}
	return output->force ? OUTPUT_WRITTEN : OUTPUT_SKIPPED;
}

/* emgen.lock knows the tokens of what we wrote, not of what we found. */
static void
remember(struct output *output, const struct output_file *file,
    const struct buf *text)
{
	char *name = lock_name(output, file->folder, file->name);
	const char *known = lock_digest(output->ledger.old, file->table, name);
	char digest[PHP_DIGEST];

	if (file->result != OUTPUT_SKIPPED) {
		php_digest(text->data, text->len, digest);
		known = digest;
	}
	if (known)
		lock_set_file(output->ledger.next, file->table, name, known);
	free(name);
}

void
output_put(
    struct output *output, struct output_file *file, const struct buf *text)
{
	struct buf there = BUF_INIT;
	int found = OUTDIR_NONE;

	file->path =
	    mem_printf("%s/%s", output->paths[file->folder], file->name);
	file->result = OUTPUT_FAILED;
	if (claim(output, file) < 0)
		found = -1;
	else if (output->mode != OUTPUT_PRINT)
		found = outdir_read(&output->dirs[file->folder], file->name,
		    &there, &file->err);
	if (found >= 0) {
		file->result = decide(output, file, found, &there, text);
		output->stale += file->result == OUTPUT_WRITTEN;
		if (file->result == OUTPUT_WRITTEN &&
		    write_file(
			output, file, text, found == OUTDIR_FILE, &file->err))
			file->result = OUTPUT_FAILED;
	}
	if (file->result != OUTPUT_FAILED)
		remember(output, file, text);
	buf_clear(&there);
}

void
output_file_clear(struct output_file *file)
{
	free(file->path);
	file->path = NULL;
}
