/*
 * spool - bytes that wait, as many as there are, in little memory.  Layer base.
 *
 * The first mebibyte is in memory, the rest in a file of $TMPDIR that has no
 * name: nothing is left behind by a program that dies.
 */
#ifndef EMGEN_SPOOL_H
#define EMGEN_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "die.h"

struct spool {
	struct buf held; /* the beginning */
	int fd;          /* what follows, or -1 */
	uint64_t size;   /* of both */
	uint64_t at;     /* where reading goes on */
};

/* clang-format off */
#define SPOOL_INIT { BUF_INIT, -1, 0, 0 }
/* clang-format on */

/* -1 when the disk is full: what was added before is still there. */
int spool_add(
    struct spool *spool, const void *bytes, size_t len, struct em_err *err);

/*
 * Appends the next bytes to out, max at the most: how many they are, 0 at the
 * end, -1 for an error.
 */
int64_t spool_read(
    struct spool *spool, struct buf *out, size_t max, struct em_err *err);

/* Reading begins anew. */
void spool_rewind(struct spool *spool);

void spool_clear(struct spool *spool);

#endif
