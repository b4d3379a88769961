/*
 * mysql_text - SQL in the catalogue of MySQL and MariaDB, which write it in
 * two ways.  Layer svc.
 *
 *		    DEFAULT 'a'		DEFAULT (uuid())	CHECK
 *	MySQL	    a			uuid()			(`c` = \'a\')
 *	MariaDB	    'a'			uuid()			`c` = 'a'
 *
 * MySQL says in EXTRA which default is an expression.  It escapes its
 * expressions as if they were to be put into a string, and has their UTF-8
 * encoded once more: \xc3\xa9 as \xc3\x83\xc2\xa9 (seen in 9.7; SHOW CREATE
 * TABLE has it right).
 */
#ifndef EMGEN_MYSQL_TEXT_H
#define EMGEN_MYSQL_TEXT_H

#include "table.h"

enum mysql_flavour { MYSQL_ORACLE, MYSQL_MARIADB };

/* Of information_schema.COLUMNS; NULL for NULL. */
struct mysql_column {
	const char *column_default, *extra, *generation;
	const char *database; /* that it is of, to leave out of SQL */
};

/*
 * Fills the column's default, and whether it counts up or is computed; its
 * type must be known.  Text goes into the arena.
 */
void mysql_extra(struct arena *arena, enum mysql_flavour flavour,
    const struct mysql_column *row, struct table_column *column);

/* The SQL of an expression as the catalogue has it; in the arena. */
const char *mysql_expression(
    struct arena *arena, enum mysql_flavour flavour, const char *text);

#endif
