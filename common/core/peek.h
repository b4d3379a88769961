/* peek - the type of a line without parsing the rest.  Layer core. */
#ifndef EMGEN_PEEK_H
#define EMGEN_PEEK_H

#include <stddef.h>

#include "buf.h"

/*
 * Puts the string value of the top-level member key of a JSON object into
 * value (empty if it has none, or not a string).  0, or -1 when the bytes are
 * no object.  Only what stands before the member is looked at, and of that only
 * where strings and brackets end: a line that begins {"type":"..." costs the
 * length of its type.
 */
int peek_string(
    const char *bytes, size_t len, const char *key, struct buf *value);

/*
 * The same for a value of any kind, as the text that it is: *value points into
 * bytes, NULL without the member.
 */
int peek_member(const char *bytes, size_t len, const char *key,
    const char **value, size_t *value_len);

#endif
