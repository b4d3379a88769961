/* jsonw - JSON text appended to a buffer, without a tree.  Layer core. */
#ifndef EMGEN_JSONW_H
#define EMGEN_JSONW_H

#include <stddef.h>

#include "buf.h"

/* The text in quotes, escaped; it must be UTF-8.  "null" for NULL. */
void jsonw_string(struct buf *buf, const char *s);
void jsonw_stringn(struct buf *buf, const char *s, size_t len);

#endif
