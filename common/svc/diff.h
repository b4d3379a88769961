/* diff - what would change in a file, by diff(1).  Layer svc. */
#ifndef EMGEN_DIFF_H
#define EMGEN_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "die.h"

/*
 * Writes a unified diff to stdout, which the caller has flushed: from the file
 * at path, or from nothing if that is not to be read, to the bytes.
 */
int diff_show(const char *path, bool exists, const void *bytes, size_t len,
    struct em_err *err);

#endif
