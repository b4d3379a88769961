/* output - the folders and the ledger of a run (output.h). */
#include "output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "names.h"
#include "project.h"

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
	if (strcmp(settings_string(settings, "mode"), "split") == 0)
		paths[FOLDER_BASES] =
		    mem_printf("%s/" NAMES_BASES, paths[FOLDER_MODELS]);
	paths[FOLDER_ENUMS] = copy_setting(settings, "enums");
	if (!paths[FOLDER_ENUMS])
		paths[FOLDER_ENUMS] =
		    mem_printf("%s/Enums", paths[FOLDER_MODELS]);
	paths[FOLDER_FACTORIES] = copy_setting(settings, "factories");
	paths[FOLDER_REQUESTS] = copy_setting(settings, "requests");
	paths[FOLDER_DOCS] = copy_setting(settings, "docs");
	if (project_is("."))
		output->factories = mem_strdup("database/factories");
	return 0;
}

static int
open_folders(struct output *output, struct em_err *err)
{
	int result = 0;

	for (size_t i = 0; i < FOLDERS && result == 0; i++) {
		if (!output->paths[i])
			continue;
		output->from_lock[i] =
		    outdir_relative(output->ledger.folder, output->paths[i]);
		/* A folder is made when a file needs it. */
		result =
		    outdir_open(&output->dirs[i], output->paths[i], true, err);
		if (result == 0 && output->mode == OUTPUT_WRITE)
			outdir_tidy(&output->dirs[i]);
		output->found[i] = outdir_names(&output->dirs[i]);
	}
	return result;
}

int
output_open(struct output *output, const struct settings *settings,
    const char *lock, enum output_mode mode, bool force, struct em_err *err)
{
	*output = (struct output){ .mode = mode, .force = force };
	for (size_t i = 0; i < FOLDERS; i++)
		output->dirs[i].fd = -1;
	if (find_folders(output, settings, err))
		return -1;
	if (ledger_open(&output->ledger,
		mode == OUTPUT_PRINT
		    ? NULL
		    : lock_locate(lock, output->paths[FOLDER_MODELS]),
		err))
		return -1;
	return open_folders(output, err);
}

void
output_close(struct output *output)
{
	for (size_t i = 0; i < FOLDERS; i++) {
		outdir_close(&output->dirs[i]);
		json_decref(output->found[i]);
		free(output->paths[i]);
		free(output->from_lock[i]);
	}
	ledger_close(&output->ledger);
	map_clear(&output->written);
	free(output->factories);
}

void
output_leave_base(struct output *output, const char *table, const char *name)
{
	const char *way = output->from_lock[FOLDER_MODELS];
	char *base;

	if (output->mode == OUTPUT_PRINT ||
	    !map_has(lock_files(output->ledger.old), table))
		return;
	base = mem_printf("%s%s" NAMES_BASES "/%s", way, *way ? "/" : "", name);
	ledger_leave(&output->ledger, table, base);
	free(base);
}

bool
output_has_factory(const struct output *output, const char *class)
{
	char *path;
	bool has;

	if (output->paths[FOLDER_FACTORIES] || !output->factories)
		return output->paths[FOLDER_FACTORIES] != NULL;
	path = mem_printf("%s/%sFactory.php", output->factories, class);
	has = access(path, F_OK) == 0;
	free(path);
	return has;
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

int
output_claim(struct output *output, struct output_file *file)
{
	char *key = folded(file->path);
	void **table = map_at(&output->written, key);
	int result = 0;

	if (!*table)
		*table = arena_strdup(&output->written.arena, file->table);
	else if (strcmp(*table, file->table) != 0)
		result =
		    err_set(&file->err, EM_PERM, "%s is the file of table %s",
			file->path, (const char *)*table);
	free(key);
	return result;
}

int
output_finish(
    struct output *output, const struct map *tables, struct em_err *err)
{
	if (output->mode == OUTPUT_PRINT)
		return 0;
	if (output->mode == OUTPUT_WRITE)
		return ledger_write(&output->ledger, tables, err);
	ledger_finish(&output->ledger, tables);
	return 0;
}
