/*
 * held - what a handler wrote for a job, until it is known whether that counts.
 * In memory up to 1 MiB, behind that in a file that has no name.
 */
#ifndef EMGEN_HELD_H
#define EMGEN_HELD_H

#include <stdio.h>

#include "buf.h"
#include "die.h"
#include "feed.h"

struct held {
	struct buf memory;
	FILE *file;   /* NULL: all is in memory */
	size_t len;   /* bytes in all */
	size_t taken; /* of them, from the front */
};

/* clang-format off */
#define HELD_INIT { BUF_INIT, NULL, 0, 0 }
/* clang-format on */

/* Adds lines; none may be taken yet. */
int held_add(
    struct held *held, const void *bytes, size_t len, struct em_err *err);

/* Moves what is next into the feed, while that holds little. */
int held_feed(struct held *held, struct feed *feed, struct em_err *err);

/* The next line with its newline: 1, 0 behind the last, -1. */
int held_line(struct held *held, struct buf *line, struct em_err *err);

/* Back to the first. */
void held_rewind(struct held *held);

void held_clear(struct held *held);

#endif
