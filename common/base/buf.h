/*
 * buf - a growing run of bytes.  Layer base.
 *
 * Invariant: data is NULL and len 0 after BUF_INIT and buf_clear(); otherwise
 * data[len] is NUL, so text in a buffer is a C string.  buf_detach() gives the
 * bytes to the caller, who frees them.
 */
#ifndef EMGEN_BUF_H
#define EMGEN_BUF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
	char *data;
	size_t len;
	size_t cap;
};

/* clang-format off */
#define BUF_INIT { NULL, 0, 0 }
/* clang-format on */

/* Makes room for extra more bytes and a NUL after them. */
void buf_grow(struct buf *buf, size_t extra);

static inline void
buf_reserve(struct buf *buf, size_t extra)
{
	if (extra >= buf->cap - buf->len)
		buf_grow(buf, extra);
}

static inline void
buf_addc(struct buf *buf, char c)
{
	buf_reserve(buf, 1);
	buf->data[buf->len++] = c;
	buf->data[buf->len] = '\0';
}

/* Inline, so that the length of a text in quotes is known. */
static inline void
buf_add(struct buf *buf, const void *bytes, size_t len)
{
	buf_reserve(buf, len);
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

static inline void
buf_adds(struct buf *buf, const char *s)
{
	buf_add(buf, s, strlen(s));
}

/* The number in digits. */
void buf_addu(struct buf *buf, uint64_t number);
void buf_addf(struct buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Keeps the memory, forgets the bytes from len on. */
void buf_truncate(struct buf *buf, size_t len);

/* The text, never NULL; borrowed until the next call. */
const char *buf_peek(const struct buf *buf);

char *buf_detach(struct buf *buf);
void buf_clear(struct buf *buf);

#endif
