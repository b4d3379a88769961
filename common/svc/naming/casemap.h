/*
 * casemap - upper and lower case of UTF-8, as PHP's mb_ functions map it:
 * all of Unicode, without regard to the locale.  Layer svc.
 * The tables (casemap.inc) are made by tests/laravel/casemap.php.
 */
#ifndef EMGEN_CASEMAP_H
#define EMGEN_CASEMAP_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum { CASEMAP_BAD = -1 }; /* a byte that is not part of UTF-8 */

/*
 * The first character of a string that is not empty: its code point, or
 * CASEMAP_BAD, to code; returns its length, 1 for a bad byte.
 */
size_t casemap_decode(const char *s, int32_t *code);

/* Add len bytes of s in upper, lower case.  s has a NUL at or after len. */
void casemap_upper(struct buf *out, const char *s, size_t len);
void casemap_lower(struct buf *out, const char *s, size_t len);

#endif
