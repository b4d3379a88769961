/* base64 - RFC 4648, with padding.  Layer core. */
#ifndef EMGEN_BASE64_H
#define EMGEN_BASE64_H

#include "buf.h"

/* Appends the encoding of len bytes to buf. */
void base64_add(struct buf *buf, const char *bytes, size_t len);

/* Appends the bytes that a text stands for, up to what is no digit of it. */
void base64_decode(struct buf *buf, const char *text);

#endif
