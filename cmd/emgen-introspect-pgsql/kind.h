/* kind - what kind of values a base type of PostgreSQL has. */
#ifndef EMGEN_KIND_H
#define EMGEN_KIND_H

#include "table.h"

/*
 * The type by its name in pg_type and its modifier, which is -1 without one.
 * A type that is not known is kind "other".
 */
struct table_type kind_of(const char *name, long modifier);

#endif
