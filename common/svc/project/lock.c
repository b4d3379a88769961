/* lock - the names and files that emgen.lock remembers (lock.h). */
#include "lock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jsonw.h"
#include "mem.h"

struct lock {
	json_t *classes;   /* table: class */
	json_t *relations; /* key: name */
	json_t *files;     /* table: { path: digest } */
};

char *
lock_locate(const char *given, const char *out)
{
	size_t len = strlen(out);
	const char *slash, *last;

	if (given)
		return mem_strdup(given);
	if (access("composer.json", F_OK) == 0)
		return mem_strdup("emgen.lock");
	while (len > 1 && out[len - 1] == '/')
		len--;
	slash = memrchr(out, '/', len);
	last = slash ? slash + 1 : out;
	if (strncmp(last, "..", len - (size_t)(last - out)) == 0)
		return mem_printf("%.*s/../emgen.lock", (int)len, out);
	return mem_printf("%.*semgen.lock", (int)(last - out), out);
}

char *
lock_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return mem_strdup(".");
	return mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

struct lock *
lock_open(void)
{
	struct lock *lock = mem_zalloc(1, sizeof(*lock));

	lock->classes = json_object();
	lock->relations = json_object();
	lock->files = json_object();
	return lock;
}

void
lock_free(struct lock *lock)
{
	if (!lock)
		return;
	json_decref(lock->classes);
	json_decref(lock->relations);
	json_decref(lock->files);
	free(lock);
}

/* --- reading --- */

static int
set_entry(struct lock *lock, const json_t *entry)
{
	const char *field[4];
	size_t n = json_array_size(entry);

	if (n < 3 || n > 4)
		return -1;
	for (size_t i = 0; i < n; i++) {
		field[i] = json_string_value(json_array_get(entry, i));
		if (!field[i])
			return -1;
	}
	if (n == 3 && strcmp(field[0], "class") == 0)
		lock_set_class(lock, field[1], field[2]);
	else if (n == 3 && strcmp(field[0], "relation") == 0)
		lock_set_relation(lock, field[1], field[2]);
	else if (n == 4 && strcmp(field[0], "file") == 0)
		lock_set_file(lock, field[1], field[2], field[3]);
	else
		return -1;
	return 0;
}

static int
parse_line(struct lock *lock, const char *line, size_t len)
{
	json_t *entry = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	int rc = entry ? set_entry(lock, entry) : -1;

	json_decref(entry);
	return rc;
}

static int
parse(struct lock *lock, FILE *file, const char *path, struct em_err *err)
{
	char *line = NULL;
	size_t size = 0, number = 0;
	ssize_t len;
	int rc = 0;

	while (rc == 0 && (len = getline(&line, &size, file)) >= 0) {
		number++;
		if (parse_line(lock, line, (size_t)len) < 0)
			rc = err_set(err, EM_PERM,
			    "%s: line %zu is no entry (a merge conflict?)",
			    path, number);
	}
	if (rc == 0 && !feof(file)) /* memory may have ended, too */
		rc = err_errno(err, "%s", path);
	free(line);
	return rc;
}

struct lock *
lock_read(const char *path, struct em_err *err)
{
	FILE *file = fopen(path, "re");
	struct lock *lock;

	if (!file && errno == ENOENT)
		return lock_open();
	if (!file) {
		err_errno(err, "%s", path);
		return NULL;
	}
	lock = lock_open();
	if (parse(lock, file, path, err) < 0) {
		lock_free(lock);
		lock = NULL;
	}
	(void)fclose(file);
	return lock;
}

void
lock_recall(struct lock *lock, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while (file && (len = getline(&line, &size, file)) >= 0)
		(void)parse_line(lock, line, (size_t)len);
	free(line);
	if (file)
		(void)fclose(file);
}

/* --- entries --- */

void
lock_set_class(struct lock *lock, const char *table, const char *name)
{
	json_object_set_new(lock->classes, table, json_string(name));
}

void
lock_set_relation(struct lock *lock, const char *key, const char *name)
{
	json_object_set_new(lock->relations, key, json_string(name));
}

void
lock_set_file(
    struct lock *lock, const char *table, const char *path, const char *digest)
{
	json_t *files = json_object_get(lock->files, table);

	if (!files) {
		files = json_object();
		json_object_set_new(lock->files, table, files);
	}
	json_object_set_new(files, path, json_string(digest));
}

const char *
lock_digest(const struct lock *lock, const char *table, const char *path)
{
	return json_string_value(
	    json_object_get(json_object_get(lock->files, table), path));
}

const char *
lock_digest_of_any(const struct lock *lock, const char *path)
{
	const char *table;
	json_t *files, *digest = NULL;

	json_object_foreach (lock->files, table, files) {
		digest = json_object_get(files, path);
		if (digest)
			break;
	}
	return json_string_value(digest);
}

json_t *
lock_files(const struct lock *lock)
{
	return lock->files;
}

/*
 * Whether a relation's key belongs to one of the tables: it is the table and
 * then "." or "<", which may also be in the name of a table.
 */
static bool
is_of_table(const json_t *tables, const char *key)
{
	for (const char *p = key; (p = strpbrk(p, ".<")); p++)
		if (json_object_getn(tables, key, (size_t)(p - key)))
			return true;
	return false;
}

void
lock_inherit(struct lock *lock, const struct lock *old, const json_t *done)
{
	const char *key;
	json_t *name;

	json_object_foreach (old->classes, key, name)
		if (!json_object_get(done, key))
			json_object_set(lock->classes, key, name);
	json_object_foreach (old->relations, key, name)
		if (!json_object_get(lock->relations, key) &&
		    !is_of_table(done, key))
			json_object_set(lock->relations, key, name);
}

json_t *
lock_names(const struct lock *lock)
{
	return json_pack("{s:O,s:O}", "classes", lock->classes, "relations",
	    lock->relations);
}

/* --- writing --- */

static void
add_line(struct buf *out, const char *const field[], size_t n)
{
	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		jsonw_item(out);
		jsonw_string(out, field[i]);
	}
	buf_adds(out, "]\n");
}

static void
add_lines(const struct lock *lock, struct buf *out)
{
	const char *table, *key;
	json_t *value, *files;

	json_object_foreach (lock->classes, key, value)
		add_line(out,
		    (const char *[]){ "class", key, json_string_value(value) },
		    3);
	json_object_foreach (lock->relations, key, value)
		add_line(out,
		    (const char *[]){
			"relation", key, json_string_value(value) },
		    3);
	json_object_foreach (lock->files, table, files)
		json_object_foreach (files, key, value)
			add_line(out,
			    (const char *[]){
				"file", table, key, json_string_value(value) },
			    4);
}

size_t
lock_note(int fd, const char *table, const char *path, const char *digest)
{
	struct buf line = BUF_INIT;
	ssize_t written;

	add_line(&line, (const char *[]){ "file", table, path, digest }, 4);
	written = write(fd, line.data, line.len);
	buf_clear(&line);
	return written > 0 ? (size_t)written : 0;
}

static int
compare_lines(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

void
lock_text(const struct lock *lock, struct buf *out)
{
	struct buf text = BUF_INIT;
	const char **lines = NULL;
	size_t n = 0, cap = 0;
	char *p, *newline;

	add_lines(lock, &text);
	for (p = text.data; p && (newline = strchr(p, '\n')); p = newline + 1) {
		*newline = '\0';
		lines = mem_grow(lines, &cap, n, sizeof(*lines));
		lines[n++] = p;
	}
	if (n)
		qsort(lines, n, sizeof(*lines), compare_lines);
	buf_reserve(out, text.len);
	for (size_t i = 0; i < n; i++) {
		buf_adds(out, lines[i]);
		buf_addc(out, '\n');
	}
	free(lines);
	buf_clear(&text);
}
