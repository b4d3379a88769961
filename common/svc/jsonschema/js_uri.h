/* js_uri - references between schemas and into JSON (RFC 3986, RFC 6901).
 * Layer svc. */
#ifndef EMGEN_JS_URI_H
#define EMGEN_JS_URI_H

#include "buf.h"

/* The reference resolved against an absolute base (RFC 3986, 5.2), without
 * fragment.  The caller frees it. */
char *js_uri_resolve(const char *base, const char *reference);

/* The file: URI of an absolute path.  The caller frees it. */
char *js_uri_of_path(const char *path);

/* The path of a file: URI, NULL for any other.  The caller frees it. */
char *js_uri_to_path(const char *uri);

/* Undoes %XX in place. */
void js_uri_decode(char *s);

/* Appends a step to a JSON pointer: '/' and the token, escaped. */
void js_pointer_add(struct buf *pointer, const char *token);

#endif
