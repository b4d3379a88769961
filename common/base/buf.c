/* buf - a growing run of bytes (buf.h). */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "mem.h"

enum {
	CAP_MIN = 64,
	DIGITS_MAX = 20 /* of 64 bits */
};

void
buf_grow(struct buf *buf, size_t extra)
{
	size_t need = buf->len + extra + 1;

	if (need <= extra)
		die(EM_TEMP, "out of memory");
	buf->cap = buf->cap ? 2 * buf->cap : CAP_MIN;
	if (buf->cap < need)
		buf->cap = need;
	buf->data = mem_realloc(buf->data, buf->cap, 1);
	buf->data[buf->len] = '\0';
}

void
buf_addu(struct buf *buf, uint64_t number)
{
	char digits[DIGITS_MAX];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	buf_add(buf, digits + at, sizeof(digits) - at);
}

void
buf_addf(struct buf *buf, const char *fmt, ...)
{
	va_list ap, again;
	size_t room;
	int n;

	buf_reserve(buf, strlen(fmt)); /* most often enough */
	room = buf->cap - buf->len;
	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(buf->data + buf->len, room, fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n >= room) {
		buf_reserve(buf, (size_t)n);
		(void)vsnprintf(
		    buf->data + buf->len, (size_t)n + 1, fmt, again);
	}
	if (n > 0)
		buf->len += (size_t)n;
	buf->data[buf->len] = '\0';
	va_end(again);
}

void
buf_truncate(struct buf *buf, size_t len)
{
	if (len >= buf->len)
		return;
	buf->len = len;
	buf->data[len] = '\0';
}

const char *
buf_peek(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

char *
buf_detach(struct buf *buf)
{
	char *data = buf->data ? buf->data : mem_strdup("");

	*buf = (struct buf)BUF_INIT;
	return data;
}

void
buf_clear(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf)BUF_INIT;
}
