/*
 * jsonw - JSON text appended to a buffer, without a tree.  Layer core.
 *
 * Brackets and braces are the caller's; commas come by themselves, since a
 * value follows another exactly when the last byte opens nothing.
 *
 *	buf_addc(buf, '{');
 *	jsonw_text(buf, "name", "orders");
 *	jsonw_name(buf, "columns");
 *	buf_addc(buf, '[');
 *	jsonw_item(buf), jsonw_string(buf, "id");
 *	buf_adds(buf, "]}");
 */
#ifndef EMGEN_JSONW_H
#define EMGEN_JSONW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"

/* The text in quotes, escaped; it must be UTF-8.  "null" for NULL. */
void jsonw_string(struct buf *buf, const char *s);
void jsonw_stringn(struct buf *buf, const char *s, size_t len);

/* What stands before an item of an array. */
void jsonw_item(struct buf *buf);

/*
 * What stands before a member's value.  The name is written as it is: it must
 * be plain (plain.h), as all names of ours are.
 */
void jsonw_namen(struct buf *buf, const char *name, size_t len);

/* Inline, so that the length of a name in quotes is known. */
static inline void
jsonw_name(struct buf *buf, const char *name)
{
	jsonw_namen(buf, name, strlen(name));
}

/* A whole member; text is null for NULL. */
void jsonw_text(struct buf *buf, const char *name, const char *value);
void jsonw_bool(struct buf *buf, const char *name, bool value);
void jsonw_int(struct buf *buf, const char *name, int64_t value);
void jsonw_null(struct buf *buf, const char *name);

#endif
