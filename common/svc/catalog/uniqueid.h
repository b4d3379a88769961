/* uniqueid - keys that Eloquent makes when the database does not. */
#ifndef EMGEN_UNIQUEID_H
#define EMGEN_UNIQUEID_H

#include <stdbool.h>

#include "jsonv.h"

/*
 * "uuid" or "ulid" when HasUuids or HasUlids can make the column of a
 * TableAnalyzed event; NULL when they cannot, or need not as it has a default.
 */
const char *uniqueid_of(const struct jsonv *column);

/*
 * True for a UUID that the database makes by uuid().  A server that does not
 * tell what a default has made leaves it to HasUuids.
 */
bool uniqueid_is_default(const struct jsonv *column);

#endif
