/* edges - how the sections of a pipeline file are joined. */
#ifndef EMGEN_SUPERVISE_EDGES_H
#define EMGEN_SUPERVISE_EDGES_H

#include "file.h"

/* The section of that name, if there is a name and it is one. */
const struct section *edges_named(const struct file *file, const char *name);

/* The next section behind one; NULL for none, or when it is a queue's. */
const struct section *edges_next(
    const struct file *file, const struct section *section);

/* True when the section is at the begin of a line. */
bool edges_is_head(const struct file *file, const struct section *section);

/* Where a listener or handler is, when the file does not say; NULL: unclear. */
const struct section *edges_place(
    const struct file *file, const struct section *peer);

/* True for a FIFO that shows what passes a stage. */
bool edges_is_tap(const struct section *section);

#endif
