/* js_punycode - Unicode in the letters of host names (RFC 3492).  Layer svc. */
#ifndef EMGEN_JS_PUNYCODE_H
#define EMGEN_JS_PUNYCODE_H

#include <stddef.h>

#include "buf.h"

/* Append the other form, without xn--.  Decoding gives UTF-8 with ASCII in
 * lower case, or -1; encoding takes UTF-8. */
int js_punycode_decode(const char *s, size_t len, struct buf *out);
void js_punycode_encode(const char *s, size_t len, struct buf *out);

#endif
