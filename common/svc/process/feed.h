/*
 * feed - lines on their way into a pipe, and kept until they are out at its
 * other end.  Layer svc.
 *
 * What is written into a pipe is not read yet, and is gone when the reader
 * dies.  A feed keeps as much as a pipe holds, so that it can tell afterwards
 * which lines the reader has not taken.  Nothing blocks: the descriptor is our
 * own and non-blocking, or poll(2) was asked and a chunk is small enough.
 */
#ifndef EMGEN_FEED_H
#define EMGEN_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* fd is -1 before there is one and after it was closed. */
struct feed {
	int fd;
	struct buf lines; /* from the first that may not be read */
	size_t written;   /* bytes of them that are in the pipe, or read */
	bool ending;      /* to be closed when all is written */
	int broken;       /* errno of the write that failed: nobody reads */
	size_t chunk;     /* bytes of a write that cannot block; 0: any */
	int behind;       /* a reading end, to look into the pipe after that */
};

/* clang-format off */
#define FEED_INIT { -1, BUF_INIT, 0, false, 0, 0, -1 }
/* clang-format on */

/*
 * Opens our stdout or stderr for it, so that it does not block: a pipe is
 * opened anew, since the flag belongs to all who share a descriptor, and of
 * another a write is small enough when poll(2) says that something can be
 * written.
 */
void feed_to_ours(struct feed *feed, int fd);

/* Closes the descriptor and forgets everything. */
void feed_clear(struct feed *feed);

/* Takes whole lines, or parts of them that are followed by the rest. */
void feed_add(struct feed *feed, const void *bytes, size_t len);

/* Bytes that are not written yet. */
size_t feed_held(const struct feed *feed);

/* The descriptor, while there is something to write; else -1. */
int feed_fd(const struct feed *feed);

/* Writes what goes in; true when some did. */
bool feed_move(struct feed *feed);

/* Drops all that is held behind the line which is being written. */
void feed_cut(struct feed *feed);

/* Closes the descriptor, at once if nothing is held, else behind it. */
void feed_end(struct feed *feed);

/*
 * The lines that the reader has not taken, or not taken whole; borrowed until
 * the next call.  While it lives it may still read those in the pipe.
 */
const char *feed_unread(const struct feed *feed, size_t *len);

#endif
