/* config - what emgen-introspect was told (config.h). */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dotenv.h"
#include "inifile.h"
#include "lock.h"
#include "mem.h"
#include "names.h"
#include "outdir.h"
#include "project.h"

static const char ini_path[] = "emgen.ini", env_path[] = ".env";

void
config_init(struct config *config)
{
	*config = (struct config){ .settings = settings_default(),
		.tables = BUF_INIT,
		.exclude = BUF_INIT,
		.schemas = BUF_INIT,
		.connections = json_object() };
}

void
config_clear(struct config *config)
{
	settings_free(config->settings);
	buf_clear(&config->tables);
	buf_clear(&config->exclude);
	buf_clear(&config->schemas);
	free(config->search_path);
	free(config->timeout);
	json_decref(config->connections);
}

void
config_add_globs(struct buf *list, const char *globs)
{
	if (list->len)
		buf_addc(list, ',');
	buf_adds(list, globs);
}

/* --- emgen.ini --- */

/* Globs of emgen.ini are joined by commas, with blanks for people. */
static void
use_globs(struct buf *list, const char *globs)
{
	if (list->len)
		return; /* the flag beats it */
	for (; *globs; globs++)
		if (*globs != ' ' && *globs != '\t')
			buf_addc(list, *globs);
}

static void
use_text(char **text, const char *value)
{
	if (!*text)
		*text = mem_strdup(value); /* else the flag beats it */
}

/* Keys that say how to read, and do not shape the output. */
static bool
use_own_key(struct config *config, const char *key, const char *value)
{
	if (strcmp(key, "tables") == 0)
		use_globs(&config->tables, value);
	else if (strcmp(key, "exclude") == 0)
		use_globs(&config->exclude, value);
	else if (strcmp(key, "schema") == 0)
		use_globs(&config->schemas, value);
	else if (strcmp(key, "search-path") == 0)
		use_text(&config->search_path, value);
	else if (strcmp(key, "timeout") == 0)
		use_text(&config->timeout, value);
	else
		return false;
	return true;
}

static int
use_ini(void *ctx, const char *section, const char *key, const char *value,
    struct em_err *err)
{
	struct config *config = ctx;

	if (strcmp(section, "connections") == 0) {
		if (json_object_set_new(
			config->connections, key, json_string(value)) < 0)
			return err_set(err, EM_PERM, "not UTF-8");
		return 0;
	}
	if (strcmp(section, "emgen") == 0 && use_own_key(config, key, value))
		return 0;
	return settings_set_ini(config->settings, section, key, value, err);
}

/* --- emgen.lock --- */

/* Unless it was said where the lock is, it follows from other settings. */
static int
locate_lock(struct settings *s, struct em_err *err)
{
	const char *out = settings_string(s, "out");
	enum settings_source source = settings_source(s, "out");
	char *path;
	int rc;

	if (settings_source(s, "lock") != SETTINGS_DEFAULT || !out ||
	    strcmp(out, "-") == 0)
		return 0;
	path = lock_locate(NULL, out);
	rc = settings_set(s, "lock", path, source, err);
	free(path);
	return rc;
}

/* Whether a base that was written is still there. */
static bool
has_base(const struct lock *lock, const char *folder, const char *bases)
{
	size_t len = strlen(bases);
	bool has = false;

	for (const struct lock_file *file = lock_first(lock); file && !has;
	     file = file->after) {
		char *path;

		if (strncmp(file->path, bases, len) != 0)
			continue;
		path = mem_printf("%s/%s", folder, file->path);
		has = access(path, F_OK) == 0;
		free(path);
	}
	return has;
}

/*
 * Models that were written in two halves stay so: whole ones would take the
 * place of the user's classes, or leave their bases to what the database was.
 */
static int
keep_mode(struct settings *s, const char *path, const struct lock *lock,
    struct em_err *err)
{
	const char *out = settings_string(s, "out");
	char *folder, *way, *bases;
	int rc = 0;

	if (!out || strcmp(out, "-") == 0)
		return 0;
	folder = lock_folder(path);
	way = outdir_relative(folder, out);
	bases = mem_printf("%s%s" NAMES_BASES "/", way, *way ? "/" : "");
	if (has_base(lock, folder, bases))
		rc = settings_set(s, "mode", "split", SETTINGS_LOCK, err);
	free(folder);
	free(way);
	free(bases);
	return rc;
}

static int
read_lock(struct settings *s, struct em_err *err)
{
	const char *path = settings_string(s, "lock");
	struct lock *lock;
	int rc;

	if (!path || access(path, F_OK) < 0)
		return 0;
	lock = lock_read(path, err);
	if (!lock)
		return -1;
	settings_set_lock_take(s, lock_names(lock));
	rc = keep_mode(s, path, lock, err);
	lock_free(lock);
	return rc;
}

int
config_load(struct config *config, struct em_err *err)
{
	const struct inifile_user ini = { use_ini, config, NULL, false };
	struct settings *s = config->settings;

	if (settings_set_environment(s, err) < 0 ||
	    inifile_load(ini_path, &ini, err) < 0 ||
	    (project_is(".") && project_settings(".", s, err) < 0) ||
	    locate_lock(s, err) < 0)
		return -1;
	return read_lock(s, err);
}

/* --- the connection --- */

/* The DSN of .env, if the name is that of its connection. */
static char *
env_dsn(const struct dotenv *env, const char *name, struct em_err *err)
{
	char *connection = project_connection(env), *dsn = NULL;

	if (!name || strcmp(name, connection) == 0)
		dsn = project_dsn(env);
	else
		err_set(err, EM_PERM,
		    "no connection is called \"%s\": neither in [connections] "
		    "of %s nor DB_CONNECTION of %s",
		    name, ini_path, env_path);
	free(connection);
	return dsn;
}

char *
config_dsn(const struct config *config, const char *name, struct em_err *err)
{
	const char *dsn = getenv("EMGEN_DSN");

	return dsn && *dsn ? mem_strdup(dsn)
			   : config_named_dsn(config, name, err);
}

char *
config_named_dsn(
    const struct config *config, const char *name, struct em_err *err)
{
	const char *dsn = NULL;
	struct dotenv *env;
	char *found;

	if (name)
		dsn = json_string_value(
		    json_object_get(config->connections, name));
	if (dsn)
		return mem_strdup(dsn);
	if (!name && access(env_path, F_OK) < 0 && !project_is(".")) {
		err_set(err, EM_PERM,
		    "which database? Name its DSN, such as sqlite:app.db, or "
		    "run in a Laravel project");
		return NULL;
	}
	env = dotenv_load(env_path, err);
	if (!env)
		return NULL;
	found = env_dsn(env, name, err);
	dotenv_free(env);
	return found;
}
