/* sqltype - types as servers say them.  Layer svc. */
#ifndef EMGEN_SQLTYPE_H
#define EMGEN_SQLTYPE_H

#include <stdbool.h>

/*
 * Bits of an integer type of PostgreSQL or MySQL; 0 for any other.  SQLite's
 * are all as large as need be.
 */
int sqltype_bits(const char *driver, const char *type);

/*
 * Whether two types hold different things.  Texts of other lengths do not
 * count, and of integers only size and sign.
 */
bool sqltypes_differ(const char *driver, const char *one, const char *other);

/* Whether rows can be joined by them: integers of any size, texts, the same. */
bool sqltypes_are_alike(const char *one, const char *other);

#endif
