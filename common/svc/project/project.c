/* project - the Laravel application in a folder (project.h). */
#include "project.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "outdir.h"
#include "slurp.h"

enum { LARAVEL_LEAST = 10, LARAVEL_MOST = 13 };

static char *
in_dir(const char *dir, const char *name)
{
	return mem_printf("%s/%s", dir, name);
}

static bool
has(const char *dir, const char *name)
{
	char *path = in_dir(dir, name);
	bool is_there = access(path, F_OK) == 0;

	free(path);
	return is_there;
}

bool
project_is(const char *dir)
{
	return has(dir, "artisan") && has(dir, "composer.json");
}

/* The JSON object of a file; an empty one when there is no file. */
static json_t *
load(const char *dir, const char *name, struct em_err *err)
{
	char *path = in_dir(dir, name);
	struct buf text = BUF_INIT;
	json_t *root = NULL;
	json_error_t why;

	if (slurp(path, &text, err) < 0) {
		root = errno == ENOENT ? json_object() : NULL;
		goto out;
	}
	root = json_loadb(buf_peek(&text), text.len, 0, &why);
	if (!root)
		err_set(
		    err, EM_PERM, "%s: line %d: %s", path, why.line, why.text);
out:
	buf_clear(&text);
	free(path);
	return root;
}

/* --- composer.json --- */

/* True for "app/", "app", "./app/". */
static bool
is_folder(const json_t *value, const char *folder)
{
	const char *path = json_string_value(value);
	size_t len = strlen(folder);

	if (!path)
		return false;
	if (strncmp(path, "./", 2) == 0)
		path += 2;
	return strncmp(path, folder, len) == 0 &&
	       (!path[len] || strcmp(path + len, "/") == 0);
}

static bool
maps_to(const json_t *value, const char *folder)
{
	json_t *item;
	size_t i;

	json_array_foreach (value, i, item)
		if (is_folder(item, folder))
			return true;
	return is_folder(value, folder);
}

/* The namespace that psr-4 gives a folder, with its last \, or the other. */
static const char *
namespace_of(json_t *composer, const char *folder, const char *otherwise)
{
	json_t *psr4 =
	    json_object_get(json_object_get(composer, "autoload"), "psr-4");
	const char *prefix;
	json_t *value;

	json_object_foreach (psr4, prefix, value)
		if (maps_to(value, folder))
			return prefix;
	return otherwise;
}

static int
set_from_json(struct settings *s, const char *name, const char *prefix,
    const char *rest, struct em_err *err)
{
	char *value = mem_printf("%s%s", prefix, rest);
	int rc = settings_set(s, name, value, SETTINGS_COMPOSER_JSON, err);

	free(value);
	return rc;
}

/* Whether a path, from the folder on if it is relative, is one below it. */
static bool
is_inside(const char *dir, const char *path)
{
	char *whole = *path == '/' ? mem_strdup(path) : in_dir(dir, path);
	char *way = outdir_relative(dir, whole);
	bool outside = strncmp(way, "..", 2) == 0 && (!way[2] || way[2] == '/');

	free(way);
	free(whole);
	return !outside;
}

static int
use_composer_json(
    const char *dir, json_t *composer, struct settings *s, struct em_err *err)
{
	const char *app = namespace_of(composer, "app", "App\\");
	const char *factories = namespace_of(
	    composer, "database/factories", "Database\\Factories\\");

	if (set_from_json(s, "namespace", app, "Models", err) < 0 ||
	    set_from_json(s, "factoriesNamespace", factories, "", err) < 0 ||
	    set_from_json(s, "requestsNamespace", app, "Http\\Requests", err) <
		0 ||
	    set_from_json(s, "out", "app/Models", "", err) < 0)
		return -1;
	if (!is_inside(dir, settings_string(s, "out")))
		return 0;
	if (set_from_json(s, "enumsNamespace", app, "Enums", err) < 0 ||
	    set_from_json(s, "enums", "app/Enums", "", err) < 0 ||
	    set_from_json(s, "mode", "new", "", err) < 0)
		return -1;
	return 0;
}

/* --- strict types --- */

static bool
is_php(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, ".php") == 0;
}

static bool
is_strict(const char *dir, const char *name)
{
	char *path = in_dir(dir, name);
	struct buf text = BUF_INIT;
	struct em_err err;
	bool strict = slurp(path, &text, &err) == 0 &&
		      strstr(text.data, "declare(strict_types=1)");

	buf_clear(&text);
	free(path);
	return strict;
}

struct count {
	unsigned files, strict;
};

/* Counts the PHP files of a folder, and those that declare strict types. */
static int
count_strict(
    const char *dir, const char *name, struct count *count, struct em_err *err)
{
	char *path = in_dir(dir, name);
	DIR *folder = opendir(path);
	const struct dirent *entry;
	int rc = 0;

	if (!folder && die_code_of_errno(errno) == EM_TEMP)
		rc = err_errno(err, "%s", path);
	while (folder && (entry = readdir(folder))) {
		if (!is_php(entry->d_name))
			continue;
		count->files++;
		count->strict += is_strict(path, entry->d_name);
	}
	if (folder)
		(void)closedir(folder);
	free(path);
	return rc;
}

/* Says nothing when the project has no file to go by. */
static int
use_strict_types(const char *dir, struct settings *s, struct em_err *err)
{
	struct count count = { 0, 0 };

	if (count_strict(dir, "app/Models", &count, err) < 0 ||
	    count_strict(dir, "app/Providers", &count, err) < 0)
		return -1;
	if (!count.files)
		return 0;
	return settings_set(s, "strictTypes",
	    2 * count.strict >= count.files ? "true" : "false",
	    SETTINGS_COMPOSER_JSON, err);
}

/* --- composer.lock --- */

static const char *
version_of(const json_t *lock, const char *package)
{
	json_t *packages = json_object_get(lock, "packages"), *item;
	const char *name, *version;
	size_t i;

	json_array_foreach (packages, i, item) {
		name = json_string_value(json_object_get(item, "name"));
		version = json_string_value(json_object_get(item, "version"));
		if (name && version && strcmp(name, package) == 0)
			return version;
	}
	return NULL;
}

/* "v12.1.0" is 12; a branch such as dev-master says nothing. */
static int
use_composer_lock(const json_t *lock, struct settings *s, struct em_err *err)
{
	const char *version = version_of(lock, "laravel/framework");
	char text[sizeof("10")];
	long major;

	if (!version)
		return 0;
	major = strtol(version + (*version == 'v'), NULL, 10);
	if (major <= 0)
		return 0;
	if (major < LARAVEL_LEAST || major > LARAVEL_MOST)
		die_warn("composer.lock: Laravel %s is none of %d to %d: "
			 "generating for the nearest",
		    version, LARAVEL_LEAST, LARAVEL_MOST);
	if (major < LARAVEL_LEAST)
		major = LARAVEL_LEAST;
	if (major > LARAVEL_MOST)
		major = LARAVEL_MOST;
	(void)snprintf(text, sizeof(text), "%d", (int)major);
	return settings_set(s, "laravel", text, SETTINGS_COMPOSER_LOCK, err);
}

int
project_settings(const char *dir, struct settings *s, struct em_err *err)
{
	json_t *composer = load(dir, "composer.json", err), *lock = NULL;
	int rc = -1;

	if (!composer)
		return -1;
	lock = load(dir, "composer.lock", err);
	if (lock && use_composer_json(dir, composer, s, err) == 0 &&
	    use_strict_types(dir, s, err) == 0 &&
	    use_composer_lock(lock, s, err) == 0)
		rc = 0;
	json_decref(composer);
	json_decref(lock);
	return rc;
}
