/* check_files - the files of a role that writes some (contract.h). */
#include <ftw.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "contract.h"
#include "ev.h"
#include "mem.h"

/* What stands below the working directory: path to "inode mtime size". */
static json_t *seen;

static int
note_file(const char *path, const struct stat *st, int flag, struct FTW *at)
{
	char text[128];

	(void)at;
	(void)snprintf(text, sizeof(text), "%ju %jd.%09ld %jd",
	    (uintmax_t)st->st_ino, (intmax_t)st->st_mtim.tv_sec,
	    st->st_mtim.tv_nsec, (intmax_t)st->st_size);
	if (flag != FTW_D)
		(void)json_object_set_new(seen, path + 2, json_string(text));
	return 0;
}

static json_t *
list_files(void)
{
	seen = json_object();
	(void)nftw(".", note_file, 16, FTW_PHYS);
	return seen;
}

static bool
run_basic(struct contract *c, unsigned flags, struct run *run)
{
	struct buf in = BUF_INIT;
	bool ended;

	input_lines(&in, &c->basic->in);
	ended = contract_run(c, &in, flags, run);
	buf_clear(&in);
	return ended;
}

/* The path of a file that an event tells of, or NULL. */
static const char *
told_path(const struct line *line)
{
	const char *type = line_str(line, "type");

	if (strcmp(type, "ModelGenerated") != 0 &&
	    strcmp(type, "ModelFactoryGenerated") != 0 &&
	    strcmp(type, "DocumentationUpdated") != 0)
		return NULL;
	return json_string_value(json_object_get(ev_data(line->ev), "path"));
}

static bool
is_as_told(struct contract *c, const struct line *line, const char *path)
{
	const json_t *bytes = json_object_get(
	    json_object_get(ev_data(line->ev), "metrics"), "bytes");
	struct stat st;

	if (*path == '/' || strstr(path, ".."))
		return contract_broken(
		    c, "%s is not below the output folder", path);
	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return contract_broken(c, "there is no file %s", path);
	if (json_is_integer(bytes) &&
	    st.st_size != (off_t)json_integer_value(bytes))
		return contract_broken(c,
		    "%s has %jd bytes, its event says %lld", path,
		    (intmax_t)st.st_size, (long long)json_integer_value(bytes));
	return true;
}

/* emgen.lock is the renderer's memory, and no event tells of it. */
bool
check_files(struct contract *c)
{
	struct run run = RUN_INIT;
	bool kept = run_basic(c, RUN_PLAIN, &run);
	json_t *files = list_files(), *value;
	const char *name;
	size_t told = 0;

	for (size_t i = 0; kept && i < run.out.count; i++) {
		const char *path = told_path(&run.out.list[i]);

		if (!path)
			continue;
		told++;
		kept = is_as_told(c, &run.out.list[i], path);
		(void)json_object_del(files, path);
	}
	if (kept && told == 0)
		kept = contract_broken(c, "it tells of no file");
	json_object_foreach (files, name, value)
		if (kept && strstr(name, "emgen.lock") == NULL)
			kept = contract_broken(
			    c, "no event tells of the file %s", name);
	json_decref(files);
	run_clear(&run);
	return kept;
}

bool
check_again(struct contract *c)
{
	struct run one = RUN_INIT, two = RUN_INIT;
	bool kept = run_basic(c, RUN_PLAIN, &one);
	json_t *before = list_files(), *after, *value;
	const char *name;

	kept = kept && run_basic(c, RUN_AGAIN, &two);
	after = list_files();
	json_object_foreach (after, name, value)
		if (kept && !json_equal(json_object_get(before, name), value))
			kept = contract_broken(c,
			    "a second run wrote %s, which would not change",
			    name);
	if (kept && json_object_size(after) != json_object_size(before))
		kept = contract_broken(c, "a second run removed files");
	json_decref(before);
	json_decref(after);
	run_clear(&one);
	run_clear(&two);
	return kept;
}
