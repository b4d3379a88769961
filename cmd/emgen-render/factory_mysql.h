/* factory_mysql - values that MySQL and MariaDB write in a way of their own. */
#ifndef EMGEN_RENDER_FACTORY_MYSQL_H
#define EMGEN_RENDER_FACTORY_MYSQL_H

#include "definition.h"

/*
 * PHP for a shape, bits, a year or an address, with what makes it up (fake() or
 * fake()->unique()); in the arena.  NULL for columns of other types.
 */
char *factory_mysql_value(
    struct arena *arena, const struct column *column, const char *fake);

#endif
