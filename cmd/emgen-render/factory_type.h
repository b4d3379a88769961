/* factory_type - values of types that are written in a way of their own. */
#ifndef EMGEN_RENDER_FACTORY_TYPE_H
#define EMGEN_RENDER_FACTORY_TYPE_H

#include "definition.h"

/*
 * PHP for a value of the column, made by fake() or fake()->unique(); NULL when
 * more than its type must be known.  In the arena.
 */
char *factory_type_value(
    struct arena *arena, const struct column *column, const char *fake);

/* Of a key, which has no cast, a model holds the moment as the text it is. */
bool factory_is_bare_moment(const struct column *column);

#endif
