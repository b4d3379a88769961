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

/* True behind a bracket or brace that has just been opened. */
static inline bool
jsonw_is_first(const struct buf *buf)
{
	return buf->len > 0 && (buf->data[buf->len - 1] == '{' ||
				   buf->data[buf->len - 1] == '[');
}

/*
 * What stands before a member's value.  The name is written as it is: it must
 * be plain (plain.h), as all names of ours are.  Inline, so that the length of
 * a name in quotes is known.
 */
static inline void
jsonw_name(struct buf *buf, const char *name)
{
	size_t len = strlen(name);
	bool first = jsonw_is_first(buf);
	char *to;

	buf_reserve(buf, len + 4);
	to = buf->data + buf->len;
	if (!first)
		*to++ = ',';
	*to++ = '"';
	memcpy(to, name, len);
	memcpy(to + len, "\":", 3);
	buf->len = (size_t)(to + len + 2 - buf->data);
}

/* A whole member; text is null for NULL. */
static inline void
jsonw_text(struct buf *buf, const char *name, const char *value)
{
	jsonw_name(buf, name);
	jsonw_string(buf, value);
}

static inline void
jsonw_bool(struct buf *buf, const char *name, bool value)
{
	jsonw_name(buf, name);
	buf_adds(buf, value ? "true" : "false");
}

static inline void
jsonw_null(struct buf *buf, const char *name)
{
	jsonw_name(buf, name);
	buf_adds(buf, "null");
}

void jsonw_int(struct buf *buf, const char *name, int64_t value);

#endif
