/* output - the files of a run (output.h). */
#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diff.h"
#include "mem.h"
#include "php.h"
#include "project.h"

/* --- folders --- */

static char *
copy_setting(const struct settings *settings, const char *name)
{
	const char *value = settings_string(settings, name);

	return value ? mem_strdup(value) : NULL;
}

static int
find_folders(
    struct output *output, const struct settings *settings, struct em_err *err)
{
	char **paths = output->paths;

	paths[FOLDER_MODELS] = copy_setting(settings, "out");
	if (output->mode == OUTPUT_PRINT || !paths[FOLDER_MODELS]) {
		free(paths[FOLDER_MODELS]);
		paths[FOLDER_MODELS] = mem_strdup("app/Models");
		if (output->mode != OUTPUT_PRINT && !project_is("."))
			return err_set(err, EM_PERM,
			    "no folder for the models: give --out DIR");
	}
	paths[FOLDER_ENUMS] = settings_enums_dir(settings);
	paths[FOLDER_FACTORIES] = copy_setting(settings, "factories");
	paths[FOLDER_DOCS] = copy_setting(settings, "docs");
	return 0;
}

/* The folder that a path lies in. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return mem_strdup(".");
	return mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static int
open_folders(struct output *output, struct em_err *err)
{
	char *base = folder_of(output->lock_path);
	bool dry = output->mode != OUTPUT_WRITE;
	int result = 0;

	for (size_t i = 0; i < FOLDERS && result == 0; i++) {
		if (!output->paths[i])
			continue;
		output->from_lock[i] = outdir_relative(base, output->paths[i]);
		/* A folder is made when a file needs it. */
		result = outdir_open(&output->dirs[i], output->paths[i],
		    dry || i == FOLDER_ENUMS, err);
	}
	free(base);
	return result;
}

int
output_open(struct output *output, const struct settings *settings,
    const char *lock, enum output_mode mode, bool force, struct em_err *err)
{
	*output = (struct output){ .mode = mode, .force = force };
	for (size_t i = 0; i < FOLDERS; i++)
		output->dirs[i].fd = -1;
	output->done = json_object();
	output->written = json_object();
	output->lock = lock_open();
	if (find_folders(output, settings, err))
		return -1;
	output->lock_path = lock_locate(lock, output->paths[FOLDER_MODELS]);
	output->old = mode == OUTPUT_PRINT ? lock_open()
					   : lock_read(output->lock_path, err);
	return output->old ? open_folders(output, err) : -1;
}

void
output_close(struct output *output)
{
	for (size_t i = 0; i < FOLDERS; i++) {
		outdir_close(&output->dirs[i]);
		free(output->paths[i]);
		free(output->from_lock[i]);
	}
	free(output->lock_path);
	lock_free(output->old);
	lock_free(output->lock);
	json_decref(output->done);
	json_decref(output->written);
}

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
	const char *known = lock_digest(output->old, file->table, name);
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

bool
output_exists(
    const struct output *output, enum output_folder folder, const char *name)
{
	const struct outdir *dir = &output->dirs[folder];

	return dir->fd >= 0 && faccessat(dir->fd, name, F_OK, 0) == 0;
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

/* Two tables must not share a file: the second one loses, and is told. */
static int
claim(struct output *output, struct output_file *file)
{
	const char *other =
	    json_string_value(json_object_get(output->written, file->path));

	if (other && strcmp(other, file->table) != 0)
		return err_set(&file->err, EM_PERM,
		    "%s is the file of table %s", file->path, other);
	(void)json_object_set_new(
	    output->written, file->path, json_string(file->table));
	return 0;
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
		return OUTPUT_UNCHANGED;
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
	const char *known = lock_digest(output->old, file->table, name);
	char digest[PHP_DIGEST];

	if (file->result != OUTPUT_SKIPPED) {
		php_digest(text->data, text->len, digest);
		known = digest;
	}
	if (known)
		lock_set_file(output->lock, file->table, name, known);
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
	if (claim(output, file) == 0 && output->mode != OUTPUT_PRINT)
		found = outdir_read(&output->dirs[file->folder], file->name,
		    &there, &file->err);
	else if (output->mode != OUTPUT_PRINT)
		found = -1;
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

/* --- emgen.lock --- */

void
output_done(struct output *output, const char *table)
{
	(void)json_object_set_new(output->done, table, json_true());
}

/* Files of tables that this run did not see stay as long as they exist. */
static void
inherit_files(struct output *output)
{
	char *base = folder_of(output->lock_path);
	const char *table, *name;
	json_t *files, *digest;

	json_object_foreach (lock_files(output->old), table, files) {
		if (json_object_get(output->done, table))
			continue;
		json_object_foreach (files, name, digest) {
			char *path = mem_printf("%s/%s", base, name);

			if (access(path, F_OK) == 0)
				lock_set_file(output->lock, table, name,
				    json_string_value(digest));
			free(path);
		}
	}
	free(base);
}

static int
write_lock(const struct output *output, struct em_err *err)
{
	char *base = folder_of(output->lock_path);
	const char *slash = strrchr(output->lock_path, '/');
	const char *name = slash ? slash + 1 : output->lock_path;
	struct buf text = BUF_INIT, there = BUF_INIT;
	struct outdir dir;
	int result = outdir_open(&dir, base, false, err);

	if (result == 0) {
		lock_text(output->lock, &text);
		result = outdir_read(&dir, name, &there, err);
		if (result == OUTDIR_NONE || there.len != text.len ||
		    memcmp(buf_peek(&there), buf_peek(&text), text.len) != 0)
			result = outdir_write(
			    &dir, name, buf_peek(&text), text.len, err);
		outdir_close(&dir);
	}
	buf_clear(&text);
	buf_clear(&there);
	free(base);
	return result < 0 ? -1 : 0;
}

int
output_finish(struct output *output, struct em_err *err)
{
	if (output->mode != OUTPUT_WRITE)
		return 0;
	lock_inherit(output->lock, output->old, output->done);
	inherit_files(output);
	return write_lock(output, err);
}
