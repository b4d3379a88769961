/* kind - what the kind of a column is in PHP. */
#ifndef EMGEN_DEFINE_KIND_H
#define EMGEN_DEFINE_KIND_H

#include <stdbool.h>

#include "column.h"

/* The kind of that name; KIND_UNKNOWN for one that the schemas have not. */
enum kind kind_of_name(const char *name);

/*
 * A date with a time, with or without a zone; that, or one without; an integer
 * or bigint.
 */
bool kind_is_datetime(const struct column *column);
bool kind_is_date(const struct column *column);
bool kind_is_integer(const struct column *column);

/*
 * Whether the default of a date is none that Carbon can read, as infinity for
 * what has no end: then rows hold it, too.
 */
bool kind_is_beyond_dates(const struct column *column);

/* The PHPDoc type without null, of all kinds but enum; static. */
const char *kind_type(const struct column *column, const char *driver);

/* Small integers that PDO gives as text: MySQL's year, and with leading zeros.
 */
bool kind_comes_as_text(const struct column *column, const char *driver);

/* MySQL's unsigned integers, of which PDO gives those beyond PHP's as text. */
bool kind_may_be_beyond_integers(
    const struct column *column, const char *driver);

/* One with zeros in front, which is text as well, but may be no int of PHP's.
 */
bool kind_is_padded_bigint(const struct column *column, const char *driver);

#endif
