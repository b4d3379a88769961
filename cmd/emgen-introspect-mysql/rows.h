/*
 * rows - what the catalogue says of tables, in six streams side by side.
 *
 * They are read for many tables at once, which are in memory then: a thousand,
 * or an eighth of all if that is more, so that the statements are few.
 */
#ifndef EMGEN_MYSQL_ROWS_H
#define EMGEN_MYSQL_ROWS_H

#include "database.h"
#include "tables.h"

/* What each gives, its columns in order. */
enum stream { COLUMNS, INDEXES, FOREIGNS, COMMENTS, RULES, CHECKS, STREAMS };

/* The first columns of all of them; the position is that of what is named. */
enum { OF_TABLE, NAME, POSITION };
enum {
	COLUMN_TYPE = 3,
	COLUMN_DEFAULT,
	COLUMN_NULLABLE,
	COLUMN_EXTRA,
	COLUMN_GENERATION,
	COLUMN_COMMENT,
	COLUMN_CHARSET
};
enum { INDEX_NON_UNIQUE = 3, INDEX_COLUMN, INDEX_SUB_PART, INDEX_METHOD };
enum { FOREIGN_COLUMN = 3, FOREIGN_SCHEMA, FOREIGN_TABLE, FOREIGN_TARGET };
enum { COMMENT_TEXT = 3 };
enum { RULE_UPDATE = 3, RULE_DELETE };
enum { CHECK_CLAUSE = 3 };

struct rows {
	struct database *db;         /* borrowed, as are ... */
	const struct tables *tables; /* ... the tables */
	size_t batch;                /* how many are read at once */
	size_t end;                  /* behind those that are */
	struct {
		struct cursor *cursor; /* NULL where the server has none */
		bool has_row;          /* one is at hand */
	} streams[STREAMS];
};

void rows_open(
    struct rows *rows, struct database *db, const struct tables *tables);
void rows_close(struct rows *rows);

/* Runs the statements for a table and those that follow it, if that is due. */
void rows_reach(struct rows *rows, size_t table);

/*
 * Whether the row at hand is of a table; those of the tables before it are
 * skipped.
 */
bool rows_has(struct rows *rows, enum stream which, const char *table);

/* The same with a name in the table. */
bool rows_has_name(
    struct rows *rows, enum stream which, const char *table, const char *name);

void rows_advance(struct rows *rows, enum stream which);

/* A column of the row at hand, borrowed until rows_reach(); NULL for NULL. */
const char *rows_text(
    const struct rows *rows, enum stream which, unsigned column);
bool rows_is(const struct rows *rows, enum stream which, unsigned column,
    const char *text);

#endif
