/* table - one table as the catalogue has it; text lives in its arena. */
#ifndef EMGEN_TABLE_H
#define EMGEN_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "check.h"
#include "ddl.h"
#include "type.h"

struct column {
	const char *name;
	const char *declared;              /* type */
	const char *initial;               /* the default's SQL, or NULL */
	const char *generated;             /* "stored", "virtual" or NULL */
	const struct check_values *values; /* or NULL */
	struct type type;
	bool not_null;
	bool auto_increment;
	int key; /* place in the primary key, from 1; 0 outside */
};

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

struct table {
	struct arena arena;
	const char *name;
	bool is_view, without_rowid;
	const struct ddl *ddl; /* NULL for a view */
	struct column *columns;
	struct index_row *indexes; /* the last one created first */
	struct foreign_row *foreigns;
	size_t n_columns, n_indexes, n_foreigns;
	size_t cap_columns, cap_indexes, cap_foreigns;
};

#endif
