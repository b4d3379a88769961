/*
 * messages - lines of text that come through a pipe, as a program says them on
 * its stderr.  Layer svc.  Whatever comes, no more than one line is held: a
 * longer one is taken in pieces.
 */
#ifndef EMGEN_MESSAGES_H
#define EMGEN_MESSAGES_H

#include <stddef.h>

#include "buf.h"

enum { MESSAGES_MAX = 4096 };

struct messages {
	char text[MESSAGES_MAX]; /* of a line that has no end yet */
	size_t held;
};

/*
 * Reads once, and calls say with each line as text, without the newline.  1
 * when there may be more, 0 when there is nothing now, -1 at the end, where
 * what is held is a line, too.
 */
int messages_read(struct messages *messages, int fd,
    void (*say)(const void *ctx, const char *line), const void *ctx);

/* As text: NUL is \x00. */
void messages_add(struct buf *text, const char *bytes, size_t len);

#endif
