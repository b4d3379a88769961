/* spatial - reference systems of columns (spatial.h). */
#include "spatial.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct spatial_column {
	char *table, *name;
	int64_t srid;
};

/*
 * MariaDB opens each table to tell, holds no value to it, and says 0 where
 * there is none.  80003 is 8.0.3.
 */
static const char *
statement_for(const struct database *db)
{
	if (db->flavour == MYSQL_MARIADB)
		return "SELECT G_TABLE_NAME, G_GEOMETRY_COLUMN, SRID "
		       "FROM information_schema.GEOMETRY_COLUMNS "
		       "WHERE SRID <> 0 AND F_TABLE_SCHEMA = ";
	if (mysql_get_server_version(db->sessions[0].handle) >= 80003)
		return "SELECT TABLE_NAME, COLUMN_NAME, SRS_ID "
		       "FROM information_schema.COLUMNS "
		       "WHERE SRS_ID IS NOT NULL AND TABLE_SCHEMA = ";
	return NULL;
}

static int
compare(const void *a, const void *b)
{
	const struct spatial_column *x = a, *y = b;
	int order = strcmp(x->table, y->table);

	return order ? order : strcmp(x->name, y->name);
}

static int
compare_names(const void *names, const void *column)
{
	const char *const *of = names;
	const struct spatial_column *y = column;
	int order = strcmp(of[0], y->table);

	return order ? order : strcmp(of[1], y->name);
}

static void
read_all(struct spatial *spatial, struct database *db)
{
	const char *statement = statement_for(db);
	struct buf sql = BUF_INIT;
	struct cursor *row;
	size_t cap = 0;

	spatial->was_read = true;
	if (!statement)
		return;
	buf_adds(&sql, statement);
	database_quote(db, &sql, db->name);
	row = cursor_open(db, sql.data);
	while (cursor_step(row)) {
		spatial->columns = mem_grow(spatial->columns, &cap, spatial->n,
		    sizeof(*spatial->columns));
		spatial->columns[spatial->n++] = (struct spatial_column){
			.table = mem_strdup(cursor_text(row, 0)),
			.name = mem_strdup(cursor_text(row, 1)),
			.srid = strtoll(cursor_text(row, 2), NULL, 10),
		};
	}
	cursor_close(row);
	buf_clear(&sql);
	if (spatial->n)
		qsort(spatial->columns, spatial->n, sizeof(*spatial->columns),
		    compare);
}

void
spatial_refer(struct spatial *spatial, struct database *db, const char *table,
    struct table_column *column)
{
	const char *names[] = { table, column->name };
	const struct spatial_column *found = NULL;

	if (!spatial->was_read)
		read_all(spatial, db);
	if (spatial->n)
		found = bsearch(names, spatial->columns, spatial->n,
		    sizeof(*spatial->columns), compare_names);
	if (found)
		column->srid = found->srid;
}

void
spatial_clear(struct spatial *spatial)
{
	for (size_t i = 0; i < spatial->n; i++) {
		free(spatial->columns[i].table);
		free(spatial->columns[i].name);
	}
	free(spatial->columns);
}
