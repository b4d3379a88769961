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

/* A text with a name of its own; the members are the caller's. */
struct diff_text {
	char *label, *bytes;
	size_t len;
};

/* The same from one text to another. */
int diff_texts(const struct diff_text *old, const struct diff_text *new,
    struct em_err *err);

#endif
