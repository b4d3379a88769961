/*
 * statements - what is asked of PostgreSQL's catalogue, for 12 and later.
 *
 * Each takes the oids of the tables as an array, and gives the place of a
 * row's table in it first, from 1.  Columns of that table are numbers of
 * COLUMN_PLACE; in an index 0 is an expression.  Expressions and the names of
 * types are what the server makes of them when it comes to the row, whatever
 * the transaction sees: of a CHECK NULL when the table was dropped in the
 * meantime, of a type ???.
 */
#ifndef EMGEN_STATEMENTS_H
#define EMGEN_STATEMENTS_H

/* In the order in which they begin: there are most columns by far. */
enum { COMMENTS, INDEXES, FOREIGNS, CHECKS, COLUMNS, STATEMENTS };

struct statement {
	const char *name;
	const char *sql;
};

extern const struct statement statements[STATEMENTS];

enum comment_column { COMMENT_PLACE = 1, COMMENT_TEXT };

enum column_column {
	COLUMN_PLACE = 1,
	COLUMN_NAME,
	COLUMN_DECLARED,
	COLUMN_TYPE,
	COLUMN_MODIFIER,
	COLUMN_NOT_NULL,
	COLUMN_IDENTITY,
	COLUMN_GENERATED,
	COLUMN_DEFAULT
};

enum index_column {
	INDEX_NAME = 1,
	INDEX_IS_PRIMARY,
	INDEX_IS_UNIQUE,
	INDEX_IS_PARTIAL,
	INDEX_ARE_NULLS_ALIKE,
	INDEX_METHOD,
	INDEX_COLUMN
};

enum foreign_column {
	FOREIGN_NAME = 1,
	FOREIGN_ON_UPDATE,
	FOREIGN_ON_DELETE,
	FOREIGN_SCHEMA,
	FOREIGN_TABLE,
	FOREIGN_COLUMN,
	FOREIGN_TARGET
};

enum check_column { CHECK_IS_PARTITION = 1, CHECK_NAME, CHECK_EXPRESSION };

#endif
