/* scan - one table while it is read: the rows that SQLite's catalogue has. */
#ifndef EMGEN_SCAN_H
#define EMGEN_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "ddl.h"
#include "table.h"

/* One column of an index, and what is true of the whole index. */
struct index_row {
	const char *index;
	const char *column; /* NULL for an expression */
	bool is_unique, is_partial;
	char origin; /* p: primary key, u: unique, c: create index */
};

/* One column of a foreign key, and what is true of the whole key. */
struct foreign_row {
	int id; /* the last one declared is 0 */
	const char *column;
	const char *table;
	const char *target; /* NULL when it is unknown */
	const char *on_update, *on_delete;
};

/* Text is in the table's arena. */
struct scan {
	struct table table;
	bool without_rowid;
	const struct ddl *ddl;     /* NULL for a view */
	struct index_row *indexes; /* the last one created first */
	struct foreign_row *foreigns;
	size_t n_indexes, n_foreigns;
	size_t cap_indexes, cap_foreigns;
};

#endif
