/* parents - the tables and columns that foreign keys name (parents.h). */
#include "parents.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"

struct parent {
	const char *name;
	size_t index;  /* in the list of tables */
	bool is_table; /* views and virtual tables can fail to be asked */
	char *key;     /* its single-column primary key, or NULL */
	bool is_known; /* key is */
};

struct parents {
	struct database *db;
	struct parent *list;  /* sorted as SQLite compares names */
	struct parent **at;   /* by index */
	sqlite3_stmt *key;    /* the primary key of a table */
	sqlite3_stmt *column; /* a column as it was declared */
	size_t n;
};

static const char key_sql[] =
    "SELECT name FROM pragma_table_xinfo(?1) WHERE pk ORDER BY pk";
static const char column_sql[] =
    "SELECT name FROM pragma_table_xinfo(?1) WHERE name = ?2 COLLATE NOCASE";

static int
compare(const void *a, const void *b)
{
	return strcasecmp(
	    ((const struct parent *)a)->name, ((const struct parent *)b)->name);
}

static bool
is_table(const struct driver_table *table)
{
	return !table->is_view &&
	       !(table->omitted && strcmp(table->omitted, "virtual") == 0);
}

struct parents *
parents_open(struct database *db, const struct driver_table *tables, size_t n)
{
	struct parents *parents = mem_zalloc(1, sizeof(*parents));

	parents->db = db;
	parents->n = n;
	parents->list = mem_zalloc(n, sizeof(*parents->list));
	parents->at = mem_zalloc(n, sizeof(*parents->at));
	for (size_t i = 0; i < n; i++) {
		parents->list[i].name = tables[i].name;
		parents->list[i].index = i;
		parents->list[i].is_table = is_table(&tables[i]);
	}
	qsort(parents->list, n, sizeof(*parents->list), compare);
	for (size_t i = 0; i < n; i++)
		parents->at[parents->list[i].index] = &parents->list[i];
	parents->key = database_prepare(db, key_sql);
	parents->column = database_prepare(db, column_sql);
	return parents;
}

void
parents_close(struct parents *parents)
{
	(void)sqlite3_finalize(parents->key);
	(void)sqlite3_finalize(parents->column);
	for (size_t i = 0; i < parents->n; i++)
		free(parents->list[i].key);
	free(parents->list);
	free(parents->at);
	free(parents);
}

static struct parent *
find(const struct parents *parents, const char *name)
{
	struct parent wanted = { .name = name };

	return bsearch(&wanted, parents->list, parents->n,
	    sizeof(*parents->list), compare);
}

void
parents_tell(struct parents *parents, size_t i, const char *key)
{
	struct parent *parent = parents->at[i];

	if (parent->is_known)
		return;
	parent->is_known = true;
	parent->key = key ? mem_strdup(key) : NULL;
}

/* Runs one of the statements for a table. */
static sqlite3_stmt *
ask(struct parents *parents, sqlite3_stmt *stmt, const char *table)
{
	database_check(parents->db, sqlite3_reset(stmt));
	database_check(
	    parents->db, sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC));
	return stmt;
}

/* The single-column primary key, or NULL. */
static const char *
single_key(struct parents *parents, struct parent *parent)
{
	sqlite3_stmt *stmt;
	char *key = NULL;

	if (parent->is_known)
		return parent->key;
	stmt = ask(parents, parents->key, parent->name);
	if (database_step(parents->db, stmt)) {
		key = mem_strdup(database_text(parents->db, stmt, 0));
		if (database_step(parents->db, stmt)) {
			free(key);
			key = NULL;
		}
	}
	parent->is_known = true;
	parent->key = key;
	(void)sqlite3_reset(stmt);
	return key;
}

/* The column as the parent declares it; NULL if it has none of that name. */
static const char *
declared(struct parents *parents, struct parent *parent, struct arena *arena,
    const char *column)
{
	const char *key = single_key(parents, parent);
	const char *name = NULL;
	sqlite3_stmt *stmt;

	if (key && strcasecmp(key, column) == 0)
		return arena_strdup(arena, key);
	stmt = ask(parents, parents->column, parent->name);
	database_check(
	    parents->db, sqlite3_bind_text(stmt, 2, column, -1, SQLITE_STATIC));
	if (database_step(parents->db, stmt))
		name = arena_strdup(arena, database_text(parents->db, stmt, 0));
	(void)sqlite3_reset(stmt);
	return name;
}

/* A composite foreign key without targets means a key of as many columns. */
static void
fill_targets(struct parents *parents, struct parent *parent,
    struct arena *arena, struct foreign_row *rows, size_t n)
{
	const char *key = single_key(parents, parent);
	sqlite3_stmt *stmt;
	size_t found = 0;

	if (n == 1 || key) {
		if (n == 1 && key)
			rows->target = arena_strdup(arena, key);
		return;
	}
	stmt = ask(parents, parents->key, parent->name);
	for (; database_step(parents->db, stmt); found++)
		if (found < n)
			rows[found].target = arena_strdup(
			    arena, database_text(parents->db, stmt, 0));
	for (size_t i = 0; i < n && found != n; i++)
		rows[i].target = NULL;
	(void)sqlite3_reset(stmt);
}

static void
resolve(struct parents *parents, struct arena *arena, struct foreign_row *rows,
    size_t n)
{
	struct parent *parent = find(parents, rows->table);
	const char *name;

	if (!parent)
		return;
	for (size_t i = 0; i < n; i++)
		rows[i].table = parent->name;
	if (!parent->is_table)
		return;
	for (size_t i = 0; i < n; i++) {
		name = rows[i].target
			   ? declared(parents, parent, arena, rows[i].target)
			   : NULL;
		if (name)
			rows[i].target = name;
	}
	if (!rows->target)
		fill_targets(parents, parent, arena, rows, n);
}

void
parents_resolve(struct parents *parents, struct scan *scan)
{
	size_t from = 0;

	for (size_t i = 1; i <= scan->n_foreigns; i++) {
		if (i < scan->n_foreigns &&
		    scan->foreigns[i].id == scan->foreigns[from].id)
			continue;
		resolve(parents, &scan->table.arena, scan->foreigns + from,
		    i - from);
		from = i;
	}
}
