/* base64 - RFC 4648, with padding.  Layer core. */
#ifndef EMGEN_BASE64_H
#define EMGEN_BASE64_H

#include "buf.h"

/* Appends the encoding of len bytes to buf. */
void base64_add(struct buf *buf, const char *bytes, size_t len);

#endif
