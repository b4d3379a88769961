/* models - the models that a person has written (models.h). */
#include "models.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "die.h"
#include "inflect.h"
#include "lock.h"
#include "mem.h"
#include "names.h"
#include "outdir.h"
#include "php.h"
#include "php_class.h"
#include "project.h"
#include "slurp.h"

enum { DEPTH_MAX = 32 };

struct found {
	struct php_class class;
	char *path;
};

struct search {
	json_t *ours;    /* of emgen.lock, as lock_written() has them */
	char *from_lock; /* the way to the folder of the models */
	struct found *list;
	size_t count, cap;
};

/* --- files --- */

/* Whether a file is as emgen wrote it. */
static bool
is_ours(const struct search *search, const char *name, const struct buf *text)
{
	char digest[PHP_DIGEST], *key;
	bool ours;

	php_digest(buf_peek(text), text->len, digest);
	key = mem_printf("%s%s%s %s", search->from_lock,
	    *search->from_lock ? "/" : "", name, digest);
	ours = json_object_get(search->ours, key);
	free(key);
	return ours;
}

static void
read_file(struct search *search, const char *path, const char *name)
{
	struct buf text = BUF_INIT;
	struct php_class class;
	struct em_err err;

	if (slurp(path, &text, &err) < 0) {
		die_warn("%s", err.msg);
	} else if (!is_ours(search, name, &text) &&
		   php_class_read(&class, buf_peek(&text), text.len)) {
		search->list = mem_grow(search->list, &search->cap,
		    search->count, sizeof(*search->list));
		search->list[search->count++] =
		    (struct found){ class, mem_strdup(path) };
	}
	buf_clear(&text);
}

static bool
is_php(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, ".php") == 0;
}

static int
is_visible(const struct dirent *entry)
{
	return *entry->d_name != '.';
}

/* There may be models that are not seen, but none in what is not there. */
static void
say_failure(const char *path)
{
	if (errno != ENOENT)
		die_warn("%s: %s", path, strerror(errno));
}

static void read_folder(
    struct search *search, const char *path, const char *name, unsigned depth);

/* Links are not followed. */
static void
read_entry(
    struct search *search, const char *path, const char *name, unsigned depth)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		say_failure(path);
	else if (S_ISDIR(st.st_mode))
		read_folder(search, path, name, depth);
	else if (S_ISREG(st.st_mode) && is_php(name))
		read_file(search, path, name);
}

/* In the order of names. */
static void
read_folder(
    struct search *search, const char *path, const char *name, unsigned depth)
{
	struct dirent **entries;
	int n = depth < DEPTH_MAX
		    ? scandir(path, &entries, is_visible, alphasort)
		    : 0;

	if (n < 0)
		say_failure(path);
	for (int i = 0; i < n; i++) {
		char *path_in = mem_printf("%s/%s", path, entries[i]->d_name);
		char *name_in = mem_printf(
		    "%s%s%s", name, *name ? "/" : "", entries[i]->d_name);

		read_entry(search, path_in, name_in, depth + 1);
		free(path_in);
		free(name_in);
		free(entries[i]);
	}
	if (n > 0)
		free(entries);
}

/* --- what is a model, and of which table --- */

static const struct found *
find(const struct search *search, const char *class)
{
	for (size_t i = 0; class && i < search->count; i++)
		if (strcasecmp(search->list[i].class.name, class) == 0)
			return &search->list[i];
	return NULL;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);

	return len >= tail && strcasecmp(text + len - tail, end) == 0;
}

/* The ancestor that is in none of the files; NULL for none. */
static const char *
root_of(const struct search *search, const struct found *it)
{
	const char *root = it->class.parent;

	for (size_t n = 0; n <= search->count; n++) {
		const struct found *parent = find(search, root);

		if (!parent)
			return root;
		root = parent->class.parent;
	}
	return NULL; /* a circle */
}

/* What the class or an ancestor says; NULL when Eloquent guesses. */
static const char *
said_table(const struct search *search, const struct found *it)
{
	for (size_t n = 0; it && n <= search->count; n++) {
		if (it->class.table)
			return it->class.table;
		it = find(search, it->class.parent);
	}
	return NULL;
}

static bool
is_pivot(const char *root)
{
	return ends_with(root, "Pivot");
}

/*
 * Whether a class with that ancestor is a model: one of Laravel's, or of a
 * package, by its name.  Who says a table is one in any case.
 */
static bool
is_model(const char *root, const char *said)
{
	return root && (said || ends_with(root, "Model") || is_pivot(root) ||
			   strcasecmp(root,
			       "Illuminate\\Foundation\\Auth\\User") == 0 ||
			   ends_with(root, "Authenticatable") ||
			   strcasestr(root, "\\Models\\"));
}

static char *
guess_table(const struct found *it, bool pivot)
{
	const char *name = php_short_name(it->class.name);
	char *singular, *table;

	if (!pivot)
		return inflect_table(name);
	singular = inflect_singular(name);
	table = inflect_snake(singular);
	free(singular);
	return table;
}

/* Of several models the one that is called like the table, else the first. */
static void
add(json_t *models, const struct search *search, const struct found *it)
{
	const char *root = root_of(search, it), *said = said_table(search, it);
	char *table;

	if (it->class.abstract || !strchr(it->class.name, '\\') ||
	    !is_model(root, said))
		return;
	table = said ? mem_strdup(said) : guess_table(it, is_pivot(root));
	if (!json_object_get(models, table) ||
	    names_table_is_default(php_short_name(it->class.name), table))
		(void)json_object_set_new(models, table,
		    json_pack("{s:s,s:s,s:b}", "class", it->class.name, "path",
			it->path, "pivot", is_pivot(root)));
	free(table);
}

/* --- the search --- */

static struct search
open_search(const char *lock_path, const char *folder)
{
	struct search search = { .ours = lock_written(lock_path) };
	char *lock_folder_path = lock_folder(lock_path);

	search.from_lock = outdir_relative(lock_folder_path, folder);
	free(lock_folder_path);
	return search;
}

static void
close_search(struct search *search)
{
	for (size_t i = 0; i < search->count; i++) {
		php_class_clear(&search->list[i].class);
		free(search->list[i].path);
	}
	free(search->list);
	free(search->from_lock);
	json_decref(search->ours);
}

/* A project may have models anywhere in app. */
static const char *
folder_of(const char *out)
{
	return project_is(".") && strncmp(out, "app/", 4) == 0 ? "app" : out;
}

json_t *
models_find(const struct settings *settings)
{
	const char *out = settings_string(settings, "out");
	struct search search;
	json_t *models;
	char *lock;

	if (strcmp(settings_string(settings, "mode"), "all") == 0 || !out ||
	    strcmp(out, "-") == 0)
		return NULL;
	models = json_object();
	lock = lock_locate(settings_string(settings, "lock"), out);
	search = open_search(lock, folder_of(out));
	read_folder(&search, folder_of(out), "", 0);
	for (size_t i = 0; i < search.count; i++)
		add(models, &search, &search.list[i]);
	close_search(&search);
	free(lock);
	return models;
}
