/*
 * dialect - what databases call by different names, in SQL that is written
 * once.  Layer svc.
 *
 * A statement names it in braces:
 *
 *	{now}		seconds since 1970 by the database's clock
 *	{microseconds}	the same in microseconds, at this very moment
 *	{utc}		the same as a time of the calendar, whole seconds
 *	{hours ago ?}	such a time, that many hours before
 *	{moment ?}	what clock.h writes, as a time of the calendar
 *	{text of C}	what clock.h would write of such a column
 *	{key}		a column of that name
 *	{for update}	locks the rows that are read
 *	{skip locked}	locks them, too, past those of others if it can
 *	{or nothing C}	behind an INSERT: none when a key is there already; C is
 *			one of its columns
 *	{or update C}	the same, followed by assignments: C is the key
 *	{new C}		in such an assignment: the value that was to be inserted
 */
#ifndef EMGEN_DIALECT_H
#define EMGEN_DIALECT_H

#include "buf.h"
#include "db.h"

void dialect_add(struct buf *sql, const struct db *db, const char *text);

/* db_prepare() of it. */
struct db_stmt *dialect_prepare(
    struct db *db, const char *text, struct em_err *err);

/* n of them; 0, or -1 at the first that cannot be prepared. */
int dialect_prepare_all(struct db *db, const char *const texts[], size_t n,
    struct db_stmt *stmts[], struct em_err *err);

/* Whether there is a table, or a view, of that name; -1 for an error. */
int dialect_has_table(struct db *db, const char *name, struct em_err *err);

#endif
