/* rows - what the catalogue says of all tables, in five streams side by side.
 */
#ifndef EMGEN_MYSQL_ROWS_H
#define EMGEN_MYSQL_ROWS_H

#include "database.h"
#include "tables.h"

/* What each gives, its columns in order. */
enum stream { COLUMNS, INDEXES, FOREIGNS, RULES, CHECKS, STREAMS };

enum { OF_TABLE, NAME }; /* the first columns of all of them */
enum {
	COLUMN_TYPE = 2,
	COLUMN_DEFAULT,
	COLUMN_NULLABLE,
	COLUMN_EXTRA,
	COLUMN_GENERATION,
	COLUMN_COMMENT
};
enum { INDEX_NON_UNIQUE = 2, INDEX_COLUMN, INDEX_SUB_PART, INDEX_METHOD };
enum { FOREIGN_COLUMN = 2, FOREIGN_SCHEMA, FOREIGN_TABLE, FOREIGN_TARGET };
enum { RULE_UPDATE = 2, RULE_DELETE };
enum { CHECK_CLAUSE = 2 };

struct rows {
	struct {
		struct cursor *cursor; /* NULL where the server has none */
		bool has_row;          /* one is at hand */
	} streams[STREAMS];
};

/* Runs the statements. */
void rows_open(
    struct rows *rows, struct database *db, const struct tables *tables);
void rows_close(struct rows *rows);

/*
 * Whether the row at hand is of a table; those of the tables before it are
 * skipped.
 */
bool rows_has(struct rows *rows, enum stream which, const char *table);

/* The same with a name in the table. */
bool rows_has_name(
    struct rows *rows, enum stream which, const char *table, const char *name);

void rows_advance(struct rows *rows, enum stream which);

/* A column of the row at hand, borrowed until it is no more; NULL for NULL. */
const char *rows_text(
    const struct rows *rows, enum stream which, unsigned column);
bool rows_is(const struct rows *rows, enum stream which, unsigned column,
    const char *text);

#endif
