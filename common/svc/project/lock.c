/* lock - the names and files that emgen.lock remembers (lock.h). */
#include "lock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jsonr.h"
#include "jsonw.h"
#include "mem.h"
#include "utf8.h"

struct lock {
	struct arena arena;             /* of all values */
	struct map classes;             /* table: class, as text */
	struct map relations;           /* key: name, as text */
	struct map files;               /* table: struct lock_file, the first */
	struct lock_file *first, *last; /* of all */
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

char *
lock_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	int len = slash ? (int)(slash + 1 - path) : 0;

	return mem_printf("%.*s.%s.part", len, path, path + len);
}

struct lock *
lock_open(void)
{
	return mem_zalloc(1, sizeof(struct lock));
}

void
lock_free(struct lock *lock)
{
	if (!lock)
		return;
	map_clear(&lock->classes);
	map_clear(&lock->relations);
	map_clear(&lock->files);
	arena_clear(&lock->arena);
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
	struct jsonr_error why;
	json_t *entry;
	int rc;

	if (utf8_valid(line, len) < len)
		return -1;
	entry = jsonr_parse(line, len, &why);
	rc = entry ? set_entry(lock, entry) : -1;
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
			    "%s: line %zu is no entry "
			    "(a merge conflict? see emgen.lock(5))",
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
	*map_at(&lock->classes, table) = arena_strdup(&lock->arena, name);
}

void
lock_set_relation(struct lock *lock, const char *key, const char *name)
{
	*map_at(&lock->relations, key) = arena_strdup(&lock->arena, name);
}

/* A new one at a place where there is none. */
static void
add_file(struct lock *lock, struct lock_file **place, const char *table,
    const char *path)
{
	struct lock_file *file = arena_alloc(&lock->arena, 1, sizeof(*file));

	file->table = arena_strdup(&lock->arena, table);
	file->path = arena_strdup(&lock->arena, path);
	*(lock->last ? &lock->last->after : &lock->first) = file;
	lock->last = *place = file;
}

/* The place of a file in its table's list, or behind the last one. */
static struct lock_file **
find_file(struct lock_file **list, const char *path)
{
	while (*list && strcmp((*list)->path, path) != 0)
		list = &(*list)->next;
	return list;
}

void
lock_set_file(
    struct lock *lock, const char *table, const char *path, const char *digest)
{
	void **first = map_at(&lock->files, table);
	struct lock_file *list = *first, **file = find_file(&list, path);

	if (!*file)
		add_file(lock, file, table, path);
	(*file)->digest = arena_strdup(&lock->arena, digest);
	*first = list;
}

const char *
lock_digest(const struct lock *lock, const char *table, const char *path)
{
	struct lock_file *list = map_get(&lock->files, table);
	const struct lock_file *file = *find_file(&list, path);

	return file ? file->digest : NULL;
}

const char *
lock_digest_of_any(const struct lock *lock, const char *path)
{
	const struct lock_file *file = lock->first;

	while (file && strcmp(file->path, path) != 0)
		file = file->after;
	return file ? file->digest : NULL;
}

const struct map *
lock_classes(const struct lock *lock)
{
	return &lock->classes;
}

const struct map *
lock_files(const struct lock *lock)
{
	return &lock->files;
}

const struct lock_file *
lock_first(const struct lock *lock)
{
	return lock->first;
}

static void
add_written(json_t *set, struct lock *lock_take)
{
	for (const struct lock_file *file = lock_take ? lock_take->first : NULL;
	     file; file = file->after) {
		char *key = mem_printf("%s %s", file->path, file->digest);

		(void)json_object_set_new(set, key, json_true());
		free(key);
	}
	lock_free(lock_take);
}

json_t *
lock_written(const char *path)
{
	json_t *set = json_object();
	char *part_path = lock_part(path);
	struct lock *part = lock_open();
	struct em_err err;

	lock_recall(part, part_path);
	add_written(set, lock_read(path, &err));
	add_written(set, part);
	free(part_path);
	return set;
}

/*
 * Whether a relation's key belongs to one of the tables: it is the table and
 * then "." or "<", which may also be in the name of a table.
 */
static bool
is_of_table(const struct map *tables, const char *key)
{
	for (const char *p = key; (p = strpbrk(p, ".<")); p++)
		if (map_hasn(tables, key, (size_t)(p - key)))
			return true;
	return false;
}

void
lock_inherit(struct lock *lock, const struct lock *old, const struct map *done)
{
	const struct map_entry *entry;

	for (size_t i = 0; i < old->classes.n; i++) {
		entry = &old->classes.entries[i];
		if (!map_has(done, entry->key))
			lock_set_class(lock, entry->key, entry->value);
	}
	for (size_t i = 0; i < old->relations.n; i++) {
		entry = &old->relations.entries[i];
		if (!map_has(&lock->relations, entry->key) &&
		    !is_of_table(done, entry->key))
			lock_set_relation(lock, entry->key, entry->value);
	}
}

static json_t *
as_object(const struct map *names)
{
	json_t *object = json_object();

	for (size_t i = 0; i < names->n; i++)
		(void)json_object_set_new(object, names->entries[i].key,
		    json_string(names->entries[i].value));
	return object;
}

json_t *
lock_names(const struct lock *lock)
{
	return json_pack("{s:o,s:o}", "classes", as_object(&lock->classes),
	    "relations", as_object(&lock->relations));
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
add_names(const struct map *names, const char *kind, struct buf *out)
{
	for (size_t i = 0; i < names->n; i++)
		add_line(out,
		    (const char *[]){
			kind, names->entries[i].key, names->entries[i].value },
		    3);
}

static void
add_lines(const struct lock *lock, struct buf *out)
{
	add_names(&lock->classes, "class", out);
	add_names(&lock->relations, "relation", out);
	for (const struct lock_file *file = lock->first; file;
	     file = file->after)
		add_line(out,
		    (const char *[]){
			"file", file->table, file->path, file->digest },
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
