/*
 * jsonr - JSON text read into jansson's values, strictly and fast.  Layer core.
 *
 * json_loadb() looks at each byte through several calls, and reading is most
 * of what a filter does; this reads the same language about three times as
 * fast (make bench).  tests/unit/core/jsonr.c and the fuzz target hold it
 * against json_loadb(JSON_REJECT_DUPLICATES) value for value.
 */
#ifndef EMGEN_JSONR_H
#define EMGEN_JSONR_H

#include <jansson.h>
#include <stddef.h>

struct jsonr_error {
	size_t at;        /* bytes before the one that is wrong */
	const char *what; /* static */
};

/*
 * The one object or array that the bytes are, a new reference; NULL with error
 * filled for anything else: duplicate keys, lone surrogates, NUL in a string,
 * integers beyond 64 bits, numbers beyond a double, nesting beyond 2,048, bytes
 * behind the value.  The bytes must be UTF-8 (utf8.h).
 */
json_t *jsonr_parse(const char *bytes, size_t len, struct jsonr_error *error);

#endif
