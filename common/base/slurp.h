/* slurp - a whole file in memory.  Layer base. */
#ifndef EMGEN_SLURP_H
#define EMGEN_SLURP_H

#include "buf.h"
#include "die.h"

/*
 * Appends the file's bytes; -1 with errno kept when it cannot be opened or
 * read, so that a caller can tell a missing file (ENOENT).
 */
int slurp(const char *path, struct buf *bytes, struct em_err *err);

#endif
