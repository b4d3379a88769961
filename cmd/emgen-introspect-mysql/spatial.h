/*
 * spatial - which reference systems the coordinates of columns are in, all that
 * a database has.
 */
#ifndef EMGEN_MYSQL_SPATIAL_H
#define EMGEN_MYSQL_SPATIAL_H

#include "database.h"
#include "table.h"

struct spatial {
	struct spatial_column *columns; /* by table, column */
	size_t n;
	bool was_read;
};

/*
 * Says that of a column of shapes, which has its name; with one statement when
 * it is asked for the first time: few databases have any.
 */
void spatial_refer(struct spatial *spatial, struct database *db,
    const char *table, struct table_column *column);
void spatial_clear(struct spatial *spatial);

#endif
